"""Text with headings, lists, links and tables, through one allow-list."""

import nh3
from django.core.validators import MaxLengthValidator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django_prose_editor.config import allowlist_from_extensions, expand_extensions
from django_prose_editor.fields import ProseEditorField

from partners import links

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
# Cleaning takes time that grows faster than the text.
MAX_LENGTH = 100_000
ALLOWED = allowlist_from_extensions(expand_extensions(EXTENSIONS))
# What a link says of itself is ours to say: the same as the editor writes.
ALLOWED["attributes"]["a"] -= {"rel"}
CLEANER = nh3.Cleaner(**ALLOWED | {"link_rel": links.REL})


def clean(html: str) -> str:
    """
    Return only what the editor can produce; scripts and styles vanish.

    A link that claims another host than its own has its own behind it.
    """
    cleaned = links.with_hosts(CLEANER.clean(html))
    return "" if cleaned == "<p></p>" else cleaned


def show(html: str) -> SafeString:
    """Clean once more on the way out: the row may be older than the list."""
    return SafeString(clean(html or ""))


def from_plain(text: str) -> str:
    """Return paragraphs of escaped text; a blank line separates them."""
    parts = filter(None, (part.strip() for part in text.split("\n\n")))
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts))


class RichTextField(ProseEditorField):
    """Rich text that is clean in the database, however it got there."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("blank", True)
        kwargs.setdefault("validators", [MaxLengthValidator(MAX_LENGTH)])
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=True, **kwargs)

    def pre_save(self, model_instance, add):
        value = clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value
