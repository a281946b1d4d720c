"""Weighing: five points a seat, hidden until the end, then told once."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice import points
from advice import weighing as weighings
from partners.models import Mandate, Seat
from post.models import Mail
from tests import factories as make
from tests.advice.weighing import begun, give, given, mails, make_waiting, run_out, topic
from tests.advising import make_topic, make_weighing
from tests.meetings.balloting import make_deputy, make_voters, refused, seat_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


def days(number):
    return TODAY() + dt.timedelta(days=number)


# --- Beginning ------------------------------------------------------------------


def test_beginning_asks_every_seat_once():
    board, people = make_voters(2)
    deputy = make_deputy(people[0])
    advisory = make.make_mandate(seat=make.make_seat(board=board, is_voting=False)).person

    weighing = begun(board)

    assert mails("weighing") == sorted(one.email for one in [*people, deputy, advisory])
    asked, informed = (Mail.objects.get(kind="weighing", person=one) for one in (people[0], deputy))
    assert "Recht" in asked.text
    assert f"/gewichtung/{weighing.pk}/" in asked.text
    assert "Verteilen Sie bitte fünf Punkte." in asked.text.replace("\n", " ")
    assert "zu Ihrer Kenntnis" in informed.text
    assert weighing.is_running


def test_beginning_twice_is_refused():
    board, _people = make_voters(1)
    weighing = begun(board)

    assert refused(weighings.begin, weighing, None) == ["Diese Gewichtung hat schon begonnen."]
    assert len(mails("weighing")) == 1


def test_all_that_stands_in_the_way_is_said_at_once():
    board = make.make_board()
    begun(make_voters(1, board=board)[0], "Läuft", "Schon")
    Mandate.objects.all().delete()
    foreign = make_topic()
    hidden = make_waiting(board, "Geheim", visibility=make.OFFICE)
    decided = make_topic(board=board, title="Entschieden")
    draft = make_weighing(
        board=board, topics=[foreign, *hidden, decided], opened_at=None, due_on=TODAY()
    )

    assert refused(weighings.begin, draft, None) == [
        "Der letzte Tag muss nach heute liegen.",
        "In diesem Gremium läuft schon eine Gewichtung.",
        "Über „Entschieden“ ist schon entschieden.",
        "„Geheim“ ist für die Mitglieder nicht sichtbar.",
        f"„{foreign.title}“ gehört zu einem anderen Gremium.",
        "Das Gremium hat kein Mitglied mit E-Mail-Adresse.",
    ]


def test_one_topic_is_no_choice():
    board, _people = make_voters(1)
    draft = make_weighing(board=board, topics=make_waiting(board, "Recht"), opened_at=None)

    assert refused(weighings.begin, draft, None) == ["Bitte wählen Sie mindestens zwei Themen."]


# --- Points ---------------------------------------------------------------------


def test_points_may_be_changed_until_the_end():
    board, (person,) = make_voters(1)
    weighing = begun(board)

    give(weighing, person, Recht=5)
    give(weighing, person, Recht=2, Technik=3)
    rows = give(weighing, person, Recht=0, Technik=4)

    assert given(weighing) == [("Technik", 4)]
    assert [(one.person, one.by) for one in rows] == [(person, "member")]


def test_the_same_again_changes_nothing():
    board, (person,) = make_voters(1)
    weighing = begun(board)

    first = give(weighing, person, Recht=5)
    again = give(weighing, person, Recht=5, Technik=0)

    assert first == again


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (
            {"Recht": 5, "Technik": 1},
            "Sie haben 6 Punkte vergeben, es gibt aber nur 5. Bitte nehmen Sie einen Punkt zurück.",
        ),
        (
            {"Recht": 4, "Technik": 4},
            "Sie haben 8 Punkte vergeben, es gibt aber nur 5. Bitte nehmen Sie 3 Punkte zurück.",
        ),
        ({"Recht": 0}, "Bitte vergeben Sie mindestens einen Punkt."),
        ({}, "Bitte vergeben Sie mindestens einen Punkt."),
        ({"Recht": 6}, "Bitte vergeben Sie je Thema 0 bis 5 Punkte."),
        ({"Recht": -1, "Technik": 5}, "Bitte vergeben Sie je Thema 0 bis 5 Punkte."),
    ],
)
def test_wrong_numbers_are_refused_and_leave_the_old_points(numbers, words):
    board, (person,) = make_voters(1)
    weighing = begun(board)
    give(weighing, person, Recht=1)

    with pytest.raises(ValidationError) as error:
        give(weighing, person, **numbers)

    assert error.value.messages == [words]
    assert given(weighing) == [("Recht", 1)]


def test_topic_outside_gets_no_points():
    board, (person,) = make_voters(1)
    weighing, outside = begun(board), make_topic(board=board)

    answer = refused(points.give, weighing, person, seat_of(person).pk, {outside.pk: 1})

    assert answer == ["Dieses Thema gehört nicht zur Gewichtung."]


def test_member_replaces_the_deputy_and_never_the_other_way_round():
    board, (person,) = make_voters(1)
    deputy, weighing = make_deputy(person), begun(board)
    seat = seat_of(person).pk
    recht, technik = topic(weighing, "Recht").pk, topic(weighing, "Technik").pk

    points.give(weighing, deputy, seat, {recht: 5})
    before = given(weighing)
    points.give(weighing, person, seat, {technik: 2})
    answer = refused(points.give, weighing, deputy, seat, {recht: 5})

    assert before == [("Recht", 5)]
    assert answer == ["Das Mitglied hat seine Punkte schon vergeben; es zählen seine."]
    assert given(weighing) == [("Technik", 2)]


def test_member_confirms_the_deputys_points_as_their_own():
    board, (person,) = make_voters(1)
    deputy, weighing = make_deputy(person), begun(board)
    same = {topic(weighing, "Recht").pk: 5}

    points.give(weighing, deputy, seat_of(person).pk, same)
    points.give(weighing, person, seat_of(person).pk, same)

    assert weighing.weights.get().by == "member"


def test_who_has_no_seat_gives_no_points():
    board, (person, other) = make_voters(2)
    weighing = begun(board)
    stranger = make_voters(1)[1][0]
    late = make.make_mandate(seat=make.make_seat(board=board, starts_on=days(1))).person
    seats = [(person, seat_of(other)), (stranger, seat_of(person)), (late, seat_of(late))]

    answers = {
        refused(points.give, weighing, one, seat.pk, {topic(weighing, "Recht").pk: 1})[0]
        for one, seat in seats
    }

    assert answers == {"Für diesen Sitz können Sie keine Punkte vergeben."}
    assert not weighing.weights.exists()


def test_seat_that_came_later_is_not_asked():
    board, _people = make_voters(1)
    weighing = begun(board)
    later = make.make_mandate(seat=make.make_seat(board=board)).person
    weighing.opened_at -= dt.timedelta(days=3)
    weighing.save()
    Seat.objects.filter(mandates__person=later).update(starts_on=days(-1))

    assert weighings.turnout(weighing) == (0, 1)


def test_after_the_last_day_and_after_closing_no_points_count():
    board, (person,) = make_voters(1)
    over, closed = run_out(begun(board)), None
    answers = [refused(give, over, person)]
    weighings.close(over)
    closed = begun(board, "A", "B")
    weighings.close(closed)
    answers.append(refused(give, closed, person))
    draft = make_weighing(board=board, opened_at=None)

    assert answers == [["Diese Punkte zählen nicht mehr: Die Gewichtung ist beendet."]] * 2
    assert refused(give, draft, person) == ["Diese Gewichtung hat noch nicht begonnen."]
