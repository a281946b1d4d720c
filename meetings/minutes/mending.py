"""
Attendance and decisions, mended from the release on: until then the cockpit keeps them.

They change only together with a version that says why, for the register shows
a decision as it stands, and nobody should read there what no minutes say.
"""

from django.core.exceptions import ValidationError
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from meetings.cockpit import agreement, votes
from meetings.cockpit.presence import HERE
from meetings.cockpit.running import record_of
from meetings.models import Attendance, Participation, Resolution
from meetings.planning import rules_for

WORDS = ("title", "text")
COUNTED = (*votes.COUNTS, "chair_vote")
VOTED = (*COUNTED, "objections")


def with_revision(rows):
    """Annotate each row with the state it is in: the latest entry of its history."""
    history = rows.model.history.filter(id=OuterRef("pk")).order_by("-history_id")
    return rows.annotate(revision=Coalesce(Subquery(history.values("history_id")[:1]), 0))


def presences(meeting):
    """Return the seats and the guests whose attendance was noted."""
    seats = meeting.participations.exclude(attendance="")
    guests = meeting.guests.exclude(is_present=None)
    return [
        *with_revision(seats.select_related("seat__organisation").order_by("seat")),
        *with_revision(guests.select_related("person")),
    ]


def decisions(meeting):
    """Return what the session decided, with votes or by consent."""
    found = meeting.resolutions.decided().filter(kind=Resolution.Kind.IN_SESSION)
    return list(with_revision(found.select_related("agenda_item").order_by("number", "pk")))


def as_it_is(fact):
    """Return the row as it is now; the session has to be locked."""
    found = with_revision(type(fact).objects.filter(pk=fact.pk)).first()
    if found is None:
        raise ValidationError(_("Diesen Gast gibt es in der Sitzung nicht mehr."))
    return found


def mend(minutes, changes, by):
    """
    Store the changed values of each row, decisions after the attendance they are judged by.

    Raise ValidationError for what the cockpit would have refused.
    """
    meeting = minutes.meeting
    meeting.draft = minutes
    rules = rules_for(meeting)
    for row, values in changes:
        if not isinstance(row, Resolution):
            note(row, values, by)
    for row, values in changes:
        if isinstance(row, Resolution):
            decide(row, values, record_in(meeting, row), rules, by)
    agreement.check(meeting)


def record_in(meeting, resolution):
    item = resolution.agenda_item
    item.meeting = meeting
    return record_of(item)


# --- Attendance ---------------------------------------------------------------


def note(row, values, by):
    for name, value in values.items():
        setattr(row, name, value)
    if isinstance(row, Participation) and row.attendance != Attendance.REPRESENTED:
        row.deputy_person_name = ""
    if not was_here(row):
        row.arrived_at = row.left_at = None
    if row.arrived_at and row.left_at and row.left_at <= row.arrived_at:
        raise ValidationError(_("Wer geht, ist vorher gekommen: Bitte prüfen Sie die Zeiten."))
    row._history_user = by
    row.full_clean(exclude=["meeting", "seat", "person"])
    row.save()


def was_here(row) -> bool:
    return row.attendance in HERE if isinstance(row, Participation) else row.is_present


# --- Conflicts of interest ------------------------------------------------------


def note_conflicts(conflicts, by):
    """
    Note who was conflicted: each is an item, the seats wanted, and the mark of those seen.

    Votes are held against them by `mend` and by whatever makes the version. Raise
    ValidationError if somebody else has changed them meanwhile.
    """
    for item, wanted, seen in conflicts:
        record = record_of(item)
        if mark_of(agreement.conflicts_of(record)) != seen:
            words = _("Die Befangenheit zu TOP %d wurde inzwischen geändert. Bitte laden Sie neu.")
            raise ValidationError(words % item.position)
        record._history_user = by
        record.conflicted.set(wanted)


def mark_of(seats) -> str:
    """Return the keys of the seats in a text, to tell whether they are still the same."""
    return " ".join(map(str, sorted(seats)))


# --- Decisions ----------------------------------------------------------------


def decide(resolution, values, record, rules, by):
    """Keep the wording; a vote that changed is judged anew by the rules of that day."""
    for name in WORDS:
        setattr(resolution, name, values.get(name, getattr(resolution, name)))
    resolution.decided_at = values.get("decided_at", resolution.decided_at)
    if any(name in values for name in VOTED):
        votes.fill(resolution, votes.judged(typed(resolution, values), rules))
        votes.check(resolution, record, rules, is_new=False)
    votes.decide(resolution, by)


def typed(resolution, values) -> dict:
    """Return the vote in texts as the cockpit gets it: by consent, or counted."""
    if "objections" in values:
        count = values["objections"] or 0
        return {"consensus": "0" if count else "1", "objections": str(count or "")}
    now = {name: values.get(name, getattr(resolution, name)) for name in COUNTED}
    return {name: "" if value is None else str(value) for name, value in now.items()}


def name_of(resolution) -> str:
    return _("Beschluss %d") % resolution.number if resolution.number else str(resolution)
