"""A mandate that begins between invitation and session: no dead link, and a good one in time."""

import datetime as dt
import re

import pytest
from django.core.management import call_command

from meetings import answers, deputies, invitations, stages
from meetings.letters import Letters
from meetings.models import Dispatch
from meetings.recipients import recipients
from post.delivery import deliver_due
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
BEGIN, DAY = dt.date(2027, 1, 1), dt.date(2027, 1, 14)
NOTE = "Ihr Zugang gilt ab dem 1. Januar 2027, dem Beginn Ihres Mandats."
LATER = f"{NOTE} Ihren Link bekommen Sie an diesem Tag."


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))


@pytest.fixture
def meeting():
    """Planned for the 14th of January, with a member of long standing."""
    return make.make_planned_meeting(held_on=DAY, video_link="https://video.example.org/zwei")


@pytest.fixture
def newcomer(meeting):
    return make.make_mandate(seat=make.make_seat(board=meeting.board), starts_on=BEGIN).person


def invite(meeting, kind=Kind.INVITATION):
    meeting.refresh_from_db()
    return invitations.send(meeting, kind, None)


def preview(meeting):
    """Return whom the invitation would go to, each with what they would read."""
    letters = Letters(Dispatch(meeting=meeting, kind=Kind.INVITATION))
    return {one.person: letters.to(one) for one in recipients(meeting, Kind.INVITATION)}


def to(person, kind=Kind.INVITATION):
    return Mail.objects.get(person=person, kind=kind)


def written_on(time_machine, day, hour=9):
    """Run the daily round on that day; return whom it wrote to and about what."""
    before = list(Mail.objects.values_list("pk", flat=True))
    time_machine.move_to(dt.datetime.combine(day, dt.time(hour), dt.UTC))
    call_command("send_due", verbosity=0)
    fresh = Mail.objects.exclude(pk__in=before).exclude(kind="digest")
    return set(fresh.values_list("kind", "person"))


def link_in(mail, settings):
    """Hand the mails over, as the demo does, and return the address of the button."""
    settings.MAIL_IS_SHOWN = True
    deliver_due()
    mail.refresh_from_db()
    return re.search(r"(/l/[\w-]{32}/)", mail.text)[1]


# --- Until then -----------------------------------------------------------------


def test_invitation_says_from_when_instead_of_offering_a_dead_link(meeting, newcomer):
    member = meeting.board.seats.first().mandates.get().person

    invite(meeting)

    mail = to(newcomer)
    assert LATER in " ".join(mail.text.split())
    assert (mail.link_mark, "/l/" in mail.text, "Jetzt antworten" in mail.text) == (
        "",
        False,
        False,
    )
    assert "Antwort bis: Donnerstag, 7. Januar 2027" in mail.text
    assert "Bitte antworten Sie über den Link" not in mail.calendar
    assert "Jetzt antworten:" in to(member).text
    assert "Bitte antworten Sie über den Link" in to(member).calendar


def test_preview_says_the_same_as_the_mail(meeting, newcomer):
    shown = preview(meeting)
    message = shown.pop(newcomer)

    assert (LATER in message.paragraphs, message.acts) == (True, [])
    [other] = shown.values()
    assert (LATER in other.paragraphs, len(other.acts)) == (False, 1)


def test_who_comes_after_the_deadline_is_not_asked_to_keep_it(meeting):
    seat = make.make_seat(board=meeting.board)
    late = make.make_mandate(seat=seat, starts_on=dt.date(2027, 1, 10)).person

    invite(meeting)

    assert "Antwort bis" not in to(late).text


@pytest.mark.parametrize("kind", [Kind.SAVE_THE_DATE, Kind.ADDENDUM, Kind.CHANGE])
def test_other_sendings_offer_no_dead_link_either(meeting, newcomer, kind):
    if kind != Kind.SAVE_THE_DATE:
        invite(meeting)
        make.make_agenda_item(meeting=meeting)
        meeting.starts_at = dt.time(13)
        meeting.save()

    invite(meeting, kind)

    mail = to(newcomer, kind)
    assert (mail.link_mark, "/l/" in mail.text) == ("", False)
    assert NOTE in " ".join(mail.text.split())


def test_reelected_member_keeps_the_button(meeting):
    seat = make.make_seat(board=meeting.board)
    person = make.make_mandate(seat=seat, ends_on=BEGIN - dt.timedelta(days=1)).person
    make.make_mandate(seat=seat, person=person, starts_on=BEGIN)

    invite(meeting)

    assert "Jetzt antworten:" in to(person).text
    assert "Ihr Zugang gilt" not in to(person).text


