"""
What items tell beside the office's words, composed at the moment somebody reads.

Texts of others are kept nowhere but where they belong: an item has a role, or
takes up something, and each reader gets of that what they may see now. Whoever
has something to tell at an item says so with `tell`, from the configuration of
their app; apps to the right do as well.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from accounts.visibility import Visibility
from meetings.models import AgendaItem
from partners.reader import Anybody

Role = AgendaItem.Role


@dataclass(frozen=True)
class Teller:
    """
    Tells something at those items that it `concerns`.

    `texts(items, reader)` returns the key of an item → rich text, nothing that
    the reader may not see now.
    """

    concerns: Callable[[AgendaItem], bool]
    texts: Callable[[list[AgendaItem], object], dict[int | None, str]]


TELLERS: dict[str, Teller] = {}


def tell(name: str, concerns, texts):
    """Let `texts` be asked for items from now on; once more under one name is no second time."""
    TELLERS[name] = Teller(concerns, texts)


def tell_at(role: str, name: str, text):
    """The same for the item with `role`, of which a meeting has one: `text(item, reader)`."""
    tell(
        name,
        lambda item: item.role == role,
        lambda items, reader: {item.pk: text(item, reader) for item in items},
    )


def compose(meeting, items: Iterable[AgendaItem], reader):
    """
    Give each of the meeting's items its `composed` text for `reader`.

    `items` are those the reader may read, from `with_circulars()`. Without an
    item that tells something nothing is asked.
    """
    readable = [item for item in items if item.pk]
    for item in readable:
        item.meeting = meeting
    for teller in TELLERS.values():
        concerned = [item for item in readable if teller.concerns(item)]
        texts = teller.texts(concerned, reader) if concerned else {}
        for item in concerned:
            item.composed += texts.get(item.pk, "")


# --- Standing items -----------------------------------------------------------


def item_with(role, meeting):
    return next((item for item in meeting.agenda_items.all() if item.role == role), None)


def has_something(role, meeting) -> bool:
    """Tell whether an item with `role` would tell the board's members anything."""
    item = AgendaItem(meeting=meeting, role=role)
    compose_alone(item, Anybody(meeting.board_id))
    return bool(item.composed)


def compose_alone(item, reader):
    for teller in TELLERS.values():
        if teller.concerns(item):
            item.composed += teller.texts([item], reader).get(item.pk, "")


def is_wanted(role, meeting) -> bool:
    """Tell whether there is something to tell and no item for it yet."""
    return item_with(role, meeting) is None and has_something(role, meeting)


def put_on(role, meeting, kind) -> bool:
    """Make the item where something is to be told; return whether it was made."""
    if not is_wanted(role, meeting):
        return False
    meeting.agenda_items.create(
        position=AgendaItem.objects.room_at_end(meeting),
        kind=kind,
        role=role,
        title=str(Role(role).label),
        visibility=Visibility.MEMBERS,
    )
    return True
