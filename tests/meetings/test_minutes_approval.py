"""Approval by the board or by silence, publication, correction; versions are sealed."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings import objections
from meetings.admin.minutes_acts import ApprovalForm
from meetings.minutes import acts, due
from meetings.minutes.texts import status_note
from meetings.models import Meeting, Minutes, MinutesVersion, Objection
from meetings.models.minutes import SealedError
from partners.models import Rules
from post.models import Mail
from tests import factories as make
from tests.held import (
    make_held_meeting,
    make_ready_minutes,
    make_task,
)
from tests.meetings.minuting import approved, later, objection, refusal, released

pytestmark = pytest.mark.django_db

State, Occasion = Minutes.State, MinutesVersion.Occasion


@pytest.fixture
def staff():
    return make.make_staff(name="Robin Büro")


# --- Approval ---------------------------------------------------------------


def test_approved_in_a_later_session_of_the_board_once(staff):
    minutes = released()
    meeting = later(minutes)

    version = acts.approve(minutes, meeting, staff)

    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_in) == (State.APPROVED, meeting)
    assert (version.number, version.occasion) == (2, Occasion.APPROVAL)
    assert "schon genehmigt" in refusal(acts.approve, minutes, meeting, staff)


def test_not_approved_in_the_same_an_earlier_a_foreign_or_an_open_session(staff):
    minutes = released()
    day = minutes.meeting.held_on
    earlier = later(minutes, held_on=day - dt.timedelta(days=1))
    running = later(minutes, state=Meeting.State.INVITED)

    assert "späteren" in refusal(acts.approve, minutes, minutes.meeting, staff)
    assert "späteren" in refusal(acts.approve, minutes, earlier, staff)
    assert "anderen Gremium" in refusal(acts.approve, minutes, make_held_meeting(), staff)
    assert "nicht durchgeführt" in refusal(acts.approve, minutes, running, staff)
    assert "noch nicht freigegeben" in refusal(
        acts.approve, make_ready_minutes(), later(minutes), staff
    )


def test_of_two_sessions_of_one_day_the_second_may_approve_and_the_form_offers_just_that(staff):
    minutes = released(meeting=make_held_meeting(number=2))
    day = minutes.meeting.held_on
    first, third = (later(minutes, held_on=day, number=number) for number in (1, 3))
    later(minutes, held_on=day, number=4, state=Meeting.State.INVITED)
    next_day = later(minutes, number=5)

    offered = ApprovalForm(minutes).fields["meeting"].queryset

    assert list(offered) == [third, next_day]
    assert due.later_session(minutes) == third
    assert "späteren" in refusal(acts.approve, minutes, first, staff)
    assert acts.approve(minutes, third, staff).number == 2


def test_open_objection_holds_the_approval_up(staff):
    minutes = released()
    meeting = later(minutes)
    one = objection(minutes)

    assert refusal(acts.approve, minutes, meeting, staff) == (
        "1 Einwendung ist noch nicht beantwortet."
    )
    Objection.objects.filter(pk=one.pk).update(outcome="declined", answer="Es stimmt so.")
    assert acts.approve(minutes, meeting, staff).number == 2


def silent(until, **rules):
    minutes = released(objections_until=until)
    values = {"approves_tacitly": True, "valid_from": make.LONG_AGO}
    Rules.objects.create(board=minutes.meeting.board, **values | rules)
    return minutes


def test_approved_by_silence_on_the_day_after_the_period_and_once():
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    minutes = silent(yesterday)

    call_command("send_due", verbosity=0)
    call_command("send_due", verbosity=0)

    minutes.refresh_from_db()
    assert (minutes.state, minutes.approved_in) == (State.APPROVED, None)
    assert [one.occasion for one in minutes.versions.all()] == ["release", "approval"]


def test_silence_is_no_approval_while_the_period_runs_or_where_the_rules_say_nothing():
    today = timezone.localdate()
    running = silent(today)
    other = silent(today - dt.timedelta(days=1), approves_tacitly=False)

    call_command("send_due", verbosity=0)

    assert "läuft noch" in refusal(acts.approve_tacitly, running)
    assert "Geschäftsordnung" in refusal(acts.approve_tacitly, other)
    assert set(Minutes.objects.values_list("state", flat=True)) == {State.RELEASED}


def change(minutes, **values):
    Minutes.objects.filter(pk=minutes.pk).update(**values)


def test_no_silence_where_somebody_objected_or_something_was_changed():
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    objected, changed = silent(yesterday), silent(yesterday)
    objection(objected)
    Minutes.objects.filter(pk=changed.pk).update(closing="Ende um fünf")

    call_command("send_due", verbosity=0)

    assert "nicht beantwortet" in refusal(acts.approve_tacitly, objected)
    assert "etwas geändert" in refusal(acts.approve_tacitly, changed)


@pytest.mark.parametrize("outcome", ["accepted", "declined"])
def test_answer_of_the_office_makes_no_silence_of_an_objection(staff, outcome):
    minutes = silent(timezone.localdate())
    one = objection(minutes)
    objections.answer(one, outcome, "So steht es in meinen Notizen.", staff)
    change(minutes, objections_until=timezone.localdate() - dt.timedelta(days=1))

    call_command("send_due", verbosity=0)

    minutes.refresh_from_db()
    assert minutes.state == State.RELEASED
    assert refusal(acts.approve_tacitly, minutes) == (
        "Es gab eine Einwendung: Darüber entscheidet das Gremium."
    )
    assert acts.approve(minutes, later(minutes), staff).occasion == Occasion.APPROVAL


def test_withdrawn_objection_leaves_silence_and_the_note_says_until_when():
    minutes = silent(timezone.localdate())
    one = objection(minutes)
    objections.withdraw(one, one.person)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    change(minutes, objections_until=yesterday)

    call_command("send_due", verbosity=0)

    minutes.refresh_from_db()
    assert status_note(minutes) == (
        f"gilt seit {timezone.localdate():%d.%m.%Y} als genehmigt, "
        f"da bis {yesterday:%d.%m.%Y} kein Einwand vorlag"
    )


# --- Afterwards -------------------------------------------------------------


def test_published_and_withdrawn_only_after_approval(staff):
    minutes = approved()

    assert "erst ein genehmigtes" in refusal(acts.publish, released(), staff)
    assert acts.publish(minutes, staff).published_at
    assert "schon veröffentlicht" in refusal(acts.publish, minutes, staff)
    assert acts.withdraw(minutes, staff).published_at is None
    assert "nicht veröffentlicht" in refusal(acts.withdraw, minutes, staff)


def test_minutes_of_a_session_for_members_are_not_published(staff):
    minutes = approved(meeting=make_held_meeting(visibility=make.MEMBERS))

    assert refusal(acts.publish, minutes, staff) == (
        "Die Sitzung oder ihr Gremium ist nicht öffentlich."
    )


def test_correction_needs_approval_a_reason_and_a_change(staff):
    minutes = approved()

    assert "nur ein genehmigtes" in refusal(acts.correct, released(), "Tippfehler", staff)
    assert refusal(acts.correct, minutes, " ", staff) == "Bitte begründen Sie die Berichtigung."
    assert refusal(acts.correct, minutes, "Tippfehler", staff) == "Es wurde nichts geändert."


def test_correction_is_a_version_with_its_reason_and_the_members_are_told(staff):
    minutes = approved()
    Minutes.objects.filter(pk=minutes.pk).update(closing="Ende um fünf")

    version = acts.correct(minutes, "Die  Uhrzeit fehlte", staff)

    assert (version.number, version.occasion) == (3, Occasion.CORRECTION)
    assert version.reason == "Die Uhrzeit fehlte"
    (mail,) = Mail.objects.all()
    assert mail.subject.startswith("Berichtigt: Protokoll der 1. Sitzung")
    assert "Die Uhrzeit fehlte" in mail.text


def test_version_is_sealed_against_every_door_of_the_orm():
    version = approved().versions.last()

    for act in (
        version.save,
        version.delete,
        lambda: MinutesVersion.objects.update(reason="x"),
        lambda: MinutesVersion.objects.filter(pk=version.pk).delete(),
        lambda: MinutesVersion.objects.bulk_update([version], ["reason"]),
    ):
        with pytest.raises(SealedError):
            act()


def test_tasks_stay_in_the_minutes_as_they_were_noted(staff):
    minutes = make_ready_minutes()
    item = minutes.meeting.agenda_items.get()
    task = make_task(
        board=minutes.meeting.board,
        meeting=minutes.meeting,
        agenda_item=item,
        organisation=make.make_organisation(),
        due_on=dt.date(2030, 3, 1),
    )
    acts.release(minutes, staff)
    task.due_on, task.state = dt.date(2031, 1, 1), "done"
    task.save()

    version = acts.approve(minutes, later(minutes), staff)

    (row,) = version.content["items"][0]["tasks"]
    assert (row["due_on"], row["state_label"]) == ("2030-03-01", "offen")
