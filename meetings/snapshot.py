"""What a sending would say and to whom, as a short mark: does a preview still show it?"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.visibility import digest_of

LENGTH = 16


@dataclass(frozen=True)
class Shown:
    """What a preview showed: the number of the sending, and its snapshot if that counts."""

    number: int
    mark: str | None = None


def snapshot(letters, entitled) -> str:
    """Return the mark of the letters as they would go out now to some of the `entitled`."""
    parts = facts(letters), agenda(letters), papers(letters), people(entitled), sendings(letters)
    return ".".join(digest_of(tuple(one))[:LENGTH] for one in parts)


def differences(seen, now) -> list[str]:
    """Return in words what of the snapshot `seen` is different `now`; [""] if nobody can tell."""
    if seen == now:
        return []
    names = (
        _("Termin, Ort oder Frist"),
        _("Tagesordnung"),
        _("Unterlagen"),
        _("Empfänger"),
        _("was schon versandt ist"),
    )
    pairs = list(zip(names, seen.split("."), now.split("."), strict=False))
    return [name for name, was, part in pairs if was != part] if len(pairs) == len(names) else [""]


def facts(letters):
    meeting, venue = letters.meeting, letters.meeting.venue
    yield repr(letters.facts)
    yield from (meeting.title, meeting.board.name, meeting.date_note, meeting.answers_due)
    yield from (meeting.cancellation_reason, venue and venue.directions)


def agenda(letters):
    for one in letters.contents.items:
        yield one.pk, one.position, one.title, one.minutes_planned, one.is_late, one.visibility


def papers(letters):
    for one in letters.contents.papers:
        yield one.pk, one.newest_id, one.title, one.agenda_item_id, one.visibility


def people(entitled):
    for one in entitled:
        capacities = [capacity(of_one) for of_one in one.capacities]
        yield one.person.pk, one.person.full_name, one.person.email, one.is_former, capacities


def capacity(found):
    member = found.member and found.member.full_name
    item = found.item and found.item.pk
    return found.role, found.seat and found.seat.then_name, item, found.is_named, member


def sendings(letters):
    return letters.before.order_by("pk").values_list("pk", flat=True)
