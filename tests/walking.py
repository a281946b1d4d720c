"""Open everything that pages lead to, and look for words that must not be there."""

import re
from collections import deque

LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)')
# Signing out, and files that hold no data.
BESIDES = re.compile(r"^/(static|abmelden)|/jsi18n/")
MOST = 400


def walk(client, *starts):
    """Open `starts` and all that they lead to; return address → text of the answer."""
    waiting, found = deque(starts), {}
    while waiting and len(found) < MOST:
        address = waiting.popleft()
        if address in found or BESIDES.search(address):
            continue
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        found[address] = content.decode(errors="ignore") + str(answer.headers)
        if answer.get("Location", "").startswith("/"):
            waiting.append(answer["Location"])
        waiting.extend(one.replace("&amp;", "&") for one in LINK.findall(found[address]))
    assert len(found) < MOST
    return found


def leaks(found, words):
    """Return (address, word) wherever one of `words` stands."""
    return [(address, one) for address, text in found.items() for one in words if one in text]
