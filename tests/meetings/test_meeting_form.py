"""The session's form: one save makes it with its agenda, from where the office chose."""

import datetime as dt

import pytest

from meetings.models import AgendaTemplate, Meeting
from tests import factories as make
from tests.meetings.test_planning import STANDARD, titles_of
from tests.office import change, item, office, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db

ADD = "/admin/meetings/meeting/add/"


def empty_session(board, items=(), **more):
    return session(board, items, **{"number": "", "slug": ""} | more)


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


def test_session_without_agenda_can_get_one_later_but_not_by_itself(office):
    meeting = make.make_meeting()
    values = {"number": meeting.number, "slug": meeting.slug}

    form = office.get(change(meeting)).context["adminform"].form
    office.post(change(meeting), empty_session(meeting.board, **values))
    untouched = titles_of(meeting)
    office.post(change(meeting), empty_session(meeting.board, agenda_from="usual", **values))

    assert (form["agenda_from"].initial, untouched) == ("", [])
    assert titles_of(meeting) == STANDARD


def test_reader_of_a_session_without_agenda_is_offered_none(client):
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.add_agendaitem"))

    page = client.get(change(make.make_meeting()))

    assert (page.status_code, b"agenda_from" in page.content) == (200, False)


def test_session_with_agenda_offers_no_other(office):
    meeting = make.make_meeting()
    make.make_agenda_item(meeting=meeting)

    form = office.get(change(meeting)).context["adminform"].form

    assert "agenda_from" not in form.fields
    assert "Einladung spätestens am" in form.fields["held_on"].help_text


def test_held_session_cannot_be_moved_into_the_future(office):
    meeting = make.make_meeting(state="held", held_on=dt.date(2020, 1, 1))
    form = empty_session(meeting.board, number=1, slug="x", held_on="2031-01-01")

    response = office.post(change(meeting), form)

    assert response.context["adminform"].form.errors["held_on"] == [
        "Eine durchgeführte Sitzung liegt nicht in der Zukunft."
    ]
