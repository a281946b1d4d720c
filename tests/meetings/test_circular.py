"""The circular procedure: who is asked, who may vote, how it ends, who is told."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from meetings.models import AgendaItem, Meeting, Resolution
from meetings.planning import fill_from_template
from meetings.resolutions import agenda, ballots, circular, due, voters
from post.models import Mail
from tests import factories as make
from tests.held import make_circular
from tests.meetings.balloting import begun, make_deputy, make_voters, run_out, seat_of, vote

pytestmark = pytest.mark.django_db

State = Resolution.State


def refused(act, *args):
    with pytest.raises(ValidationError) as error:
        act(*args)
    return error.value.messages


def mails(kind):
    return sorted(Mail.objects.filter(kind=kind).values_list("to_address", flat=True))


# --- Beginning ------------------------------------------------------------------


def test_members_are_asked_deputies_informed_and_nobody_else_written_to():
    board, people = make_voters(2)
    deputy = make_deputy(people[0])
    make.make_mandate(seat=make.make_seat(board=board, is_voting=False))
    make.make_mandate(seat=make.make_seat(board=board), ends_on=dt.date(2020, 1, 1))
    make_voters(1)

    resolution = begun(board)

    assert mails("circular") == sorted(one.email for one in [*people, deputy])
    informed = Mail.objects.get(kind="circular", person=deputy)
    assert "zu Ihrer Kenntnis" in informed.text
    assert "Ihre Stimme zählt nur, solange das Mitglied nicht selbst abstimmt." in informed.text
    asked = Mail.objects.get(kind="circular", person=people[0])
    assert "Lesen und abstimmen" in asked.text
    assert f"/umlauf/{resolution.pk}/" in asked.text
    assert "Die Sitzung wird verlegt." in asked.text
    assert resolution.state == State.OPEN


def test_period_is_that_of_the_rules_and_ends_at_midnight():
    board, _people = make_voters(1)
    board.rules.create(valid_from=dt.date(2020, 1, 1), circular_days=12)

    resolution = begun(board)

    today = timezone.localdate()
    assert resolution.due_on == today + dt.timedelta(days=12)
    assert timezone.localtime(resolution.closes_at) == timezone.make_aware(
        dt.datetime.combine(today + dt.timedelta(days=13), dt.time.min)
    )


def test_what_stands_in_the_way_is_said_at_once():
    board = make.make_board()
    due_on = timezone.localdate() + dt.timedelta(days=6)
    resolution = make_circular(board=board, title="", visibility="office", due_on=due_on)

    assert refused(circular.begin, resolution, None) == [
        "Bitte geben Sie dem Beschluss eine Überschrift.",
        "Bitte machen Sie den Beschluss für die Mitglieder sichtbar.",
        "Die Frist ist zu kurz: 6 Tage Frist; üblich 10, mindestens 7 Tage (übliche Regel; für das "
        "Gremium ist keine Geschäftsordnung hinterlegt).",
        "Das Gremium hat kein stimmberechtigtes Mitglied mit E-Mail-Adresse.",
    ]
    assert Mail.objects.count() == 0


def test_it_begins_once():
    board, people = make_voters(1)
    resolution = begun(board)

    assert refused(circular.begin, resolution, None) == ["Dieser Umlauf hat schon begonnen."]
    assert mails("circular") == [people[0].email]


# --- Voting ---------------------------------------------------------------------


def test_member_votes_and_changes_the_vote_with_a_receipt_each_time():
    board, (person, _other) = make_voters(2)
    resolution = begun(board)

    vote(resolution, person, "yes")
    vote(resolution, person, "no")
    vote(resolution, person, "no")

    row = resolution.votes.get()
    assert (row.person, row.by, row.vote, row.procedure) == (person, "member", "no", "yes")
    receipts = Mail.objects.filter(kind="circular_receipt").order_by("pk")
    assert [one.state for one in receipts] == [Mail.State.DROPPED, Mail.State.QUEUED]
    assert "In der Sache: Nein" in receipts.last().text.replace("\n", " ").replace("  ", " ")


def test_members_vote_replaces_the_deputys_and_is_not_replaced_by_it():
    board, (person, _other) = make_voters(2)
    deputy = make_deputy(person)
    resolution = begun(board)

    seat = seat_of(deputy).pk
    ballots.cast(resolution, deputy, ballots.Answers(seat, "yes", "no"))
    ballots.cast(resolution, person, ballots.Answers(seat, "yes", "yes"))

    row = resolution.votes.get()
    assert (row.person, row.by, row.vote) == (person, "member", "yes")
    assert refused(ballots.cast, resolution, deputy, ballots.Answers(seat, "yes", "no")) == [
        "Das Mitglied hat schon abgestimmt; es zählt seine Stimme."
    ]


def advisory(board):
    return make.make_mandate(seat=make.make_seat(board=board, is_voting=False)).person


def former(board):
    past = dt.date(2020, 1, 1)
    return make.make_mandate(seat=make.make_seat(board=board), ends_on=past).person


def guest(board):
    return make.make_guest(meeting=make.make_meeting(board=board)).person


def of_another_board(board):
    return make_voters(1)[1][0]


@pytest.mark.parametrize(
    ("somebody", "words"),
    [
        (advisory, "Der Sitz ist beratend und hat keine Stimme."),
        (former, "Sie haben in diesem Gremium zurzeit keinen Sitz."),
        (guest, "Sie haben in diesem Gremium zurzeit keinen Sitz."),
        (of_another_board, "Sie haben in diesem Gremium zurzeit keinen Sitz."),
    ],
)
def test_who_has_no_vote_is_told_why(somebody, words):
    board, (person, _other) = make_voters(2)
    resolution = begun(board)
    stranger = somebody(board)

    for seat in {seat_of(person), *(one.seat for one in stranger.mandates.all())}:
        answers = ballots.Answers(seat.pk, "yes", "yes")
        assert refused(ballots.cast, resolution, stranger, answers) == [words]
        assert refused(ballots.ask_for_code, resolution, stranger, answers) == [words]
    assert resolution.votes.count() == 0


def test_nobody_votes_for_the_seat_of_another():
    board, (person, other) = make_voters(2)
    resolution = begun(board)

    refused(ballots.cast, resolution, person, ballots.Answers(seat_of(other).pk, "yes", "yes"))

    assert resolution.votes.count() == 0


def test_seat_that_joins_later_is_not_asked():
    board, people = make_voters(2)
    resolution = begun(board)
    begun_on = timezone.now() - dt.timedelta(days=3)
    Resolution.objects.update(opened_at=begun_on)
    late = make.make_mandate(seat=make.make_seat(board=board, starts_on=timezone.localdate()))
    resolution.refresh_from_db()

    assert refused(vote, resolution, late.person) == [
        "Ihr Sitz kam erst nach dem Beginn des Umlaufs dazu und stimmt nicht mit."
    ]
    assert {one.person for one in voters.asked(resolution)} == set(people)


@pytest.mark.parametrize("answers", [("", "yes"), ("yes", ""), ("yes", "vielleicht")])
def test_both_questions_need_an_answer(answers):
    board, (person, _other) = make_voters(2)
    resolution = begun(board)

    assert refused(
        ballots.cast, resolution, person, ballots.Answers(seat_of(person).pk, *answers)
    ) == ["Bitte beantworten Sie beide Fragen."]


def test_late_vote_is_refused_with_the_moment_the_period_ended():
    board, (person, _other) = make_voters(2)
    resolution = run_out(begun(board))

    (words,) = refused(vote, resolution, person)

    assert words.startswith("Diese Stimme kam zu spät und zählt nicht: Die Frist endete am ")


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
    assert item.text == (
        "<p>Dem Umlaufverfahren wurde widersprochen. Zur Abstimmung stand:</p>"
        "<p>Die Sitzung wird verlegt.</p><p>Weil der Saal belegt ist.</p>"
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
