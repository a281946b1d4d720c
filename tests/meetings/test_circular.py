"""The circular procedure: who is asked, who may vote, how it ends, who is told."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Resolution
from meetings.resolutions import ballots, circular, voters
from post.models import Mail
from tests import factories as make
from tests.held import make_circular
from tests.meetings.balloting import (
    MUTE,
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
        (advisory, MUTE),
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
