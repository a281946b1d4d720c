"""What the office's start page says of sessions: what is due, to whom, and where to go."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import printing, stages
from meetings.cockpit import beginning, ending
from meetings.models import Dispatch, Meeting, Participation
from tests import factories as make
from tests.advising import make_advice
from tests.meetings.test_assistant import planned, told
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


def due(office):
    return [(one.text.split(": ", 1)[1], one.act) for one in office.get("/admin/").context["due"]]


def test_today_names_what_is_due_and_leads_there(office):
    meeting = planned(25)

    day = meeting.held_on - dt.timedelta(days=21)
    assert due(office) == [(f"Einladung bis {day:%d.%m.%Y}", "Einladung prüfen")]


def test_today_names_what_is_overdue(office):
    meeting = planned(10)

    days = [meeting.held_on - dt.timedelta(days=one) for one in (21, 7)]
    assert due(office) == [
        (f"Einladung war bis {days[0]:%d.%m.%Y} fällig", "Einladung prüfen"),
        (f"Unterlagen bis {days[1]:%d.%m.%Y}", "hochladen"),
    ]


def test_today_leads_to_the_cockpit_on_the_day_of_the_session(office):
    meeting = planned(0, state="invited", starts_at=dt.time(0, 1), ends_at=dt.time(23, 59))
    assert due(office) == [("heute, 00:01–23:59 Uhr", "Sitzung beginnen")]
    (line,) = office.get("/admin/").context["due"]
    assert line.url == f"/admin/meetings/meeting/{meeting.pk}/cockpit/"

    beginning.begin(meeting, None)
    assert ("heute, 00:01–23:59 Uhr", "Zum Cockpit") in due(office)

    ending.end(meeting, None)
    assert "heute" not in str(due(office))


def test_today_speaks_of_papers_in_the_plural(office):
    meeting = planned(3, state="invited")

    day = meeting.held_on - dt.timedelta(days=7)
    assert due(office) == [(f"Unterlagen waren bis {day:%d.%m.%Y} fällig", "hochladen")]


def test_today_leaves_the_cockpit_to_who_may_run_it_and_a_session_that_takes_place(client):
    meeting = planned(0, state="invited")
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.change_meeting"))
    assert "heute" not in str(due(client))

    client.force_login(make.make_leader(meeting.board))
    assert "heute" in str(due(client))
    stages.cancel(meeting, "Grippe", None)

    assert "heute" not in str(due(client))


def test_today_is_calm_while_nothing_is_due(office):
    planned(60)

    assert due(office) == []


def test_today_counts_the_answers_missing_for_the_next_session(office):
    meeting = make.make_meeting()
    make.make_document(meeting=meeting)
    make.make_seat(board=meeting.board)

    assert due(office) == [("1 von 1 Sitz ohne Antwort", "ansehen")]
    (line,) = office.get("/admin/").context["due"]
    assert line.url == f"/admin/meetings/meeting/{meeting.pk}/versand/"


def test_session_held_today_is_not_the_next_one(office):
    today = timezone.localdate()
    held = make.make_meeting(held_on=today, state=Meeting.State.HELD)
    following = make.make_meeting(board=held.board)

    assert office.get("/admin/").context["next_meeting"] == following


def test_today_puts_what_people_wait_for_first(office):
    meeting = make.make_meeting(number=1)
    seat = make.make_mandate(seat=make.make_seat(board=meeting.board)).seat
    by_letter = make.make_person(email="")
    make.make_mandate(seat=seat, person=by_letter, role="deputy")
    make.make_delivery(dispatch=told(meeting), person=by_letter, mail=None)
    proposal = make.make_proposal(meeting=meeting, title="Kantine")
    Participation.objects.create(meeting=meeting, seat=seat, response="accepted", note="Später da")

    lines = [(one.text.split(": ", 1)[1], one.url) for one in office.get("/admin/").context["due"]]

    page = f"/admin/meetings/meeting/{meeting.pk}"
    assert lines == [
        ("1 Brief ist zu drucken", f"{page}/briefe/"),
        ("2 Personen sind seit der Einladung dazugekommen", f"{page}/change/#dazugekommen"),
        (
            f"Vorschlag „Kantine“ von {proposal.person}",
            f"/admin/meetings/agendaproposal/{proposal.pk}/change/",
        ),
        ("Mitteilung an die Geschäftsstelle", f"{page}/versand/"),
        ("1 von 2 Sitzen ohne Antwort", f"{page}/versand/"),
    ]
    printing.print_letters(meeting.dispatches.get())
    assert "zu drucken" not in office.get("/admin/").content.decode()


def test_today_names_the_contact_that_letters_lack(office):
    centre = make.make_centre(email="", phone="", street="Hof 1", city="Chemnitz")

    (line,) = [one for one in office.get("/admin/").context["gaps"] if "Zentrum" in one.text]

    assert line.text == "Zentrum, nicht eingetragen: E-Mail-Adresse, Telefon"
    assert line.url == "/admin/partners/centre/#field-email"
    centre.email, centre.phone = "a@example.org", "0371 1"
    centre.save()
    assert "nicht eingetragen" not in office.get("/admin/").content.decode()


def test_today_names_untold_changes_and_sessions_gone_by(office):
    gone = make.make_meeting(held_on=timezone.localdate() - dt.timedelta(days=2))
    moved = make.make_meeting(held_on=timezone.localdate() + dt.timedelta(days=40))
    told(moved)
    stages.cancel(moved, "Grippe", None)

    assert due(office) == [
        ("Termin ist vorbei", "als durchgeführt vermerken"),
        ("Absage noch nicht mitgeteilt", "Absage mitteilen"),
    ]
    assert gone.state == Meeting.State.INVITED


def test_today_says_nothing_of_other_boards(client):
    mine, other = make.make_board(), planned(10).board
    client.force_login(make.make_leader(mine))
    assert due(client) == []

    client.force_login(make.make_leader(other))
    assert len(due(client)) == 2


@pytest.mark.parametrize("size", [1, 10])
def test_today_needs_so_many_queries(client, django_assert_num_queries, size):
    client.force_login(make.make_staff(is_superuser=True))
    board = make.make_board()
    for days in range(size):
        dispatch = told(planned(10 + days, board=board), Kind.SAVE_THE_DATE)
        make.make_delivery(dispatch=dispatch, mail=None)
    client.get("/admin/")

    # Six for who joined or left one of the sessions.
    with django_assert_num_queries(38):
        client.get("/admin/")


def test_today_asks_to_confirm_a_named_deputy(client):
    client.force_login(make.make_staff(is_superuser=True))
    meeting = planned(10, state="invited")
    seat = make.make_mandate(seat=make.make_seat(board=meeting.board)).seat
    named = {"response": "delegated", "deputy_name": "Kim", "deputy_email": "kim@example.org"}
    row = Participation.objects.create(meeting=meeting, seat=seat, **named)
    words = "benannte Vertretung noch nicht bestätigt"
    assert words in client.get("/admin/").content.decode()

    row.deputy, row.deputy_name, row.deputy_email = make.make_person(), "", ""
    row.save()

    assert words not in client.get("/admin/").content.decode()


def test_today_names_advice_that_waits_for_an_answer(office):
    make_advice(due_on=timezone.localdate() - dt.timedelta(days=1))

    lines = [(one.text, one.url) for one in office.get("/admin/").context["due"]]

    assert (
        "1 Anregung wartet über die Frist hinaus auf Antwort",
        "/admin/advice/advice/?dringend=ueberfaellig",
    ) in lines
    assert (
        "1 offene Anregung hat niemand übernommen",
        "/admin/advice/advice/?dringend=ohne-zustaendige",
    ) in lines
