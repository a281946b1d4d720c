"""Where an agenda comes from, and what it adds up to."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import planning
from meetings.models import AgendaItem, AgendaTemplate
from partners.models import Rules
from tests import factories as make
from tests.office import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

STANDARD = [
    "Begrüßung, Beschluss der Tagesordnung",
    "Genehmigung des Protokolls der letzten Sitzung",
    "Rückmeldung zu Anregungen",
    "Berichte aus den Projekten",
    "Beratung der Themenschwerpunkte",
    "Austausch und neue Anregungen",
    "Verschiedenes und nächster Termin",
]


def titles_of(meeting):
    return list(meeting.agenda_items.values_list("title", flat=True))


# --- The acts -----------------------------------------------------------------


def test_agenda_is_filled_only_once():
    meeting = make.make_meeting()
    template = AgendaTemplate.objects.get(board=None)

    planning.fill_from_template(meeting, template)

    with pytest.raises(ValidationError, match="schon eine Tagesordnung"):
        planning.fill_from_template(meeting, template)
    assert titles_of(meeting) == STANDARD


def test_foreign_agenda_is_refused():
    meeting, other = make.make_meeting(), make.make_meeting()
    make.make_agenda_item(meeting=other)
    template = make.make_agenda_template("x", board=other.board)

    with pytest.raises(ValidationError, match="anderen Gremium"):
        planning.copy_agenda(meeting, other)
    with pytest.raises(ValidationError, match="anderen Gremium"):
        planning.fill_from_template(meeting, template)

    assert titles_of(meeting) == []


def test_agenda_becomes_a_template_of_its_board(office):
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting, title="Eins", minutes_planned=15, kind="report")

    response = office.post(change(meeting, "template"), {"name": "  Klausur "}, follow=True)

    template = meeting.board.agenda_templates.get()
    assert template.name == "Klausur"
    assert list(template.items.values_list("title", "minutes_planned", "kind", "position")) == [
        ("Eins", 15, "report", 1)
    ]
    assert "als Vorlage „Klausur“ gespeichert" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "Bitte nennen Sie einen Namen"),
        ("klausur", "diesem Namen hat das Gremium schon"),
        ("x" * 101, "höchstens 100 Zeichen"),
    ],
)
def test_template_needs_a_name_of_its_own(office, name, message):
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting)
    make.make_agenda_template(board=meeting.board, name="Klausur")

    response = office.post(change(meeting, "template"), {"name": name}, follow=True)

    assert message in response.content.decode()
    assert meeting.board.agenda_templates.count() == 1


# --- The timetable ------------------------------------------------------------


def test_timetable_sets_the_beginning_of_each_item():
    meeting = make.make_meeting(starts_at=dt.time(14), ends_at=dt.time(16, 30))
    items = [AgendaItem(minutes_planned=minutes) for minutes in (5, 40, None, 10)]

    table = planning.timetable(meeting, items)

    assert [one.begins_at for one in items] == [
        dt.time(14),
        dt.time(14, 5),
        dt.time(14, 45),
        None,
    ]
    assert table.text == (
        "55 Min. geplant, die Sitzung dauert 2 Std. 30 Min., nicht alle TOP haben eine Dauer"
    )


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (150, "2 Std. 30 Min. geplant, die Sitzung dauert 2 Std. 30 Min."),
        (170, "2 Std. 50 Min. geplant, die Sitzung dauert 2 Std. 30 Min., 20 Min. zu lang"),
        (60, "1 Std. geplant, die Sitzung dauert 2 Std. 30 Min."),
    ],
)
def test_sum_is_set_against_the_planned_end(minutes, text):
    meeting = make.make_meeting(starts_at=dt.time(14), ends_at=dt.time(16, 30))

    assert planning.timetable(meeting, [AgendaItem(minutes_planned=minutes)]).text == text


def test_without_a_time_there_is_a_sum_only():
    items = [AgendaItem(minutes_planned=90)]

    table = planning.timetable(make.make_meeting(), items)

    assert (table.text, table.surplus, items[0].begins_at) == ("1 Std. 30 Min. geplant", 0, None)


# --- Rules --------------------------------------------------------------------


def test_rules_in_force_on_the_day_of_the_session_count():
    meeting = make.make_meeting(held_on=dt.date(2027, 5, 5))
    for year, days in ((2020, 10), (2027, 14), (2028, 28)):
        valid_from = dt.date(year, 1, 1)
        Rules.objects.create(board=meeting.board, valid_from=valid_from, invitation_days=days)

    assert planning.rules_for(meeting).invitation_days == 14
    assert planning.rules_for(make.make_meeting()).pk is None
