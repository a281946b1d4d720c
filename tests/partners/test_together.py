"""Rows saved in one step are held against each other as they will be, not as they were."""

import datetime as dt

import pytest

from partners.models import Mandate, Seat
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


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat)


def new_mandate(**values):
    return {"person": make.make_person().pk, "role": "main", "office": "none"} | values


def of_seat(seat):
    rows = seat.mandates.order_by("starts_on", "-role", "pk")
    return [(row.person_id, row.role, row.starts_on, row.ends_on) for row in rows]


# --- Mandates on the form of their seat --------------------------------------------------


def test_successor_follows_in_one_save(office, seat, member):
    new = new_mandate(starts_on=NEXT)

    answer = post(office, seat, {"mandates-0-ends_on": LAST}, mandates=[new])

    assert answer.status_code == 302, errors(answer)
    assert of_seat(seat) == [
        (member.person_id, "main", make.LONG_AGO, LAST),
        (new["person"], "main", NEXT, None),
    ]
    assert member.history.count() == 2


def test_successor_in_the_chair_follows_in_one_save(office, seat, member):
    Mandate.objects.update(office="chair")

    answer = post(
        office,
        seat,
        {"mandates-0-ends_on": LAST},
        mandates=[new_mandate(starts_on=NEXT, office="chair")],
    )

    assert answer.status_code == 302, errors(answer)


def test_member_and_deputy_change_places_in_one_save(office, seat, member):
    deputy = make.make_mandate(seat=seat, role="deputy")
    page = typed(office, seat)
    places = {page[f"mandates-{number}-id"]: number for number in (0, 1)}

    swap = {
        f"mandates-{places[member.pk]}-role": "deputy",
        f"mandates-{places[deputy.pk]}-role": "main",
    }
    answer = post(office, seat, swap)

    assert answer.status_code == 302, errors(answer)
    assert {row.pk: row.role for row in seat.mandates.all()} == {
        member.pk: "deputy",
        deputy.pk: "main",
    }
    # Nobody was anything else in between.
    assert [row.role for row in member.history.order_by("history_id")] == ["main", "deputy"]


def test_mandate_entered_wrongly_is_replaced_in_one_save(office, seat, member):
    new = new_mandate(starts_on=FIRST)

    answer = post(office, seat, {"mandates-0-DELETE": "on"}, mandates=[new])

    assert answer.status_code == 302, errors(answer)
    assert of_seat(seat) == [(new["person"], "main", FIRST, None)]


def test_seat_is_shortened_and_its_member_replaced_in_one_save(office, seat, member):
    end = dt.date(2026, 12, 31)
    new = new_mandate(starts_on=NEXT)

    answer = post(office, seat, {"ends_on": end, "mandates-0-ends_on": LAST}, mandates=[new])

    assert answer.status_code == 302, errors(answer)
    assert [row[3] for row in of_seat(seat)] == [LAST, end]


def test_seat_is_shortened_and_a_later_mandate_moved_or_deleted_in_one_save(office, seat):
    late = make.make_mandate(seat=seat, starts_on=NEXT)

    kept = post(office, seat, {"ends_on": LAST})
    assert errors(kept) == ["Der Sitz besteht nur bis zum 20.11.2026."]
    moved = post(office, seat, {"ends_on": LAST, "mandates-0-starts_on": LAST})
    assert moved.status_code == 302, errors(moved)

    Mandate.objects.filter(pk=late.pk).update(starts_on=LAST)
    gone = post(office, seat, {"ends_on": FIRST, "mandates-0-DELETE": "on"})
    assert gone.status_code == 302, errors(gone)
    assert not seat.mandates.exists()


def test_who_may_not_change_mandates_leaves_none_behind(client, seat):
    late = make.make_mandate(seat=seat, starts_on=NEXT)
    rights = [f"partners.{act}" for act in ("view_seat", "change_seat", "view_mandate")]
    client.force_login(make.make_staff(*rights))

    answer = post(client, seat, {"ends_on": LAST})

    assert late.person.full_name in str(answer.context["errors"])
    assert Seat.objects.get().ends_on is None


