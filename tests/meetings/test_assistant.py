"""The session assistant: one next step at each stage, with what is due, missing and expected."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Dispatch, Meeting, Participation
from meetings.preparation import calendar_state
from meetings.turnout import turnout
from partners.models import Rules
from tests import factories as make
from tests.office import change, office, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


def planned(days=60, **more):
    held_on = timezone.localdate() + dt.timedelta(days=days)
    values = {"held_on": held_on, "state": Meeting.State.PLANNED}
    return make.make_meeting(**values | more)


def told(meeting, kind=Kind.INVITATION):
    return make.make_dispatch(meeting=meeting, kind=kind, sequence=calendar_state(meeting))


def assistant(office, meeting):
    return office.get(change(meeting)).context["assistant"]


def steps(office, meeting):
    """Return the label of the one button, and those of the links beside it."""
    found = assistant(office, meeting)
    return found.primary and found.primary.label, [one.label for one in found.others]


# --- One next step ------------------------------------------------------------


def test_save_the_date_comes_first_while_there_is_time(office):
    assert steps(office, planned()) == (
        "Save-the-Date prüfen",
        ["Einladung prüfen", "Sitzung absagen"],
    )


def test_after_its_day_the_invitation_comes_first(office):
    assert steps(office, planned(27)) == (
        "Einladung prüfen",
        ["Save-the-Date prüfen", "Sitzung absagen"],
    )


def test_after_the_save_the_date_comes_the_invitation(office):
    meeting = planned()
    told(meeting, Kind.SAVE_THE_DATE)

    assert steps(office, meeting) == ("Einladung prüfen", ["Sitzung absagen"])


def test_invited_session_waits(office):
    meeting = make.make_meeting()
    told(meeting)

    assert steps(office, meeting) == (None, ["Nachtrag prüfen", "Sitzung absagen"])


@pytest.mark.parametrize("new", ["paper", "version", "item", "changed item"])
def test_what_is_new_since_the_invitation_can_be_added(office, new):
    meeting = make.make_meeting()
    item = make.make_agenda_item(meeting=meeting)
    document = make.make_document(meeting=meeting)
    told(meeting)
    assert steps(office, meeting)[0] is None

    if new == "paper":
        make.make_document(meeting=meeting)
    elif new == "version":
        make.add_version(document)
    elif new == "item":
        make.make_agenda_item(meeting=meeting)
    else:
        item.title = "Anders"
        item.save()

    assert steps(office, meeting) == ("Nachtrag prüfen", ["Sitzung absagen"])


def test_what_only_the_office_sees_is_no_addendum(office):
    meeting = make.make_meeting()
    told(meeting)
    make.make_document(meeting=meeting, visibility="office")
    make.make_agenda_item(meeting=meeting, visibility="office")

    assert steps(office, meeting)[0] is None


def test_moved_session_has_to_be_told(office):
    meeting = make.make_meeting()
    told(meeting)
    meeting.held_on += dt.timedelta(days=1)
    meeting.save()

    assert steps(office, meeting)[0] == "Änderung mitteilen"
    told(meeting, Kind.CHANGE)
    assert steps(office, meeting)[0] is None


def test_move_that_was_taken_back_needs_no_mail(office):
    meeting = make.make_meeting()
    told(meeting)
    for days in (1, -1):
        meeting.held_on += dt.timedelta(days=days)
        meeting.save()

    assert steps(office, meeting)[0] is None


def test_session_nobody_was_told_of_is_moved_silently(office):
    meeting = planned()
    meeting.held_on += dt.timedelta(days=1)
    meeting.save()

    assert steps(office, meeting)[0] == "Save-the-Date prüfen"


# --- What is due and missing ----------------------------------------------------


def test_deadlines_say_state_and_rule(office):
    meeting = planned(20)
    Rules.objects.create(board=meeting.board, valid_from=dt.date(2020, 1, 1))

    found = {one.deadline.code: one for one in assistant(office, meeting).preparation.watched}

    assert {code: one.state for code, one in found.items()} == {
        "save_the_date": "overdue",
        "invitation": "overdue",
        "proposals": "open",
        "papers": "open",
        "answers": "open",
    }
    page = office.get(change(meeting)).content.decode()
    assert "21 Tage vor der Sitzung, Geschäftsordnung vom 01.01.2020" in page
    assert "überfällig" in page


def test_nothing_to_do_is_said_only_when_nobody_waits(office):
    meeting = make.make_meeting()
    told(meeting)
    assert "Zurzeit ist nichts zu tun." in office.get(change(meeting)).content.decode()

    make.make_delivery(dispatch=meeting.dispatches.get())
    assert "Zurzeit ist nichts zu tun." not in office.get(change(meeting)).content.decode()


def test_saving_a_move_says_that_nobody_knows_yet(office):
    meeting = make.make_meeting()
    told(meeting)
    day = meeting.held_on + dt.timedelta(days=3)
    values = {"number": meeting.number, "slug": meeting.slug}

    page = office.post(
        change(meeting), session(meeting.board, held_on=day, **values), follow=True
    ).content.decode()

    assert "Die Eingeladenen wissen davon noch nichts." in page
    assert f'href="/admin/meetings/meeting/{meeting.pk}/versand/change/"' in page
    assert Dispatch.objects.count() == 1


def test_saving_something_else_says_nothing_of_the_kind(office):
    meeting = make.make_meeting()
    told(meeting)
    values = {"number": meeting.number, "slug": meeting.slug, "held_on": meeting.held_on}

    page = office.post(
        change(meeting), session(meeting.board, note="neu", **values), follow=True
    ).content.decode()

    assert "wissen davon noch nichts" not in page


def test_new_session_opens_with_its_assistant(office):
    response = office.post(
        "/admin/meetings/meeting/add/",
        session(make.make_board(), held_on="2031-05-05", _save="1"),
        follow=True,
    )

    assert response.redirect_chain == [(change(Meeting.objects.get()), 302)]
    assert response.context["assistant"].primary.label == "Save-the-Date prüfen"


# --- Who is expected -------------------------------------------------------------


def test_answers_at_a_glance(office):
    meeting = make.make_meeting()
    seats = [make.make_seat(board=meeting.board) for _number in range(5)]
    names = [make.make_mandate(seat=one).person.full_name for one in seats]
    make.make_seat(board=meeting.board, is_voting=False)
    deputy = make.make_person()
    for seat, values in zip(
        seats,
        (
            {"response": "accepted"},
            {"response": "delegated", "deputy": deputy},
            {"response": "delegated", "deputy_name": "Ad Hoc", "deputy_email": "a@example.org"},
            {"response": "declined"},
        ),
        strict=False,
    ):
        Participation.objects.create(meeting=meeting, seat=seat, **values)

    found = turnout(meeting)

    assert found.counts == [
        ("ausstehend", 2),
        ("zugesagt", 1),
        ("abgesagt", 1),
        ("Vertretungen benannt", 2),
    ]
    assert found.quorum.text == (
        "zugesagt 2 von 5 stimmberechtigten Sitzen, davon 1 durch Vertretung; "
        "die Beschlussfähigkeit wird nicht geprüft "
        "(übliche Regel; für das Gremium ist keine Geschäftsordnung hinterlegt)"
    )
    assert [one.seat for one in found.unconfirmed] == [seats[2]]
    page = office.get(change(meeting)).content.decode()
    assert "2 von 6 Sitzen ohne Antwort" in page
    assert f"({names[4]})" in page


@pytest.mark.parametrize("size", [1, 10])
def test_sessions_page_needs_so_many_queries(client, django_assert_num_queries, size):
    client.force_login(make.make_staff(is_superuser=True))
    meeting = make.make_meeting()
    told(meeting)
    make.make_agenda_item(meeting=meeting)
    for _number in range(size):
        make.make_mandate(seat=make.make_seat(board=meeting.board))
    client.get(change(meeting))

    with django_assert_num_queries(63):
        client.get(change(meeting))
