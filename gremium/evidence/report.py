"""
What was, in tables: the same for page, workbook and PDF.

Numbers come from held sessions, words only from minutes that are out: a draft
never leaves the office. No person is named.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from advice.models import Advice
from gremium.evidence.known import Known
from gremium.evidence.period import Period
from meetings.models import Attendance, ItemRecord, Task
from partners.models import Organisation

HERE = (Attendance.PRESENT, Attendance.REPRESENTED)


@dataclass(frozen=True)
class Table:
    """Rows of texts, numbers and days under headings; `name` is for the template."""

    name: str
    title: str
    headings: tuple
    rows: list

    @property
    def written(self) -> list:
        """Return the rows as words, for what is read and not computed with."""
        return [[in_words(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True)
class Report:
    """All tables of a period, and the few numbers that sum them up."""

    period: Period
    tables: list
    numbers: list
    is_example: bool


def in_words(value) -> str:
    return f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else str(value)


def report(period) -> Report:
    known = Known(period)
    shown = [*known.meetings, *known.resolutions, *known.articles]
    return Report(
        period=period,
        tables=[one(known) for one in TABLES],
        numbers=numbers(known),
        is_example=any(one.is_example for one in shown),
    )


# --- The tables -----------------------------------------------------------------


def sessions(known) -> Table:
    rows = [
        [
            one.held_on,
            title_of(one, known),
            one.get_kind_display(),
            str(one.venue or (_("Videokonferenz") if one.video_link else _("nicht bekannt"))),
            here_of(one, known),
            guests_of(one, known),
        ]
        for one in known.meetings
    ]
    head = (_("Datum"), _("Sitzung"), _("Art"), _("Ort"), _("Sitze anwesend"), _("Gäste"))
    return Table("sessions", _("Sitzungen"), head, rows)


def title_of(meeting, known) -> str:
    return meeting.title if len(known.boards) == 1 else f"{meeting.title}, {meeting.board}"


def here_of(meeting, known) -> str:
    counts = known.attendance.get(meeting.pk)
    if not counts:
        return _("nicht erfasst")
    here = sum(number for (_kind, how), number in counts.items() if how in HERE)
    return _("%(here)d von %(seats)d") % {"here": here, "seats": known.seats_on(meeting)}


def guests_of(meeting, known):
    """Return how many guests were there; none noted is no zero where nobody was noted."""
    return meeting.guests_here or (0 if meeting.pk in known.attendance else _("nicht erfasst"))


def attendance(known) -> Table:
    total = sum(known.attendance.values(), Counter())
    kinds = [*Organisation.Kind.choices, ("", _("ohne Angabe"))]
    rows = [attended(total, label, kind) for kind, label in kinds]
    rows = [row for row in rows if any(row[1:])]
    if rows:
        rows.append(
            [
                _("zusammen"),
                *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True)),
            ]
        )
    head = (_("Art der Organisation"), *(label for _value, label in Attendance.choices))
    return Table("attendance", _("Teilnahme je Organisationsart"), head, rows)


def attended(total, label, kind) -> list:
    return [str(label), *(total[kind, how] for how in Attendance.values)]


def topics(known) -> Table:
    meetings = {one.pk: one for one in known.meetings}
    rows = [
        [meeting.held_on, title_of(meeting, known), one.position, *words_of(one, meeting, known)]
        for one in known.items
        for meeting in [meetings[one.meeting_id]]
    ]
    head = (_("Datum"), _("Sitzung"), _("TOP"), _("Thema"), _("Ergebnis"))
    return Table("topics", _("Themen"), head, rows)


def words_of(item, meeting, known) -> tuple[str, str]:
    """Return heading and result, as far as they may be named."""
    levels = (item.visibility, meeting.visibility, meeting.board.visibility)
    if not known.may_name(*levels):
        return _("nichtöffentlich"), ""
    return item.title, result_of(item, meeting)


def result_of(item, meeting) -> str:
    minutes, record = getattr(meeting, "minutes", None), getattr(item, "record", None)
    if minutes is None or record is None or not minutes.is_released or not record.result:
        return ""
    return str(ItemRecord.Result(record.result).label)


def resolutions(known) -> Table:
    rows = [
        [
            one.decided_on,
            one.number if len(known.boards) == 1 else f"{one.number}, {one.board}",
            subject_of(one, known),
            where_of(one, known),
            one.get_state_display(),
        ]
        for one in known.resolutions
    ]
    head = (_("Datum"), _("Nr."), _("Gegenstand"), _("Wo"), _("Ergebnis"))
    return Table("resolutions", _("Beschlüsse"), head, rows)


def subject_of(resolution, known) -> str:
    """Return what was decided; one of a hidden item or session is hidden with it."""
    item, meeting = resolution.agenda_item, resolution.meeting
    where = [] if resolution.is_circular else [one for one in (item, meeting) if one]
    if not known.may_name(*(one.visibility for one in (resolution, resolution.board, *where))):
        return _("nichtöffentlich")
    return resolution.title or Truncator(resolution.text).chars(120)


def where_of(resolution, known) -> str:
    return _("im Umlauf") if resolution.is_circular else resolution.meeting.title


def tasks(known) -> Table:
    state = Task.State
    rows = [
        [
            one.held_on,
            title_of(one, known),
            sum(counts.values()),
            counts[state.DONE],
            counts[state.OPEN] + counts[state.IN_PROGRESS],
            counts[state.DEFERRED] + counts[state.DROPPED],
        ]
        for one in known.meetings
        for counts in [known.tasks[one.pk]]
        if counts
    ]
    last = _("zurückgestellt oder entfallen")
    head = (_("Datum"), _("Sitzung"), _("festgehalten"), _("erledigt"), _("offen"), last)
    return Table("tasks", _("Aufgaben"), head, rows)


def advice(known) -> Table:
    rows = []
    for kind, label in Advice.Kind.choices:
        states = {state: known.advice[kind, state] for state in Advice.State.values}
        if any(states.values()):
            taken_up = states[Advice.State.ACCEPTED] + states[Advice.State.IMPLEMENTED]
            rows.append([str(label), sum(states.values()), taken_up, states["declined"]])
    last = _("nicht weiterverfolgt")
    head = (_("Art"), _("gegeben"), _("aufgegriffen oder umgesetzt"), last)
    return Table("advice", _("Anregungen"), head, rows)


def news(known) -> Table:
    rows = [
        [
            timezone.localdate(one.published_from),
            one.title,
            title_of(one.meeting, known) if one.meeting else "",
        ]
        for one in known.articles
    ]
    return Table("news", _("Meldungen"), (_("Datum"), _("Überschrift"), _("Sitzung")), rows)


TABLES = (sessions, attendance, topics, resolutions, tasks, advice, news)


def numbers(known) -> list[tuple[str, int]]:
    """Return the sums a reader looks for first."""
    done = sum(one[Task.State.DONE] for one in known.tasks.values())
    noted = sum(sum(one.values()) for one in known.tasks.values())
    return [
        (_("Sitzungen"), len(known.meetings)),
        (_("Themen"), len(known.items)),
        (_("Beschlüsse"), len(known.resolutions)),
        (_("Anregungen"), sum(known.advice.values())),
        (_("Aufgaben festgehalten"), noted),
        (_("davon erledigt"), done),
        (_("Meldungen"), len(known.articles)),
    ]
