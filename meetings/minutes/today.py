"""
What of a frozen version may still be read: the stricter of the level then and the level today.

Things are found by their keys, whatever they are called and wherever they stand by now. What
exists no more is the office's alone. Whether there is anything to read at all, the session
decides (Minutes.visible_to).
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, Value

from accounts.visibility import Visibility
from meetings.models import AgendaItem, Document, Resolution
from partners.models import Organisation

ORDER = (Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE)
ITEM, RESOLUTION, DOCUMENT = "item", "resolution", "document"
ADVICE, ORGANISATION = "advice", "organisation"


@dataclass(frozen=True)
class Levels:
    """The levels of today by kind and key."""

    known: dict

    def of(self, kind, key) -> str:
        return self.known.get((kind, key), Visibility.OFFICE)

    def stricter(self, then, kind, key) -> str:
        return max(then, self.of(kind, key), key=ORDER.index)

    def names(self, organisation) -> bool:
        """Tell whether everybody may know the organisation."""
        return self.of(ORGANISATION, organisation) == Visibility.PUBLIC


def levels_of(meeting) -> Levels:
    """Return the levels of all that the session's minutes speak of, in one query."""
    public = Value(Visibility.PUBLIC, CharField())
    first, *rest = (
        level_rows(ITEM, AgendaItem.objects.filter(meeting=meeting)),
        level_rows(RESOLUTION, Resolution.objects.filter(meeting=meeting)),
        level_rows(DOCUMENT, Document.objects.filter(meeting=meeting)),
        # Advice is of an app to the right, hence by the board's name for it.
        level_rows(ADVICE, meeting.board.advice.filter(meeting=meeting)),
        level_rows(ORGANISATION, Organisation.objects.visible_to(AnonymousUser()), public),
    )
    return Levels({(kind, key): level for kind, key, level in first.union(*rest)})


def level_rows(kind, rows, level=None):
    named = {"of_kind": Value(kind, CharField()), "level": level or F("visibility")}
    return rows.order_by().annotate(**named).values_list("of_kind", "pk", "level")


def as_of_today(content: dict, levels: Levels) -> dict:
    """Return the minutes' data with nothing more open than it is today."""
    return content | {
        "guests": [guest(one, levels) for one in content["guests"]],
        "items": [item(one, levels) for one in content["items"]],
        "circulars": closed(content["circulars"], RESOLUTION, levels),
        "attachments": [attachment(one, levels) for one in content["attachments"]],
    }


def item(row, levels) -> dict:
    named = zip(row["public_rapporteurs"], row.get("public_rapporteur_ids", []), strict=False)
    return row | {
        "visibility": levels.stricter(row["visibility"], ITEM, row["id"]),
        "public_rapporteurs": [name for name, key in named if levels.names(key)],
        "resolutions": closed(row["resolutions"], RESOLUTION, levels),
        "advice": closed(row["advice"], ADVICE, levels),
        "tasks": [task(one, levels) for one in row["tasks"]],
    }


def task(row, levels) -> dict:
    """A task goes with its item; that organisation is named which everybody may know."""
    is_named = levels.names(row.get("organisation_id"))
    return row | {"organisation": row["organisation"] if is_named else ""}


def closed(rows, kind, levels) -> list[dict]:
    return [
        one | {"visibility": levels.stricter(one["visibility"], kind, one["id"])} for one in rows
    ]


def guest(row, levels) -> dict:
    """A guest of one item is hidden with it."""
    if row["item"] is None:
        return row
    return row | {"visibility": levels.stricter(row["visibility"], ITEM, row.get("item_id"))}


def attachment(row, levels) -> dict:
    found = row | {"visibility": levels.stricter(row["visibility"], DOCUMENT, row.get("id"))}
    if key := row.get("item_id"):
        found["item"] = levels.stricter(row["item"], ITEM, key)
    return found
