"""Who comes instead: the permanent deputy at once, others once the office has confirmed."""

import datetime as dt
import re

import pytest
from django.core.exceptions import ValidationError

from meetings import answers, deputies
from meetings.models import Guest, Meeting, Participation, Response
from partners.models import Person
from partners.reader import Reader
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = make.make_meeting(starts_at=dt.time(14))
    make.make_dispatch(meeting=meeting, kind="invitation")
    return meeting


@pytest.fixture
def seat(meeting):
    return make.make_seat(board=meeting.board)


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat).person


@pytest.fixture
def deputy(seat):
    return make.make_mandate(seat=seat, role="deputy").person


@pytest.fixture
def office():
    return make.make_staff()


def the_row():
    return Participation.objects.get()


def waiting(person):
    subjects = Mail.objects.queued().filter(person=person).values_list("subject", flat=True)
    return [re.split(r":| (?:zur|in der) \d", one)[0] for one in subjects]


def all_sent():
    Mail.objects.queued().update(state=Mail.State.SENT)


def sees(person, meeting):
    return Meeting.objects.for_insiders(Reader(person)).filter(pk=meeting.pk).exists()


# --- The permanent deputy -----------------------------------------------------


def test_permanent_deputy_comes_at_once_and_is_told(meeting, member, deputy):
    answers.delegate(meeting, member, deputy)

    assert (the_row().response, the_row().deputy) == (Response.DELEGATED, deputy)
    assert waiting(member) == ["Ihre Vertretung"]
    assert len(waiting(deputy)) == 1


def test_deputy_informed_before_gets_word_with_organisation_and_calendar(meeting, member, deputy):
    make.make_delivery(dispatch=meeting.dispatches.get(), person=deputy)

    answers.delegate(meeting, member, deputy)

    (mail,) = Mail.objects.filter(person=deputy, kind="stand_in")
    organisation = the_row().seat.organisation.short_name
    assert mail.subject.startswith(f"Sie vertreten {organisation}: 1. Sitzung am ")
    assert mail.calendar_method == "REQUEST"
    assert "TRANSPARENT" not in mail.calendar


def test_deputy_of_another_seat_is_refused(meeting, member):
    other = make.make_mandate(seat=make.make_seat(board=meeting.board), role="deputy").person

    with pytest.raises(ValidationError, match="nicht die Stellvertretung"):
        answers.delegate(meeting, member, other)

    assert not Participation.objects.exists()


def test_deputy_who_stands_in_elsewhere_is_refused(meeting, member, deputy):
    seat = make.make_seat(board=meeting.board)
    colleague = make.make_mandate(seat=seat).person
    make.make_mandate(seat=seat, role="deputy", person=deputy)
    answers.delegate(meeting, colleague, deputy)

    with pytest.raises(ValidationError, match="schon einen anderen Sitz"):
        answers.delegate(meeting, member, deputy)


def test_coming_after_all_releases_a_deputy_who_never_knew_in_silence(meeting, member, deputy):
    answers.delegate(meeting, member, deputy)
    answers.accept(meeting, member)

    assert (the_row().response, the_row().deputy) == (Response.ACCEPTED, None)
    assert [one for one in waiting(deputy) if one.startswith("Sie vertreten")] == []


def test_coming_after_all_tells_a_deputy_who_knew(meeting, member, deputy):
    make.make_delivery(dispatch=meeting.dispatches.get(), person=deputy)
    answers.delegate(meeting, member, deputy)
    all_sent()

    answers.accept(meeting, member)

    assert waiting(deputy) == ["Vertretung aufgehoben"]


def test_deputy_steps_in_when_the_member_has_declined(meeting, member, deputy):
    answers.decline(meeting, member, "krank")

    deputies.step_in(meeting, deputy)

    assert (the_row().response, the_row().deputy) == (Response.DELEGATED, deputy)


@pytest.mark.parametrize("act", [None, answers.accept])
def test_deputy_does_not_push_in(meeting, member, deputy, act):
    if act:
        act(meeting, member)

    with pytest.raises(ValidationError, match="hat nicht abgesagt"):
        deputies.step_in(meeting, deputy)


def test_deputy_steps_back_and_the_member_answers_anew(meeting, member, deputy):
    answers.delegate(meeting, member, deputy)
    all_sent()

    deputies.step_back(meeting, deputy)

    assert (the_row().response, the_row().deputy) == (Response.PENDING, None)
    assert waiting(member) == ["Bitte antworten Sie noch einmal"]


def test_deputy_who_stepped_in_alone_steps_back_to_the_refusal(meeting, member, deputy):
    answers.decline(meeting, member, "krank")
    deputies.step_in(meeting, deputy)

    deputies.step_back(meeting, deputy)

    assert (the_row().response, the_row().reason) == (Response.DECLINED, "krank")


# --- Somebody else ------------------------------------------------------------


@pytest.fixture
def named(meeting, member):
    answers.name_deputy(meeting, member, "Dr. Kim von Muster", "kim@example.org")
    return the_row()


