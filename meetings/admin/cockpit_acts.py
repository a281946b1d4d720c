"""What each button of an item does, from what its form sends, and which right it needs beside."""

from meetings.cockpit import captures, clock, results


def whole(text):
    """Return the number typed, or -1, which no key and no revision is."""
    return int(text) if (text or "").isdecimal() and len(text) < 10 else -1


def note_conflicts(item, data, by):
    seats = [whole(one) for one in data.getlist("conflicted")]
    return results.set_conflicts(item, seats, by, data.get("takes_back", ""))


def moment(data):
    return clock.moment_of(whole(data.get("age")))


ACTS = {
    "beginnen": (lambda item, data, by: clock.begin_item(item, moment(data), by), ""),
    "abschliessen": (lambda item, data, by: clock.end_item(item, moment(data), by), ""),
    "befangen": (note_conflicts, ""),
    "aufnahme": (lambda item, data, by: results.take_up(item, "yes" in data, by), ""),
    "beschluss": (captures.note_resolution, "meetings.add_resolution"),
    "kein-beschluss": (
        lambda item, data, by: captures.drop_resolution(item, whole(data.get("pk")), by),
        "meetings.change_resolution",
    ),
    "aufgabe": (captures.note_task, "meetings.add_task"),
    "keine-aufgabe": (
        lambda item, data, by: captures.drop_task(item, whole(data.get("pk")), by),
        "meetings.change_task",
    ),
}
