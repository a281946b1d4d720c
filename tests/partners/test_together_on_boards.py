"""Seats, terms and rules of a board: what one gives up another takes in the same save."""

import datetime as dt

import pytest
from django.contrib.admin import site

from partners.admin.together import Together
from partners.beside import Beside
from partners.models import Rules, Seat, Term
from tests import factories as make
from tests.partners.typing import errors, post, typed

pytestmark = pytest.mark.django_db

LAST = dt.date(2026, 11, 20)
NEXT = LAST + dt.timedelta(days=1)
FIRST = dt.date(2026, 3, 2)


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(is_superuser=True))
    return client


@pytest.fixture
def seat():
    return make.make_seat()


@pytest.mark.parametrize("whole", ["board", "organisation"])
def test_seat_ends_and_comes_back_in_one_save(office, seat, whole):
    other = {"board": "organisation", "organisation": "board"}[whole]
    new = {other: getattr(seat, other).pk, "starts_on": NEXT}

    refused = post(office, getattr(seat, whole), {}, seats=[new])
    assert errors(refused) == [
        "In dieser Zeit hat diese Organisation schon einen Sitz. Tragen Sie dort zuerst als "
        "letzten Tag spätestens den 20.11.2026 ein."
    ]
    last = {"seats-0-ends_on": LAST, "seats-0-votes_until": LAST}
    answer = post(office, getattr(seat, whole), last, seats=[new])

    assert answer.status_code == 302, errors(answer)
    assert list(Seat.objects.order_by("starts_on").values_list("starts_on", "ends_on")) == [
        (seat.starts_on, LAST),
        (NEXT, None),
    ]


def test_two_seats_change_their_organisations_in_one_save(office, seat):
    other = make.make_seat(board=seat.board)
    page = typed(office, seat.board)
    houses = [seat.organisation_id, other.organisation_id]
    swap = {
        f"seats-{number}-organisation": next(
            pk for pk in houses if pk != page[f"seats-{number}-organisation"]
        )
        for number in (0, 1)
    }

    answer = post(office, seat.board, swap)

    assert answer.status_code == 302, errors(answer)
    seat.refresh_from_db()
    assert seat.organisation_id == houses[1]
    assert seat.votes_from == other.votes_from


def test_term_ends_and_the_next_begins_in_one_save(office):
    board = make.make_board()
    term = Term.objects.create(board=board, name="Phase 1", starts_on=FIRST)
    new = {"name": "Phase 2", "starts_on": NEXT}

    refused = post(office, board, {}, terms=[new])
    assert errors(refused) == [
        "In dieser Zeit läuft schon: Phase 1. Tragen Sie dort zuerst als letzten Tag spätestens "
        "den 20.11.2026 ein."
    ]
    answer = post(office, board, {"terms-0-ends_on": LAST}, terms=[new])

    assert answer.status_code == 302, errors(answer)
    assert list(board.terms.values_list("name", "ends_on")) == [
        ("Phase 1", LAST),
        ("Phase 2", None),
    ]
    assert term.history.count() == 2


def test_rules_give_up_their_day_and_others_take_it_in_one_save(office):
    board = make.make_board()
    for day in (FIRST, LAST):
        Rules.objects.create(board=board, valid_from=day)

    taken = post(office, board, {"rules-0-valid_from": FIRST})
    assert errors(taken) == [
        "Zu diesem Tag gibt es schon eine Fassung. Wählen Sie einen anderen Tag, oder ändern Sie "
        "die andere Fassung."
    ]
    answer = post(office, board, {"rules-0-valid_from": FIRST, "rules-1-valid_from": LAST})

    assert answer.status_code == 302, errors(answer)
    assert set(board.rules.values_list("valid_from", flat=True)) == {FIRST, LAST}
    assert {row.valid_from for row in Rules.history.all()} == {FIRST, LAST}


def test_every_form_with_such_rows_holds_them_against_each_other():
    """A new form of the office is covered unasked."""
    inlines = [one for office in site._registry.values() for one in office.inlines]
    holders = [one for one in inlines if issubclass(one.model, Beside)]

    assert len(holders) > 3
    assert all(issubclass(one.formset, Together) for one in holders)
