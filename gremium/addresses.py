"""
Every address of the site with the policy declared for it.

Our own views carry the declaration (accounts.policy). The admin's views are
closed by the admin site, whose every view asks for staff; the few that do not
are named here one by one.
"""

import re
from dataclasses import asdict, dataclass

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from accounts import policy

OPEN_IN_ADMIN = {"admin:login": policy.PUBLIC}
SAMPLES = {
    "app_label": "meetings",
    "name": "datei.pdf",
    "slug": "begleitgremium-1",
    "token": "AAAAAAAAAAAAAAAAAAAAAA",
    "url": "unbekannt",
}
NUMBER = "1"
NAMED_GROUP = re.compile(r"\(\?P<(\w+)>[^()]*\)")
UNNAMED_GROUP = re.compile(r"\([^()]*\)")
TYPED_PART = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class Address:
    """One URL pattern: who may ask for it, how, and what it looks like."""

    pattern: str
    name: str
    methods: list[str]
    policy: str | None
    sample: str


def addresses() -> list[Address]:
    """Return all addresses in the order in which they are tried."""
    return list(walk(get_resolver(), "", []))


def walk(resolver, prefix, namespaces):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = [*namespaces, entry.namespace] if entry.namespace else namespaces
            yield from walk(entry, route, inner)
        else:
            yield address(entry, route, ":".join([*namespaces, entry.name or ""]))


def address(entry, route, name):
    view = entry.callback
    return Address(
        pattern=route,
        name=name,
        methods=methods_of(view),
        policy=getattr(view, "policy", None) or admin_policy(view, name),
        sample=sample(route),
    )


def admin_policy(view, name):
    """Return the policy of an admin view: the office, unless named as open."""
    if name in OPEN_IN_ADMIN:
        return OPEN_IN_ADMIN[name]
    # Both are set where the admin wraps a view in its check for staff.
    if hasattr(view, "admin_site") or hasattr(view, "model_admin"):
        return policy.OFFICE
    return None


def methods_of(view) -> list[str]:
    if hasattr(view, "view_class"):
        found = view.view_class(**view.view_initkwargs)._allowed_methods()
        return [*found, "HEAD"] if "GET" in found and "HEAD" not in found else found
    return getattr(view, "methods", ["GET", "HEAD", "POST", "OPTIONS"])


def sample(route) -> str:
    """Return an address that the pattern matches, with made-up values."""
    path = UNNAMED_GROUP.sub(NUMBER, NAMED_GROUP.sub(r"<\1>", route))
    path = TYPED_PART.sub(lambda part: SAMPLES.get(part[1], NUMBER), path)
    return "/" + re.sub(r"[\^$\\]", "", path)


def as_dicts() -> list[dict]:
    return [asdict(one) for one in addresses()]