def test_named_deputy_waits_for_the_office_and_has_no_rights(meeting, named):
    assert named.awaits_confirmation
    assert not Person.objects.filter(email="kim@example.org").exists()
    assert not Mail.objects.filter(to_address="kim@example.org").exists()


def test_confirmed_deputy_is_a_person_with_rights_and_an_invitation(meeting, named, office):
    deputies.confirm_deputy(named, office)

    person = the_row().deputy
    assert (person.title, person.given_name, person.family_name) == ("Dr.", "Kim", "von Muster")
    assert sees(person, meeting)
    (mail,) = Mail.objects.filter(person=person)
    assert mail.subject.startswith("Einladung: ")
    assert "PERSOENLICHER-LINK" in mail.text
    assert the_row().history.first().history_user == office


def test_confirmation_finds_somebody_known_by_their_address(meeting, named, office):
    known = make.make_person(email="Kim@Example.org", family_name="Bekannt")

    deputies.confirm_deputy(named, office)

    assert the_row().deputy == known


def test_somebody_with_a_seat_of_their_own_is_refused(meeting, named, office):
    colleague = make.make_person(email="kim@example.org")
    make.make_mandate(seat=make.make_seat(board=meeting.board), person=colleague)

    with pytest.raises(ValidationError, match="schon einen anderen Sitz"):
        deputies.confirm_deputy(named, office)

    assert the_row().awaits_confirmation


def test_address_of_the_permanent_deputy_means_the_permanent_deputy(meeting, member, deputy):
    answers.name_deputy(meeting, member, "Irgendwer", deputy.email.upper())

    assert the_row().deputy == deputy


@pytest.mark.parametrize(
    ("name", "email", "words"),
    [
        ("Kim", "keine Adresse", "gültige E-Mail-Adresse"),
        (" \n", "kim@example.org", "Namen der Vertretung"),
        ("Kim", "selbst@example.org", "Adresse des Mitglieds selbst"),
    ],
)
def test_name_and_another_address_are_needed(meeting, member, name, email, words):
    Person.objects.filter(pk=member.pk).update(email="selbst@example.org")
    member.refresh_from_db()

    with pytest.raises(ValidationError) as refusal:
        answers.name_deputy(meeting, member, name, email)

    assert words in " ".join(refusal.value.messages)


def test_changing_the_answer_takes_the_access_away_at_once(meeting, member, named, office):
    person = deputies.confirm_deputy(named, office).deputy
    all_sent()

    answers.accept(meeting, member)

    assert not sees(person, meeting)
    (mail,) = Mail.objects.queued().filter(person=person)
    assert mail.subject.startswith("Vertretung aufgehoben: ")
    assert mail.calendar_method == "CANCEL"
    assert "PERSOENLICHER-LINK" not in mail.text


def test_invitation_that_still_waits_does_not_reach_a_deputy_released(
    meeting, member, named, office
):
    person = deputies.confirm_deputy(named, office).deputy

    answers.accept(meeting, member)

    assert waiting(person) == []


def test_refusal_opens_the_answer_and_tells_the_member_why(meeting, member, named, office):
    all_sent()

    deputies.refuse_deputy(named, "nicht vom Verband", office)

    assert (the_row().response, the_row().deputy_name) == (Response.PENDING, "")
    (mail,) = Mail.objects.queued().filter(person=member)
    assert "Dr. Kim von Muster kann Sie in dieser Sitzung nicht vertreten." in mail.text
    assert "Grund: nicht vom Verband" in mail.text


def test_refusal_needs_a_reason(named, office):
    with pytest.raises(ValidationError, match="begründen"):
        deputies.refuse_deputy(named, " ", office)


@pytest.mark.parametrize(
    ("act", "reason"), [(deputies.confirm_deputy, ()), (deputies.refuse_deputy, ("zu spät",))]
)
def test_office_decides_only_on_the_name_it_has_seen(meeting, member, named, office, act, reason):
    answers.name_deputy(meeting, member, "Toni Anders", "toni@example.org")

    with pytest.raises(ValidationError, match="wartet keine Vertretung mehr"):
        act(named, *reason, office)

    assert the_row().deputy_name == "Toni Anders"


def test_guest_can_become_a_deputy(meeting, named, office):
    guest = make.make_person(email="kim@example.org")
    Guest.objects.create(meeting=meeting, person=guest)

    deputies.confirm_deputy(named, office)

    assert the_row().deputy == guest


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Kim Muster", ("", "Kim", "Muster")),
        ("Muster", ("", "", "Muster")),
        ("Prof. Dr. Kim Maria Muster", ("Prof. Dr.", "Kim Maria", "Muster")),
        ("Kim von der Beispiel", ("", "Kim", "von der Beispiel")),
        ("K. Muster", ("", "K.", "Muster")),
    ],
)
def test_name_is_taken_apart(name, parts):
    assert deputies.split(name) == parts
