"""What is printed for a demonstration: the rotation plan, and sheets that ask for feedback."""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import facts, pdf
from meetings.planning import timetable
from meetings.printing import code
from meetings.sheets import attendees
from projects.rotation import groups_for, letter, rotation

MOST_GROUPS = 26


def stations_of(item):
    return list(item.demonstrations.all())


def groups_expected(item) -> int:
    """Return how many groups those make who may come, in the size that every station takes."""
    size = min((one.group_size for one in stations_of(item)), default=1)
    people = sum(one.is_expected for one in attendees(item.meeting))
    return min(groups_for(people, size), MOST_GROUPS)


def begin_of(item):
    """Return when the item begins after the plan of the agenda; None while nobody knows."""
    items = list(item.meeting.agenda_items.all())
    timetable(item.meeting, items)
    return next((one.begins_at for one in items if one.pk == item.pk), None)


def plan(item, groups) -> bytes:
    """Return the rotation plan as a PDF: a table of turns × groups, and the stations."""
    stations = stations_of(item)
    minutes = max(one.minutes for one in stations)
    turns = rotation(len(stations), groups, minutes, begin_of(item))
    data = head(item, _("Rotationsplan")) | {
        "groups": [_("Gruppe %s") % letter(number) for number in range(groups)],
        "turns": [row_of(turn, stations, minutes) for turn in turns],
        "stations": [
            {
                "title": one.title,
                "line": " · ".join(filter(None, [one.place, one.contact])),
                "size": _("bis %d Personen") % one.group_size,
            }
            for one in stations
        ],
    }
    return pdf.render("rotation.typ", data, timezone.now())


def row_of(turn, stations, minutes) -> dict:
    """Return the row; without a begin the minutes are counted from the first turn on."""
    if turn.begins_at:
        clock = f"{turn.begins_at:%H:%M}–{turn.ends_at:%H:%M}"
    else:
        clock = _("Minute %(first)d–%(last)d") % {
            "first": turn.after,
            "last": turn.after + minutes,
        }
    return {
        "number": str(turn.number),
        "clock": clock,
        "stations": [_("Pause") if one is None else stations[one].title for one in turn.stations],
    }


def feedback_sheets(item) -> bytes:
    """Return a page for each station with the QR code that leads to its three questions."""
    data = head(item, _("Ihre Rückmeldung")) | {
        "stations": [
            {"title": one.title, "place": one.place, "url": url_of(one), "code": code(url_of(one))}
            for one in stations_of(item)
        ]
    }
    return pdf.render("feedback_sheets.typ", data, timezone.now())


def url_of(station) -> str:
    return settings.SITE_URL + station.get_absolute_url()


def head(item, title) -> dict:
    meeting = item.meeting
    return {
        "title": f"{title}: {meeting.title}, TOP {item.position}",
        "heading": title,
        "board": meeting.board.name,
        "lines": [f"{meeting.title}, {facts.long_date(meeting.held_on)}", str(item)],
        "is_example": meeting.is_example,
    }
