"""The parts of the page that others may change: rendered once, sent only where they differ."""

import hashlib
import json

from django.template.loader import render_to_string

TOKEN_HERE = "@csrf@"  # noqa: S105 - only where one goes.
FOLDER = "admin/meetings/cockpit"


def parts_of(cockpit) -> dict:
    """Return each part by name: a piece of the page, or what was noted on an item."""
    found = {
        "bar": render("_bar.html", cockpit),
        "summons": render("_summons.html", cockpit),
        "items": render("_nav.html", cockpit),
        "guests": render("_guests.html", cockpit),
        "close": render("_close.html", cockpit),
    }
    for one in cockpit.shown_places:
        found[f"seat-{one.seat.pk}"] = render("_seat.html", cockpit, place=one)
    for one in cockpit.entries:
        found[f"head-{one.item.pk}"] = render("_head.html", cockpit, entry=one)
        found[f"notes-{one.item.pk}"] = render("_notes.html", cockpit, entry=one)
        found[f"item-{one.item.pk}"] = noted(one.record)
    return found


def render(name, cockpit, **more):
    # A token changes with every request; the page puts its own in, scripts send it apart.
    return render_to_string(f"{FOLDER}/{name}", {"cockpit": cockpit, "token": TOKEN_HERE, **more})


def noted(record) -> dict:
    return {"revision": record.revision, "result": record.result, "text": record.text}


def digest(part) -> str:
    return hashlib.sha256(json.dumps(part).encode()).hexdigest()[:8]


def digests(parts) -> dict:
    return {name: digest(part) for name, part in parts.items()}


def news(parts, known: str) -> dict:
    """Return [digest, part] by name of those not among the `known`, given as name:digest."""
    seen = set(known.split())
    return {
        name: [mark, parts[name]]
        for name, mark in digests(parts).items()
        if f"{name}:{mark}" not in seen
    }


def stamp(parts) -> str:
    return digest(digests(parts))
