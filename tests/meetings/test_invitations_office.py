"""Checking and sending in the office: the preview, who may, and what a GET leaves alone."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from meetings.models import Dispatch, Meeting
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import change, in_days, meeting

__all__ = ["meeting"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


@pytest.fixture
def office(client, meeting):
    client.force_login(make.make_leader(meeting.board, name="Robin Büro"))
    return client


def address(meeting, kind=Kind.INVITATION):
    return reverse("admin:meetings_meeting_dispatch", args=[meeting.pk, kind])


def proof(meeting):
    return reverse("admin:meetings_meeting_proof", args=[meeting.pk])


def said(response):
    return [str(one) for one in response.context["messages"]]


def sending(**words):
    return {"send": "1", "number": "1", "message": ""} | words


def seen(office, meeting, kind=Kind.INVITATION):
    """Return what the form of the preview carries along."""
    return {"seen": office.get(address(meeting, kind)).context["form"]["seen"].value()}


def press(office, meeting, **words):
    """Open the preview and send what it shows."""
    return office.post(address(meeting), sending(**seen(office, meeting), **words), follow=True)


def test_preview_shows_notice_mail_and_recipients(office, meeting):
    seat = meeting.board.seats.get()
    person = seat.mandates.get().person
    make.make_mandate(seat=seat, role="deputy", person=make.make_person(email=""))

    page = office.get(address(meeting)).content.decode()

    assert "Noch 30 Tage bis zur Sitzung. Die Einladungsfrist von 21 Tagen ist gewahrt" in page
    assert f"Guten Tag, {person.full_name}," in page
    assert "Jetzt senden: 1 Mail, 1 Brief" in page
    assert "1 Person hat keine E-Mail-Adresse und bekommt einen Brief." in page
    assert "Mitglieder (1)" in page
    assert "Stellvertretungen, zur Kenntnis (1)" in page


def test_preview_by_role_shows_what_that_person_reads(office, meeting):
    make.make_agenda_item(meeting=meeting, title="Kanarie", visibility=make.MEMBERS)
    guest = make.make_guest(meeting=meeting).person

    member = office.get(address(meeting)).content.decode()
    of_guest = office.post(address(meeting), {"person": guest.pk}).content.decode()

    assert "2. Kanarie" in member
    assert "Kanarie" not in of_guest
    assert "2. nichtöffentlich" in of_guest


def test_looking_sends_and_changes_nothing(office, meeting):
    office.get(address(meeting))
    office.head(address(meeting))
    page = office.post(address(meeting), {"person": "", "message": "Bis bald"})

    meeting.refresh_from_db()
    assert "<p>Bis bald</p>" in page.content.decode()
    assert meeting.state == Meeting.State.PLANNED
    assert not Dispatch.objects.exists()
    assert not Mail.objects.exists()


def test_sending_leads_to_the_proof(office, meeting):
    response = press(office, meeting, message="Bis bald")

    assert response.redirect_chain == [(proof(meeting), 302)]
    assert said(response) == ["Einladung: 1 Mail ist im Postausgang."]
    assert "Bis bald" in Mail.objects.get().text
    assert "im Postausgang" in response.content.decode()


def test_second_click_is_told(office, meeting):
    shown = seen(office, meeting)
    office.post(address(meeting), sending(**shown))

    response = office.post(address(meeting), sending(**shown), follow=True)

    assert said(response)[-1].startswith("Einladung: schon versandt am ")
    assert said(response)[-1].endswith("von Robin Büro.")
    assert Mail.objects.count() == 1


def test_office_learns_that_members_see_a_change_before_its_mail(office, meeting):
    press(office, meeting)
    change(meeting, held_on=in_days(31))

    page = office.get(address(meeting, Kind.CHANGE)).content.decode()

    assert "Auf ihrer Seite sehen Mitglieder und Gäste die Änderung schon." in page


def test_missing_reason_brings_the_text_back(office, meeting):
    change(meeting, held_on=in_days(10))

    page = press(office, meeting, message="Bis bald", short_notice_reason="")

    assert page.status_code == 200
    assert "Bitte nennen Sie den Grund." in page.content.decode()
    assert "Bis bald</textarea>" in page.content.decode()
    assert not Mail.objects.exists()


def test_obstacle_takes_the_button_away_and_refuses_the_post(office, meeting):
    change(meeting, starts_at=None, ends_at=None)

    page = office.get(address(meeting)).content.decode()
    answer = office.post(address(meeting), sending())

    assert "Es fehlt die Uhrzeit." in page
    assert 'name="send"' not in page
    assert "Es fehlt die Uhrzeit." in answer.content.decode()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_its_page_before_and_after(office, meeting, kind):
    before = office.get(address(meeting, kind)).status_code
    press(office, meeting)

    assert (before, office.get(address(meeting, kind)).status_code) == (200, 200)


def test_unknown_kind_is_missing(office, meeting):
    assert office.get(address(meeting, "party")).status_code == 404


# --- Rights ---------------------------------------------------------------------


def pages(meeting):
    return [address(meeting), proof(meeting)]


def test_another_boards_session_is_missing_like_one_that_never_was(office):
    foreign, gone = make.make_planned_meeting(), make.make_planned_meeting()
    paths = [pages(foreign), pages(gone)]
    gone.agenda_items.all().delete()
    gone.delete()

    for path, missing in zip(*paths, strict=True):
        answers = [office.get(path), office.get(missing)]
        assert [one.status_code for one in answers] == [404, 404]
        assert answers[0].content == answers[1].content
    assert office.post(address(foreign), sending()).status_code == 404
    assert not Mail.objects.exists()


def test_who_may_not_send_is_refused(client, meeting):
    client.force_login(make.make_staff("meetings.view_meeting", "meetings.change_meeting"))

    assert [client.get(path).status_code for path in pages(meeting)] == [403, 403]
    assert client.post(address(meeting), sending()).status_code == 403
    assert not Mail.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("Sitzungsdienst", 200), ("Redaktion", 403)])
def test_groups(client, meeting, name, status):
    staff = make.make_staff("meetings.view_meeting")
    staff.groups.add(Group.objects.get(name=name))
    client.force_login(staff)

    assert [client.get(path).status_code for path in pages(meeting)] == [status, status]


def test_visitors_and_members_are_led_to_the_login(client, meeting):
    for user in (None, make.make_member(meeting.board)):
        if user:
            client.force_login(user)
        assert all(client.get(path).status_code in {302, 403} for path in pages(meeting))


# --- Weight ---------------------------------------------------------------------


def crowd(meeting, size):
    for _number in range(size - 1):
        seat = make.make_seat(board=meeting.board)
        make.make_mandate(seat=seat)
        make.make_mandate(seat=seat, role="deputy")
        make.make_agenda_item(meeting=meeting)
        make.make_document(meeting=meeting)


@pytest.mark.parametrize("size", [2, 11])
def test_preview_needs_so_many_queries(office, meeting, django_assert_num_queries, size):
    crowd(meeting, size)
    make.make_centre()

    with django_assert_num_queries(32):
        office.get(address(meeting))


@pytest.mark.parametrize("size", [2, 11])
def test_proof_needs_so_many_queries(office, meeting, django_assert_num_queries, size):
    crowd(meeting, size)
    make.make_centre()
    press(office, meeting)
    make.make_guest(meeting=meeting)

    # Four for who joined the session since its invitation and who left it.
    with django_assert_num_queries(32):
        office.get(proof(meeting))
