"""A session is held in the cockpit: who is there, item by item, and its end."""

import datetime as dt

from advice import register
from gremium.example.clock import at, in_days
from gremium.example.recording import minutes_of
from meetings.cockpit import attendance, beginning, captures, clock, ending, results
from meetings.models import AgendaItem, ItemRecord
from partners.models import Organisation


def hold(meeting, words, minute_taker):
    """Run the session as `words` tell, on its own day and minute by minute."""
    moment = meeting.begins
    with at(moment):
        beginning.begin(meeting, None)
        note_people(meeting, words)
    for entry in words["held"]:
        begun, moment = moment, moment + dt.timedelta(minutes=entry["took"])
        with at(begun):
            item = item_of(meeting, entry)
            clock.begin_item(item, begun, None)
        with at(moment):
            note(item, entry)
    with at(moment):
        note_rest(meeting)
        ending.end(meeting, None)
        write_head(meeting, minute_taker, words["closing"])
    meeting.refresh_from_db()


def note_rest(meeting):
    """Note what the product put on the agenda by itself and the story says nothing of."""
    for item in meeting.agenda_items.filter(record__result="").select_related("record"):
        results.save(item, item.record.revision, ItemRecord.Result.NOTED, "", None)


def note_people(meeting, words):
    """Note what the answers did not promise: who is away after all, comes late, leaves early."""
    for name, how in words.get("attendance", {}).items():
        attendance.mark(meeting, seat_of(meeting, name).pk, how, None)
    for name, times in words.get("times", {}).items():
        attendance.detail(meeting, seat_of(meeting, name).pk, times, None)
    for guest in meeting.guests.all():
        attendance.mark_guest(meeting, guest.pk, {"present": "1"}, None)


def seat_of(meeting, name):
    return meeting.board.seats.get(organisation__short_name=name)


def item_of(meeting, entry) -> AgendaItem:
    """Return the item of that title; the board takes up a late one by consent."""
    if not entry.get("is_late"):
        return meeting.agenda_items.get(title=entry["title"])
    item = results.add_item(meeting, entry["title"], None)
    results.take_up(item, True, None)
    return item


# --- One item ---------------------------------------------------------------


def note(item, entry):
    results.save(item, item.record.revision, entry["result"], entry["text"], None)
    if names := entry.get("conflicted"):
        results.set_conflicts(item, [seat_of(item.meeting, one).pk for one in names], None)
    if "resolution" in entry:
        captures.note_resolution(item, as_typed(entry["resolution"]), None)
    for task in entry.get("tasks", []):
        captures.note_task(item, as_typed(task), None)
    if "advice" in entry:
        capture_advice(item, **entry["advice"])


def as_typed(words) -> dict:
    """Return what the office would have typed into the cockpit's fields."""
    typed = {name: str(value) for name, value in words.items()}
    if "in_days" in words:
        typed["due_on"] = in_days(words["in_days"]).isoformat()
    return typed


def capture_advice(item, text, kind, giver=None):
    organisation = giver and Organisation.objects.get(short_name=giver)
    register.capture(item, text, kind, organisation=organisation)


def write_head(meeting, minute_taker, closing):
    minutes = minutes_of(meeting)
    minutes.minute_taker, minutes.closing = minute_taker, closing
    minutes.full_clean()
    minutes.save()
