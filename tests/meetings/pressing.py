"""Every link and button of a page, followed and pressed as a browser would."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import transaction

FEED = re.compile(r"/kalender/[\w-]{20,}\.ics")
NAMED = {"figures": "Betriebe beraten: 12"}
TYPED = {
    "email": "neu@example.org",
    "date": "2027-05-05",
    "number": "1",
    "text": "Ein Text",
    "search": "Text",
    "url": "https://example.org/",
}


@dataclass
class Form:
    """A form with what a person fills in, and a button for each way to send it."""

    action: str
    method: str
    values: dict = field(default_factory=dict)
    buttons: list = field(default_factory=list)


class Page(HTMLParser):
    """Collects the links and the filled-in forms of a page."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.select, self.area = set(), [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a":
            self.links.add(given.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        elif self.forms and given.get("name") and "disabled" not in given:
            self.fill(tag, given)
        elif tag == "button" and self.forms:
            self.press(given)
        elif tag == "option" and self.select and given.get("value"):
            self.forms[-1].values.setdefault(self.select, given["value"])

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None

    def fill(self, tag, given):
        name, kind, values = given["name"], given.get("type", "text"), self.forms[-1].values
        if tag == "button":
            self.press(given)
        elif tag == "select":
            self.select = name
        elif tag == "textarea":
            values.setdefault(name, NAMED.get(name, "Ein Text"))
        elif kind == "hidden":
            values[name] = given.get("value", "")
        elif kind == "radio":
            values.setdefault(name, given.get("value", "on"))
        elif kind in TYPED:
            values[name] = given.get("value") or TYPED[kind]
        elif kind == "submit":
            self.press(given)

    def press(self, given):
        button = {given["name"]: given.get("value", "")} if given.get("name") else {}
        form = self.forms[-1]
        form.buttons.append((given.get("formaction") or form.action, button))


def presses(text):
    """Yield (method, address, values) of each way to send each form of the page."""
    for form in Page(text).forms:
        for address, button in form.buttons:
            yield form.method, address, form.values | button


def try_out(client, method, address, values):
    """Return the answer, and its page where it leads on; nothing of it stays."""
    with transaction.atomic():
        answer = getattr(client, method)(address, values, follow=True)
        feeds = [client.get(one) for one in FEED.findall(answer.content.decode())]
        transaction.set_rollback(True)
    return answer, [one.status_code for one in feeds]
