"""What a rendered page says: its text, and pictures that say nothing."""

import re
from html.parser import HTMLParser

HIDDEN = {"script", "style", "template"}
BLANK = re.compile(r"\s+")


class Reading(HTMLParser):
    """The main part of a page as text."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts, self.silent_pictures = [], 0
        self.is_inside, self.skipped = False, ""

    def handle_starttag(self, tag, attrs):
        if tag == "main":
            self.is_inside = True
        if tag in HIDDEN:
            self.skipped = tag
        if tag == "img" and self.is_inside:
            self.see(dict(attrs).get("alt"))

    def see(self, description):
        if description:
            self.parts.append(description)
        else:
            self.silent_pictures += 1

    def handle_endtag(self, tag):
        if tag == "main":
            self.is_inside = False
        if tag == self.skipped:
            self.skipped = ""

    def handle_data(self, data):
        if self.is_inside and not self.skipped:
            self.parts.append(data)

    @property
    def text(self) -> str:
        return BLANK.sub(" ", " ".join(self.parts))


def read(html: str) -> Reading:
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading
