"""
Documents as PDF: data in, pages out.

The templates are Typst files; data reaches them as JSON and is never read as
markup, so a name or a title cannot change a document. The result is PDF/UA-1
and PDF/A-3a: tagged, titled, with language and bookmarks.
"""

import datetime as dt
import json
import re
from functools import partial
from html.parser import HTMLParser

import typst
from django.conf import settings

from accounts.visibility import printable
from meetings import signs
from partners import richtext

FOLDER = settings.BASE_DIR / "templates" / "pdf"
STANDARDS = ("ua-1", "a-3a")
# Each takes signs away; what is left after so many is none of the data's.
ROUNDS = 8
# Half of a pair, which is no character: UTF-8 has no form for it.
LONE = re.compile(r"[\ud800-\udfff]")
VOID = {"br", "hr", "img", "input"}


def render(template: str, data: dict, at: dt.datetime, standards=STANDARDS) -> bytes:
    """
    Return `template` ("letter.typ") filled with `data` as a PDF.

    The same data at the same moment `at` gives the same bytes. A sign that no
    font has, like an emoji, is replaced: all else stays, and accessible.
    """
    data = each_text(data, cleaned)
    for _round in range(ROUNDS):
        try:
            return compiled(template, data, at, standards)
        except typst.TypstError as error:
            missing = signs.missing_in(error.diagnostic)
            if not missing:
                raise
        data = each_text(data, partial(signs.without, missing))
    # Rather a box on paper than no paper.
    return compiled(template, data, at, ())


def compiled(template, data, at, standards):
    return typst.compile(
        str(FOLDER / template),
        root=str(FOLDER),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=list(standards),
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
    )


def cleaned(text):
    """Return `text` without the control characters that no PDF can show."""
    return LONE.sub("", printable(text))


def each_text(value, change):
    """Return `value` with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: each_text(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [each_text(one, change) for one in value]
    return value


class Tree(HTMLParser):
    """Rich text as nested lists: a text, or a tag with its children."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [{"tag": "", "children": []}]

    @property
    def root(self):
        return self.open[0]["children"]

    def handle_starttag(self, tag, attrs):
        node = {"tag": tag, "children": []}
        if tag == "a":
            node["href"] = dict(attrs).get("href") or ""
        self.open[-1]["children"].append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if any(node["tag"] == tag for node in self.open[1:]):
            while self.open.pop()["tag"] != tag:
                pass

    def handle_data(self, data):
        self.open[-1]["children"].append(data)


def tree(html: str) -> list:
    """Return rich text, cleaned once more, as the tree that `rich()` in base.typ sets."""
    parser = Tree()
    parser.feed(richtext.clean(html or ""))
    parser.close()
    return parser.root