def test_deputy_named_for_this_session_keeps_the_button(meeting):
    seat = meeting.board.seats.get()
    deputy = make.make_mandate(seat=seat, role="deputy", starts_on=BEGIN).person
    meeting.participations.create(seat=seat, response="delegated", deputy=deputy)

    invite(meeting)

    assert "Sitzung ansehen:" in to(deputy).text
    assert "Ihr Zugang gilt" not in to(deputy).text


def test_letter_says_from_when_its_link_opens(meeting, newcomer):
    newcomer.email = ""
    newcomer.save()

    message = preview(meeting)[newcomer]

    assert "Der Link auf diesem Brief gilt ab dem 1. Januar 2027." in message.paragraphs


def test_answer_by_phone_is_confirmed_without_a_dead_link(meeting, newcomer):
    invite(meeting)

    answers.accept(meeting, newcomer, by=make.make_staff())

    assert "Sie haben zugesagt." in to(newcomer, "answer").text
    assert to(newcomer, "answer").link_mark == ""


def test_deputy_who_cannot_step_in_yet_is_not_asked_to(meeting):
    seat = meeting.board.seats.get()
    member = seat.mandates.get().person
    now, later = (
        make.make_mandate(seat=seat, role="deputy", starts_on=day).person
        for day in (make.LONG_AGO, BEGIN)
    )
    invite(meeting)

    answers.decline(meeting, member)

    assert set(Mail.objects.filter(kind="vacancy").values_list("person", flat=True)) == {now.pk}
    assert later.mails.exists()


# --- On the day -----------------------------------------------------------------


def test_link_comes_once_on_the_day_the_mandate_begins_and_opens(
    client, settings, time_machine, meeting, newcomer
):
    invite(meeting)
    early = written_on(time_machine, BEGIN - dt.timedelta(days=1))

    first, again = (written_on(time_machine, BEGIN, hour) for hour in (9, 15))
    next_day = written_on(time_machine, BEGIN + dt.timedelta(days=1))

    mail = to(newcomer, "access")
    assert ("access", newcomer.pk) not in early
    assert ("access", newcomer.pk) in first
    # The link asks for the answer; a reminder would be the second mail of the day.
    assert ("answer_reminder", newcomer.pk) not in first | again | next_day
    assert ("access", newcomer.pk) not in again | next_day
    assert "Ihr Mandat hat begonnen: Ab jetzt öffnet Ihr Link die" in mail.text
    assert "Videokonferenz: https://video.example.org/zwei" in mail.text
    assert "Antwort bis: Donnerstag, 7. Januar 2027" in mail.text
    page = client.get(link_in(mail, settings))
    assert page.status_code == 200
    assert meeting.title in page.content.decode()


def test_deputy_is_let_in_too_and_asked_for_nothing(time_machine, meeting):
    seat = meeting.board.seats.get()
    deputy = make.make_mandate(seat=seat, role="deputy", starts_on=BEGIN).person
    invite(meeting)

    written_on(time_machine, BEGIN)

    assert "Sitzung ansehen:" in to(deputy, "access").text
    assert "Antwort bis" not in to(deputy, "access").text


def test_link_comes_even_to_somebody_who_wants_no_reminders(time_machine, meeting, newcomer):
    newcomer.wants_reminders = False
    newcomer.save()
    invite(meeting)

    assert ("access", newcomer.pk) in written_on(time_machine, BEGIN)


def test_who_got_a_link_meanwhile_needs_no_other(time_machine, meeting, newcomer):
    invite(meeting)
    time_machine.move_to(dt.datetime.combine(BEGIN, dt.time(6), dt.UTC))
    meeting.refresh_from_db()
    meeting.starts_at = dt.time(13)
    meeting.save()
    invite(meeting, Kind.CHANGE)

    assert ("access", newcomer.pk) not in written_on(time_machine, BEGIN)


def test_nobody_is_let_in_to_a_cancelled_session_or_one_that_is_over(
    time_machine, meeting, newcomer
):
    invite(meeting)
    stages.cancel(meeting, "Sturm", None)
    cancelled = written_on(time_machine, BEGIN)
    stages.reinstate(meeting, None)

    assert ("access", newcomer.pk) not in cancelled
    assert ("access", newcomer.pk) not in written_on(time_machine, DAY + dt.timedelta(days=1))


def test_whose_mandate_was_always_running_gets_no_second_link(time_machine, meeting):
    invite(meeting)

    kinds = {kind for kind, _person in written_on(time_machine, BEGIN)}

    assert kinds == {"answer_reminder"}


def test_appointed_deputy_without_a_mandate_is_no_newcomer(time_machine, meeting):
    member = meeting.board.seats.get().mandates.get().person
    invite(meeting)
    deputies.appoint(meeting, member, "Kim Neu", "kim@example.org", make.make_staff())

    kinds = {kind for kind, _person in written_on(time_machine, BEGIN)}

    assert "access" not in kinds
