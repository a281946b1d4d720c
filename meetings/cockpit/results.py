"""What became of an item: result, text, conflicts of interest, consent to a late one."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility, printable
from meetings.cockpit import agreement, votes
from meetings.cockpit.running import one_line, opened, opened_for, record_of
from meetings.models import AgendaItem, ItemRecord, TextBlock
from meetings.planning import rules_for

# While one person goes on typing, the history keeps one entry for so long.
ONE_ENTRY = dt.timedelta(minutes=5)
CREATED, CHANGED = "+", "~"


class OutdatedError(Exception):
    """Somebody else saved the item meanwhile; `record` is what they left."""

    def __init__(self, record):
        super().__init__(record.pk)
        self.record = record


@transaction.atomic
def save(item, seen, result, text, by):
    """
    Keep result and text of the item, written on what was there at revision `seen`.

    The same words again are no conflict: the answer to the first try was lost.
    Raise OutdatedError if others saved meanwhile, ValidationError if the session is closed.
    """
    item = opened_for(item)
    record = record_of(item)
    text = printable(text)
    if (record.result, printable(record.text)) == (result, text):
        return record
    if record.revision != seen:
        raise OutdatedError(record)
    record.result, record.text = result, text
    record.revision += 1
    record.full_clean(exclude=["agenda_item"])
    write(record, by)
    return record


def write(record, by):
    """Save; the entry of the same writer a moment ago grows with it."""
    latest = record.history.first()
    is_same = latest and latest.history_user_id == (by and by.pk) and latest.history_type == CHANGED
    if not is_same or timezone.now() - latest.history_date > ONE_ENTRY:
        record._history_user = by
        record.save()
        return
    record.save_without_historical_record()
    values = {one: getattr(record, one) for one in ("result", "text", "revision")}
    record.history.filter(pk=latest.pk).update(history_date=timezone.now(), **values)


def writer_of(record):
    """Return who wrote last, and when; nobody for a record without history."""
    latest = record.history.select_related("history_user").first()
    if latest is None:
        return _("jemand"), None
    user = latest.history_user
    return (user.name or user.email) if user else _("jemand"), timezone.localtime(
        latest.history_date
    )


def with_block(text, block_pk, board):
    """Return `text` with a text block of the board behind it."""
    block = blocks_for(board).filter(pk=block_pk).first()
    return "\n".join(filter(None, [text.rstrip(), block.text])) if block else text


def blocks_for(board):
    return TextBlock.objects.filter(board=None) | TextBlock.objects.filter(board=board)


# --- Conflicts of interest ------------------------------------------------------


def set_conflicts(item, seat_pks, by, takes_back=""):
    """
    Note which seats are conflicted on the item; seats that are not of the day are ignored.

    If the board has voted already, `takes_back` says which vote of each who is new
    does not count: yes, no or abstentions. Raise ValidationError if more votes are
    left than the others have. The record's `notice` is what to look at, if anything.
    """
    try:
        with agreement.kept(item.meeting):
            return note_conflicts(item, seat_pks, by, takes_back)
    except ValidationError as error:
        if getattr(error, "code", "") != agreement.CODE:
            raise
        asks = _("Zu TOP %d ist schon abgestimmt – Stimme zurücknehmen?") % item.position
        raise ValidationError(f"{asks} {error.message}", code=error.code) from error


def note_conflicts(item, seat_pks, by, takes_back):
    item = opened_for(item)
    record = record_of(item)
    day = item.meeting.held_on
    seats = item.meeting.board.seats.active_on(day).with_names_of(day).filter(pk__in=seat_pks)
    before = agreement.conflicts_of(record)
    record._history_user = by
    record.conflicted.set(seats)
    new = [one for one in seats if one.pk not in before]
    decisions = list(item.resolutions.decided().select_related("agenda_item")) if new else []
    if takes_back in votes.COUNTS:
        rules = rules_for(item.meeting)
        for decision in decisions:
            votes.take_back(decision, takes_back, len(new), rules, by)
    record.notice = "" if takes_back or not decisions else look_at(item, new)
    return record


def look_at(item, seats):
    """Say that those who are conflicted may be among the votes, though these are not too many."""
    words = _(
        "Zu TOP %(number)d war schon abgestimmt. Hat %(names)s mitgestimmt, berichtigen Sie "
        "bitte die Abstimmung."
    )
    names = ", ".join(one.then_short_name for one in seats)
    return words % {"number": item.position, "names": names}


@transaction.atomic
def take_up(item, is_agreed, by):
    """
    Note whether the board consents to a late item; without consent it is removed.

    One added in session comes before the members' eyes with their consent.
    """
    item = opened_for(item)
    if not item.is_late:
        raise ValidationError(_("Dieser TOP braucht keine Zustimmung."))
    record = record_of(item)
    record.is_taken_up = is_agreed
    removed = ItemRecord.Result.REMOVED
    if not is_agreed and record.result != removed:
        record.result, record.revision = removed, record.revision + 1
    elif is_agreed and record.result == removed:
        record.result, record.revision = "", record.revision + 1
    record._history_user = by
    record.save()
    if is_agreed and item.visibility == Visibility.OFFICE:
        item.visibility, item._history_user = Visibility.MEMBERS, by
        item.save()
    return record


def check_taken_up(item, record):
    if item.is_late and not record.is_taken_up:
        raise ValidationError(
            _("Dieser TOP kam nach der Frist: Halten Sie zuerst fest, ob das Gremium zustimmt.")
        )


@transaction.atomic
def add_item(meeting, title, by):
    """
    Put an item on the agenda in session, as late; twice the same heading is one item.

    Members see it once the board has consented to it.
    """
    meeting = opened(meeting)
    title = one_line(title, 300)
    if not title:
        raise ValidationError(_("Bitte schreiben Sie, worum es geht."))
    known = meeting.agenda_items.filter(title=title, is_late=True).first()
    if known:
        return known
    item = AgendaItem(
        meeting=meeting,
        title=title,
        is_late=True,
        visibility=Visibility.OFFICE,
        position=AgendaItem.objects.room_at_end(meeting),
    )
    item._history_user = by
    item.save()
    record_of(item)
    return item
