"""When and where a session is, in words, and what of it changed since people were told."""

from copy import copy
from dataclasses import dataclass, replace

from django.utils import formats
from django.utils.translation import gettext as _

from meetings.ical import flat
from meetings.models import Dispatch, Meeting, Venue
from post.models import Mail

TOLD = ("held_on", "starts_at", "ends_at", "date_note", "video_link", "is_cancelled", "state")


@dataclass(frozen=True)
class Facts:
    """What a mail says of when and where; each a line of text, "" if not known."""

    date: str
    time: str
    place: str
    video_link: str
    is_cancelled: bool

    @property
    def when(self) -> str:
        return f"{self.date}, {self.time or _('Uhrzeit noch offen')}"

    @property
    def where(self) -> str:
        return where(self.place, is_online=bool(self.video_link))


def facts_of(meeting) -> Facts:
    """Return the facts of a session, as it is now or as it was told."""
    venue = meeting.venue
    # Before the invitation nobody has been told how to join.
    is_invited = meeting.state != Meeting.State.PLANNED
    return Facts(
        date=long_date(meeting.held_on),
        time=clock(meeting),
        place=flat(", ".join(filter(None, [venue.name, venue.address]))) if venue else "",
        video_link=meeting.video_link if is_invited else "",
        is_cancelled=meeting.is_cancelled,
    )


def where(place, *, is_online) -> str:
    """Haus, Straße und online; „Videokonferenz“ without a place, nothing while it is open"""
    if not is_online:
        return place
    return _("%s und online") % place if place else _("Videokonferenz")


def long_date(day) -> str:
    """Donnerstag, 14. Januar 2027"""
    return formats.date_format(day, "l, j. F Y")


def day_month_year(day) -> str:
    """14. Januar 2027"""
    return formats.date_format(day, "j. F Y")


def clock(meeting) -> str:
    """14:00–16:30 Uhr, 14:00 Uhr, or nothing while the time is not known."""
    if not meeting.starts_at:
        return ""
    times = [f"{time:%H:%M}" for time in (meeting.starts_at, meeting.ends_at) if time]
    return _("%(range)s Uhr") % {"range": "–".join(times)}


# --- What was told ----------------------------------------------------------


def last_announcement(meeting) -> Dispatch | None:
    """Return the sending that last told people when and where."""
    return meeting.dispatches.exclude(kind__in=Dispatch.BESIDE).first()


def as_told(meeting: Meeting, announcement: Dispatch | None) -> Meeting:
    """Return `meeting` with day, time and place as they were when `announcement` went out."""
    told = copy(meeting)
    told._state.fields_cache = {}
    if announcement is None:
        return told
    record = meeting.history.filter(history_date__lte=announcement.sent_at).first()
    if record is None:
        return told
    return as_recorded(meeting, record, venue_then(record.venue_id, announcement.sent_at))


def as_recorded(meeting, record, venue) -> Meeting:
    """Return `meeting` with what its `record` says of when and where; `venue` as it was."""
    told = copy(meeting)
    told._state.fields_cache = {}
    for name in TOLD:
        setattr(told, name, getattr(record, name))
    told.venue = venue
    return told


def venue_then(key, moment) -> Venue | None:
    if key is None:
        return None
    record = Venue.history.filter(id=key, history_date__lte=moment).first()
    return record.instance if record else Venue.objects.get(pk=key)


def changes(told: Facts, now: Facts) -> list[tuple[str, str, str]]:
    """Return (label, what was, what is) of each fact that changed; for insiders."""
    unknown = _("noch offen")
    pairs = [
        (_("Stand"), state_of(told), state_of(now)),
        (_("Datum"), told.date, now.date),
        (_("Uhrzeit"), told.time or unknown, now.time or unknown),
        (_("Ort"), told.place or unknown, now.place or unknown),
        (_("Videokonferenz"), told.video_link or _("keine"), now.video_link or _("keine")),
    ]
    return [(label, was, now) for label, was, now in pairs if was != now]


def is_of_state(changes) -> bool:
    return any(label == _("Stand") for label, _was, _now in changes)


def state_of(facts) -> str:
    return _("abgesagt") if facts.is_cancelled else _("findet statt")


def stopped(meeting, announcement: Dispatch | None):
    """Return the mails that a cancellation stopped and no announcement has followed."""
    mails = Mail.objects.filter(thread__startswith=f"meeting:{meeting.pk}:")
    if announcement is None:
        return mails.none()
    return mails.filter(stopped_at__gt=announcement.sent_at).exclude(state=Mail.State.SENT)


def untold(meeting) -> list[tuple[str, str, str]]:
    """
    Return what changed since people were told when and where.

    What was open then and becomes known before the invitation comes with it.
    A cancellation that was taken back untold is one, if it stopped mails.
    """
    last = last_announcement(meeting)
    told = facts_of(as_told(meeting, last))
    if not meeting.is_cancelled and stopped(meeting, last).exists():
        told = replace(told, is_cancelled=True)
    found = changes(told, facts_of(meeting))
    if meeting.state != Meeting.State.PLANNED:
        return found
    return [one for one in found if one[1] != _("noch offen")]


# --- Names ------------------------------------------------------------------


def full_title(meeting) -> str:
    """2. Sitzung des Begleitgremiums; a board with a name of its own in brackets"""
    if meeting.board.short_name == _("Begleitgremium"):
        return _("%s des Begleitgremiums") % meeting.title
    return f"{meeting.title} ({flat(meeting.board.short_name)})"


def is_over(meeting) -> bool:
    """Tell whether it is a later day, or the session was ended in the cockpit today."""
    return meeting.has_passed or meeting.state == Meeting.State.HELD
