"""How a circular procedure ends: counted, early, by an objection; and the reminders before."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings import composing
from meetings.models import AgendaItem, Meeting, Resolution
from meetings.planning import fill_from_template
from meetings.resolutions import agenda, ballots, circular, due
from partners.reader import Anybody
from post.models import Mail
from tests import factories as make
from tests.meetings.balloting import (
    begun,
    mails,
    make_deputy,
    make_voters,
    refused,
    run_out,
    seat_of,
    vote,
)

pytestmark = pytest.mark.django_db

State = Resolution.State


# --- The end --------------------------------------------------------------------


def test_at_the_end_it_is_counted_numbered_and_told_once():
    board, people = make_voters(3)
    deputy = make_deputy(people[2])
    resolution = begun(board)
    vote(resolution, people[0], "yes")
    vote(resolution, people[1], "abstain")
    run_out(resolution)

    assert [due.close_due(), due.close_due()] == [1, 0]

    resolution.refresh_from_db()
    assert (resolution.state, resolution.number, resolution.manner) == ("adopted", 1, "by_majority")
    assert (resolution.yes, resolution.no, resolution.abstentions) == (1, 0, 1)
    assert resolution.explanation == (
        "mehrheitlich angenommen: 1 Ja, 0 Nein, 1 Enthaltung; nötig mehr Ja als Nein, "
        "Enthaltungen zählen nicht (übliche Regel; für das Gremium ist keine Geschäftsordnung "
        "hinterlegt); beteiligt 2 von 3 Sitzen, nötig mindestens 2"
    )
    assert mails("circular_result") == sorted(one.email for one in [*people, deputy])
    told = Mail.objects.filter(kind="circular_result").first().text
    assert "mehrheitlich angenommen: 1 Ja, 0 Nein, 1 Enthaltung" in told.replace("\n", " ")
    assert "Beschluss 1" in told


def test_too_few_votes_give_no_number_and_no_item():
    board, people = make_voters(3)
    make.make_planned_meeting(board=board)
    resolution = begun(board)
    vote(resolution, people[0])
    run_out(resolution)

    due.close_due()

    resolution.refresh_from_db()
    assert (resolution.state, resolution.number, resolution.continued_in) == ("failed", None, None)
    assert "beteiligt 1 von 3 Sitzen, nötig mindestens 2" in resolution.explanation
    assert list(agenda.objected(board.pk)) == []


def test_office_closes_early_only_when_all_members_have_voted():
    board, (first, second) = make_voters(2)
    deputy = make_deputy(second)
    resolution = begun(board)
    vote(resolution, first)
    ballots.cast(resolution, deputy, ballots.Answers(seat_of(second).pk, "yes", "yes"))

    assert refused(circular.close, resolution) == [
        "Vor dem Ende der Frist lässt sich der Umlauf erst schließen, wenn alle abgestimmt haben."
    ]
    vote(resolution, second)
    circular.close(resolution)

    resolution.refresh_from_db()
    assert (resolution.state, resolution.manner) == ("adopted", "unanimous")
    assert refused(circular.close, resolution) == ["Dieser Umlauf läuft nicht."]
    assert refused(vote, resolution, first, "no") == [
        "Diese Stimme zählt nicht: Der Umlauf ist beendet (angenommen)."
    ]


def test_objection_of_a_member_ends_it_at_once_and_brings_it_before_the_next_session():
    board, (first, second) = make_voters(2)
    meeting = make.make_planned_meeting(board=board)
    resolution = begun(board, reason="Weil der Saal belegt ist.")
    vote(resolution, first)

    vote(resolution, second, procedure="no")

    resolution.refresh_from_db()
    item = AgendaItem.objects.get(meeting=meeting, title="Neuer Termin")
    assert (resolution.state, resolution.number) == ("failed", None)
    assert resolution.continued_in == item
    (told,) = meeting.agenda_items.with_circulars().filter(pk=item.pk)
    composing.compose(meeting, [told], Anybody(board.pk))
    assert (item.text, told.composed) == (
        "",
        "<p>Dem Umlaufverfahren wurde widersprochen. Zur Abstimmung stand:</p>"
        "<p>Die Sitzung wird verlegt.</p><p>Weil der Saal belegt ist.</p>",
    )
    assert (item.kind, item.visibility) == ("decision", "members")
    assert resolution.explanation.startswith(
        "nicht zustande gekommen: 1 Widerspruch gegen das Umlaufverfahren; die Sache kommt auf "
        "die Tagesordnung der nächsten Sitzung"
    )
    assert len(mails("circular_result")) == 2
    assert mails("circular_receipt") == sorted([first.email, second.email])


def test_objection_waits_for_a_session_and_comes_with_its_agenda():
    board, (first, _second) = make_voters(2)
    resolution = begun(board)
    vote(resolution, first, procedure="no")
    template = make.make_agenda_template("Begrüßung")

    (waiting,) = due.waiting(Resolution.objects.all())
    assert waiting.text == "Widerspruch gegen den Umlauf, noch auf keiner Tagesordnung"
    meeting = make.make_meeting(board=board, state=Meeting.State.PLANNED)
    fill_from_template(meeting, template)

    titles = list(meeting.agenda_items.order_by("position").values_list("title", flat=True))
    assert titles == ["Begrüßung", "Neuer Termin"]
    assert due.waiting(Resolution.objects.all()) == []
    assert refused(agenda.put_on, resolution, meeting) == [
        "Diese Sache steht schon auf einer Tagesordnung."
    ]


def test_deputys_objection_counts_only_at_the_end_and_only_without_the_member():
    board, (first, second) = make_voters(2)
    deputies = [make_deputy(one) for one in (first, second)]
    resolution = begun(board)
    for deputy in deputies:
        ballots.cast(resolution, deputy, ballots.Answers(seat_of(deputy).pk, "no", "no"))
    vote(resolution, first)
    resolution.refresh_from_db()
    assert resolution.state == State.OPEN

    run_out(resolution)
    due.close_due()

    resolution.refresh_from_db()
    assert resolution.state == State.FAILED
    assert "1 Widerspruch gegen das Umlaufverfahren" in resolution.explanation


def test_deputy_of_a_vacant_seat_decides_for_it():
    board, (first,) = make_voters(1)
    vacant = make.make_mandate(seat=make.make_seat(board=board), role="deputy").person
    resolution = begun(board)

    assert "Lesen und abstimmen" in Mail.objects.get(kind="circular", person=vacant).text
    vote(resolution, first)
    vote(resolution, vacant)
    circular.close(resolution)

    resolution.refresh_from_db()
    assert resolution.manner == "unanimous"


# --- Reminders ------------------------------------------------------------------


def test_reminders_go_to_those_whose_vote_is_missing_once_a_stage():
    board, (first, second, third) = make_voters(3)
    make_deputy(second)
    third.wants_reminders = False
    third.save()
    resolution = begun(board)
    vote(resolution, first)
    days = [resolution.due_on - dt.timedelta(days=one) for one in (4, 3, 2, 0)]

    written = [due.send_reminders(day) for day in [*days, days[-1]]]

    assert written == [0, 1, 0, 1, 0]
    assert mails("circular_reminder") == [second.email] * 2


def test_send_due_closes_and_reminds(capsys):
    board, people = make_voters(2)
    resolution = begun(board)
    for one in people:
        vote(resolution, one)
    run_out(resolution)
    soon = begun(board, due_on=timezone.localdate() + dt.timedelta(days=7))
    Resolution.objects.filter(pk=soon.pk).update(due_on=timezone.localdate())

    call_command("send_due")
    call_command("send_due")

    assert "Geschlossene Umläufe: 1" in capsys.readouterr().out
    assert len(mails("circular_result")) == 2
    assert len(mails("circular_reminder")) == 2
