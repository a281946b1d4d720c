"""Where an agenda comes from, what it adds up to, and who may keep templates."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import planning
from meetings.models import AgendaItem, AgendaTemplate, Meeting
from partners.models import Rules
from tests import factories as make
from tests.test_office_forms import change, item, office, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db

ADD = "/admin/meetings/meeting/add/"
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


def empty_session(board, items=(), **more):
    return session(board, items, **{"number": "", "slug": ""} | more)


# --- A new session --------------------------------------------------------------


def test_one_save_makes_the_session_with_the_standard_agenda(office):
    office.post(ADD, empty_session(make.make_board(), agenda_from="usual"))

    items = list(Meeting.objects.get().agenda_items.all())
    assert [one.title for one in items] == STANDARD
    assert [one.position for one in items] == [1, 2, 3, 4, 5, 6, 7]
    assert sum(one.minutes_planned for one in items) == 150
    assert {one.history.count() for one in items} == {1}


def test_boards_own_template_comes_before_the_standard_one(office):
    board = make.make_board()
    make.make_agenda_template("Eigenes", board=board)
    make.make_agenda_template("Fremdes", board=make.make_board())

    office.post(ADD, empty_session(board, agenda_from="usual"))

    assert titles_of(Meeting.objects.get()) == ["Eigenes"]


def test_agenda_is_copied_without_papers_texts_and_marks(office):
    board, lead = make.make_board(), make.make_organisation()
    old = make.make_meeting(board=board)
    first = make.make_agenda_item(
        meeting=old,
        title="Berichte",
        kind="report",
        minutes_planned=40,
        visibility="office",
        rapporteurs=[lead],
        text="<p>damals</p>",
        is_late=True,
    )
    make.make_document(agenda_item=first)

    office.post(ADD, empty_session(board, agenda_from=f"meeting-{old.pk}"))

    new = board.meetings.get(number=2)
    copied = new.agenda_items.get()
    assert (copied.title, copied.kind, copied.minutes_planned, copied.visibility) == (
        "Berichte",
        "report",
        40,
        "office",
    )
    assert list(copied.rapporteurs.all()) == [lead]
    assert (copied.text, copied.is_late, new.documents.count()) == ("", False, 0)


def test_items_typed_by_the_office_win_over_the_template(office):
    office.post(ADD, empty_session(make.make_board(), [item("Selbst", 1)], agenda_from="usual"))

    assert titles_of(Meeting.objects.get()) == ["Selbst"]


def test_session_can_begin_without_agenda(office):
    office.post(ADD, empty_session(make.make_board(), agenda_from=""))

    assert Meeting.objects.get().agenda_items.count() == 0


def test_form_offers_templates_and_earlier_sessions(office):
    board = make.make_board()
    own = make.make_agenda_template("x", board=board, name="Klausur")
    old = make.make_meeting(board=board)
    make.make_agenda_item(meeting=old)
    make.make_meeting(board=board)

    form = office.get(ADD).context["adminform"].form

    standard = AgendaTemplate.objects.get(board=None)
    assert form.fields["agenda_from"].choices == [
        ("usual", "Vorlage: Klausur"),
        ("Vorlagen", [(f"template-{standard.pk}", "Übliche Tagesordnung")]),
        ("Frühere Sitzungen", [(f"meeting-{old.pk}", f"wie {old}")]),
        ("", "leer – ich trage die TOP selbst ein"),
    ]
    assert form["agenda_from"].initial == "usual"
    assert own.board == board


def test_template_and_session_of_another_board_cannot_be_chosen(client):
    mine, other = make.make_board(), make.make_board()
    foreign = make.make_agenda_template("Geheim", board=other)
    theirs = make.make_meeting(board=other)
    make.make_agenda_item(meeting=theirs)
    client.force_login(make.make_leader(mine))

    for value in (f"template-{foreign.pk}", f"meeting-{theirs.pk}", "template-x", "Unsinn"):
        response = client.post(ADD, empty_session(mine, agenda_from=value))
        assert "agenda_from" in response.context["adminform"].form.errors, value

    assert mine.meetings.count() == 0
    client.post(ADD, empty_session(mine, agenda_from="usual"))
    assert titles_of(mine.meetings.get()) == STANDARD


def test_template_of_the_other_of_two_own_boards_is_refused(office):
    mine, other = make.make_board(), make.make_board()
    template = make.make_agenda_template("Anderes", board=other)

    response = office.post(ADD, empty_session(mine, agenda_from=f"template-{template.pk}"))

    assert response.context["adminform"].form.errors["agenda_from"] == [
        "Diese Tagesordnung gehört zu einem anderen Gremium."
    ]


def test_existing_session_offers_no_start(office):
    meeting = make.make_meeting()

    form = office.get(change(meeting)).context["adminform"].form

    assert "agenda_from" not in form.fields
    assert "Einladung spätestens am" in form.fields["held_on"].help_text


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