@pytest.mark.parametrize("begins", [LAST, FIRST])
def test_two_members_on_one_day_are_refused_with_a_way_out(office, seat, member, begins):
    before = of_seat(seat)

    answer = post(
        office, seat, {"mandates-0-ends_on": LAST}, mandates=[new_mandate(starts_on=begins)]
    )

    last = begins - dt.timedelta(days=1)
    assert errors(answer) == [
        f"In dieser Zeit hat der Sitz schon ein Mitglied: {member.person.full_name}. Tragen Sie "
        f"dort zuerst als letzten Tag spätestens den {last:%d.%m.%Y} ein."
    ]
    assert of_seat(seat) == before


def test_member_beside_one_whose_end_was_forgotten_is_refused(office, seat, member):
    answer = post(office, seat, {}, mandates=[new_mandate(starts_on=NEXT)])

    [said] = errors(answer)
    assert "spätestens den 20.11.2026" in said


def test_deputy_who_becomes_a_second_member_is_refused(office, seat, member):
    make.make_mandate(seat=seat, role="deputy")
    page = typed(office, seat)
    number = next(one for one in (0, 1) if page[f"mandates-{one}-role"] == "deputy")

    answer = post(office, seat, {f"mandates-{number}-role": "main"})

    assert errors(answer) == [
        f"In dieser Zeit hat der Sitz schon ein Mitglied: {member.person.full_name}. Lassen Sie "
        "das eine erst nach dem Ende des anderen beginnen."
    ]


def test_two_chairs_of_one_seat_are_refused(office, seat, member):
    two = [new_mandate(role="deputy", office="chair", starts_on=FIRST) for _ in range(2)]

    [said] = errors(post(office, seat, {}, mandates=two))

    assert said.startswith("Den Vorsitz hat in dieser Zeit schon ")


def test_new_seat_with_two_members_is_refused(office):
    two = [new_mandate(starts_on=FIRST, ends_on=LAST), new_mandate(starts_on=LAST)]
    seat = {
        "board": make.make_board().pk,
        "organisation": make.make_organisation().pk,
        "starts_on": FIRST,
    }

    refused = post(office, Seat, seat, mandates=two)
    assert len(errors(refused)) == 1
    two[1]["starts_on"] = NEXT
    answer = post(office, Seat, seat, mandates=two)

    assert answer.status_code == 302, errors(answer)
    assert Mandate.objects.count() == 2


# --- Mandates on the form of their person ------------------------------------------------


def test_person_changes_the_seat_in_one_save(office, seat, member):
    other = make.make_seat(board=seat.board)
    new = {"seat": other.pk, "role": "main", "office": "none", "starts_on": NEXT}

    refused = post(office, member.person, {}, mandates=[new])
    assert errors(refused) == [
        f"Diese Person ist in dieser Zeit schon Mitglied für {seat.organisation.short_name}: eine "
        "Person, ein Sitz. Tragen Sie dort zuerst als letzten Tag spätestens den 20.11.2026 ein."
    ]
    answer = post(office, member.person, {"mandates-0-ends_on": LAST}, mandates=[new])

    assert answer.status_code == 302, errors(answer)
    assert member.person.mandates.count() == 2


def test_person_swaps_two_seats_in_one_save(office, seat, member):
    other = make.make_mandate(person=member.person)
    rows = {row.pk: row.seat_id for row in (member, other)}
    page = typed(office, member.person)
    swap = {
        f"mandates-{number}-seat": next(
            place for pk, place in rows.items() if pk != page[f"mandates-{number}-id"]
        )
        for number in (0, 1)
    }

    answer = post(office, member.person, swap)

    assert answer.status_code == 302, errors(answer)
    assert {row.pk: row.seat_id for row in Mandate.objects.all()} == {
        member.pk: other.seat_id,
        other.pk: member.seat_id,
    }


def test_person_on_a_seat_that_somebody_else_holds_is_refused(office, seat, member):
    new = {"seat": seat.pk, "role": "main", "office": "none", "starts_on": NEXT}

    [said] = errors(post(office, make.make_person(), {}, mandates=[new]))

    assert member.person.full_name in said
