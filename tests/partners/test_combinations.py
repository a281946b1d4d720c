"""What cannot be true together is refused, in words that say what to do."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from partners.ending import end_mandates
from partners.models import Mandate, Seat, Term
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, LAST = dt.date(2026, 3, 2), dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)
MAIN, DEPUTY = Mandate.Role.MAIN, Mandate.Role.DEPUTY


def refusal(one):
    with pytest.raises(ValidationError) as error:
        one.full_clean()
    return error.value.messages


@pytest.fixture
def seat():
    return make.make_seat(starts_on=FIRST, ends_on=LAST)


def mandate(seat, **values):
    values = {"starts_on": FIRST, "ends_on": LAST, "person": make.make_person()} | values
    return Mandate(seat=seat, **values)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"starts_on": FIRST - DAY}, "Der Sitz besteht erst ab dem 02.03.2026."),
        ({"starts_on": LAST + DAY, "ends_on": None}, "Der Sitz besteht nur bis zum 20.11.2026."),
        ({"ends_on": LAST + DAY}, "Der Sitz besteht nur bis zum 20.11.2026."),
    ],
)
def test_mandate_outside_of_its_seat_is_refused(seat, days, words):
    mandate(seat).full_clean()

    assert refusal(mandate(seat, **days)) == [words]


def test_one_person_is_member_for_one_seat_of_a_board_at_a_time(seat):
    other = make.make_seat(board=seat.board)
    person = make.make_mandate(seat=other, starts_on=FIRST, ends_on=LAST - DAY).person

    assert refusal(mandate(seat, person=person)) == [
        f"Diese Person ist in dieser Zeit schon Mitglied für {other.organisation.short_name}: "
        "eine Person, ein Sitz. Lassen Sie das eine erst nach dem Ende des anderen beginnen."
    ]
    mandate(seat, person=person, starts_on=LAST).full_clean()
    mandate(seat, person=person, role=DEPUTY).full_clean()
    mandate(make.make_seat(starts_on=FIRST), person=person).full_clean()


def test_a_second_seat_is_free_once_the_first_has_ended(seat):
    other = make.make_seat(board=seat.board, ends_on=FIRST - DAY)
    person = make.make_mandate(seat=other).person

    mandate(seat, person=person).full_clean()


@pytest.mark.parametrize("is_same_seat", [True, False])
def test_nobody_chairs_beside_another(seat, is_same_seat):
    other = seat if is_same_seat else make.make_seat(board=seat.board)
    chair = make.make_mandate(seat=other, starts_on=FIRST, role=DEPUTY, office="chair")

    assert refusal(mandate(seat, office="chair", starts_on=LAST)) == [
        f"Den Vorsitz hat in dieser Zeit schon {chair.person.full_name}. Beenden Sie dort zuerst "
        "das Amt."
    ]
    mandate(seat, office="vice_chair").full_clean()
    chair.full_clean()


def test_organisation_has_one_seat_at_a_time_and_may_come_back(seat):
    values = {"board": seat.board, "organisation": seat.organisation}

    assert refusal(Seat(**values, starts_on=LAST)) == [
        "In dieser Zeit hat diese Organisation schon einen Sitz. Tragen Sie dort zuerst als "
        "letzten Tag spätestens den 19.11.2026 ein."
    ]
    Seat(**values, starts_on=LAST + DAY).full_clean()


def test_terms_of_a_board_follow_each_other():
    board = make.make_board()
    Term.objects.create(board=board, name="Phase 1", starts_on=FIRST, ends_on=LAST)

    assert refusal(Term(board=board, name="Phase 2", starts_on=LAST)) == [
        "In dieser Zeit läuft schon: Phase 1. Tragen Sie dort zuerst als letzten Tag spätestens "
        "den 19.11.2026 ein."
    ]
    Term(board=board, name="Phase 2", starts_on=LAST + DAY).full_clean()


def test_seat_that_would_leave_a_mandate_behind_is_refused(seat):
    late = make.make_mandate(seat=seat, starts_on=LAST)
    seat.ends_on = LAST - DAY

    assert refusal(seat) == [
        f"Das Mandat von {late.person.full_name} beginnt am 20.11.2026. Ändern Sie zuerst das "
        "Mandat."
    ]


# --- A seat ends ----------------------------------------------------------------------


def test_mandates_end_with_their_seat_and_earlier_ones_stay(seat):
    member = make.make_mandate(seat=seat, starts_on=FIRST)
    deputy = make.make_mandate(seat=seat, starts_on=FIRST, ends_on=LAST + DAY, role=DEPUTY)
    former = make.make_mandate(seat=seat, starts_on=FIRST, ends_on=FIRST + DAY, role=DEPUTY)

    ended = end_mandates(seat)

    assert set(ended) == {member, deputy}
    assert list(seat.mandates.order_by("pk").values_list("ends_on", flat=True)) == [
        LAST,
        LAST,
        FIRST + DAY,
    ]
    assert former.history.count() == 1
    assert end_mandates(seat) == []
