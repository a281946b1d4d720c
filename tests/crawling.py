"""One reader who opens all addresses behind their front door, and what marks stand there."""

import re
from collections import deque

from django.test import Client

from tests.hiding import ALL
from tests.meetings.link_scene import text_of
from tests.meetings.papers import flat, strings_in

LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
BESIDES = re.compile(
    r"^/(static|admin|abmelden|anmelden|impressum|datenschutz|barriere|leichte|gebaerden)"
)
ANY_MARK = re.compile("|".join(ALL))


def said(answer) -> str:
    """Return all an answer says: headers, text, and of a file everything in it."""
    if answer.get("Content-Type") == "application/pdf" and answer.status_code == 200:
        content = answer.getvalue()
        return f"{answer.headers}{strings_in(content)}{flat(content)}"
    return f"{answer.headers}{text_of(answer)}"


def marks_of(answer) -> set:
    return set(ANY_MARK.findall(said(answer)))


class Crawl:
    """One reader, the addresses behind their front door, and the marks each had at first."""

    def __init__(self, user, *starts, front="/"):
        self.client = Client()
        if user:
            self.client.force_login(user)
        self.front, self.tags, self.marks = front, {}, {}
        waiting, known = deque(starts), set()
        while waiting:
            address = waiting.popleft()
            if address not in known and self.is_asked(address):
                known.add(address)
                waiting.extend(self.open(address))

    def is_asked(self, address):
        return address.startswith(self.front) and not BESIDES.search(address)

    def open(self, address) -> list[str]:
        """Keep the marks of the address if it has any; return where it leads."""
        answer = self.client.get(address)
        if marks := marks_of(answer):
            self.tags[address], self.marks[address] = answer.get("ETag", ""), marks
        is_page = answer.get("Content-Type", "").startswith("text/html")
        links = LINK.findall(answer.content.decode()) if is_page else []
        return [one.replace("&amp;", "&") for one in links]

    def marks_at(self, address) -> set:
        """Return the marks there now; a browser that is told 304 shows its copy."""
        answer = self.client.get(address, headers={"If-None-Match": self.tags[address]})
        return self.marks[address] if answer.status_code == 304 else marks_of(answer)

    def lost(self, gone) -> dict:
        """Return address → the marks it had and has no more, of those that had one of `gone`."""
        return {one: marks - self.marks_at(one) for one, marks in self.with_any(gone)}

    def with_any(self, wanted):
        """Return (address, all its marks) of those that had one of `wanted` at first."""
        return [(one, marks) for one, marks in self.marks.items() if marks & wanted]

    def still_says(self, mark) -> bool:
        """Tell whether any page says it now: a thing is named beside others, too."""
        return any(mark in self.marks_at(one) for one, _marks in self.with_any({mark}))

    def seen_before(self) -> set:
        return set().union(*self.marks.values())
