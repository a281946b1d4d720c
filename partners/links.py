"""
Links in rich text: where they lead stands beside them when their words say another place.

Works on text that came out of the allow-list (partners.richtext), whose tags are whole.
"""

import re
import unicodedata
from html import escape, unescape
from urllib.parse import urlsplit

from django.conf import settings

REL = "noopener noreferrer nofollow"
LINK = re.compile(r'(?P<link><a(?P<facts>(?:\s[\w-]+="[^"]*")*)>(?P<words>.*?)</a>)', re.DOTALL)
FACT = re.compile(r'\s(?P<name>[\w-]+)="(?P<value>[^"]*)"')
TAG = re.compile(r"<[^>]*>")
# Browsers read these, and any number of slashes, as „//“.
SLASHES = re.compile(r"^(?P<scheme>https?:)?[/\\]{2,}|^(?P<bare>https?:)[/\\]?", re.IGNORECASE)
HOST = r"(?:[\w-]+\.)+[^\W\d_][\w-]+"
CLAIM = re.compile(
    rf"\w+:[/\\]+(?P<user>[^\s/\\@]*@)?(?P<of_url>[^\s/\\?#:@]+)\S*"
    rf"|[\w.+-]+@(?P<of_mail>{HOST})"
    rf"|(?P<bare>{HOST})(?P<rest>[:/?#]\S*)?",
)
# A file's name looks like a host, but claims none.
FILES = {"pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "png", "jpg", "jpeg"}
DOTS = str.maketrans("。․", "..")


def with_hosts(html: str) -> str:
    """Return `html` with the host in brackets behind each link that claims another one."""
    return LINK.sub(told, html)


def told(match) -> str:
    facts = {fact["name"]: unescape(fact["value"]) for fact in FACT.finditer(match["facts"])}
    target = target_of(facts.get("href", ""))
    words = unescape(TAG.sub("", match["words"]))
    claimed = claims(words) | claims(facts.get("title", ""))
    note = f" ({escape(target)})"
    is_told = match.string.startswith(note, match.end())
    if not target or is_told or all(agrees(one, target) for one in claimed):
        return match["link"]
    return match["link"] + note


def target_of(href) -> str:
    """Return where a link leads: a host, or the address of a mail; a path leads to this site."""
    bare = re.sub(r"[\x00-\x20]", "", href)
    if bare.lower().startswith("mailto:"):
        return bare[7:].partition("?")[0]
    whole = SLASHES.sub(lambda found: f"{found['scheme'] or found['bare'] or ''}//", bare)
    try:
        host = urlsplit(whole.replace("\\", "/")).hostname
    except ValueError:
        return bare
    return ascii_of(host or urlsplit(settings.SITE_URL).hostname or "")


def claims(words) -> set[str]:
    """Return the hosts that `words` name, as a reader sees them."""
    text = unicodedata.normalize("NFKC", words)
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf").translate(DOTS)
    found = set()
    for claim in CLAIM.finditer(text):
        found |= {claim["of_url"], claim["of_mail"], (claim["user"] or "").partition(":")[0]}
        bare = claim["bare"]
        if bare and (claim["rest"] or bare.rpartition(".")[2].lower() not in FILES):
            found.add(bare)
    return {ascii_of(one.rstrip("@.")) for one in found if one}


def ascii_of(host) -> str:
    try:
        return host.encode("idna").decode().lower()
    except UnicodeError:
        return host.lower()


def agrees(claimed, target) -> bool:
    """Tell whether the link leads to the claimed host or one below it."""
    host, claimed = target.rpartition("@")[2].lower(), claimed.removeprefix("www.")
    return host == claimed or host.endswith(f".{claimed}")
