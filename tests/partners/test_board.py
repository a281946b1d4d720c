"""The board as of a day: seats, names and people."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.models import Board, FormerName, Mandate, Seat
from tests.factories import (
    make_board,
    make_mandate,
    make_organisation,
    make_person,
    make_seat,
    make_staff,
    make_user,
)

pytestmark = pytest.mark.django_db

START, END = dt.date(2017, 1, 27), dt.date(2020, 6, 30)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "is_seated"),
    [(START - DAY, False), (START, True), (END, True), (END + DAY, False)],
)
def test_seat_counts_from_its_first_to_its_last_day(day, is_seated):
    seat = make_seat(starts_on=START, ends_on=END)
    later = make_seat(board=seat.board, starts_on=END + DAY)

    seated = list(seat.board.as_of(day))

    assert (seat in seated) is is_seated
    assert (later in seated) is (day > END)


def test_board_as_of_a_day_shows_the_names_of_that_day():
    ministry = make_organisation(name="Ministerium neu", short_name="MN")
    FormerName.objects.create(
        organisation=ministry, name="Ministerium alt", short_name="MA", replaced_on=END
    )
    seat = make_seat(organisation=ministry, starts_on=START)

    names = [
        (one.then_name, one.then_short_name)
        for day in (END - DAY, END)
        for one in seat.board.as_of(day)
    ]

    assert names == [("Ministerium alt", "MA"), ("Ministerium neu", "MN")]


def test_organisation_with_two_former_names_gets_the_one_of_the_day():
    body = make_organisation(name="Dritter")
    for name, day in [("Erster", dt.date(2018, 1, 1)), ("Zweiter", dt.date(2020, 1, 1))]:
        FormerName.objects.create(organisation=body, name=name, short_name=name, replaced_on=day)

    found = [body.name_on(dt.date(year, 6, 1)) for year in (2017, 2019, 2021)]

    assert found == ["Erster", "Zweiter", "Dritter"]


def test_board_as_of_a_day_shows_the_people_of_that_day_member_first():
    seat = make_seat(starts_on=START)
    gone = make_mandate(seat=seat, starts_on=START, ends_on=END - DAY)
    deputy = make_mandate(seat=seat, role=Mandate.Role.DEPUTY, starts_on=START)
    member = make_mandate(seat=seat, starts_on=END)

    (before,) = seat.board.as_of(END - DAY)
    (after,) = seat.board.as_of(END)

    assert before.people == [gone, deputy]
    assert after.people == [member, deputy]


@pytest.mark.parametrize("size", [1, 10])
def test_board_as_of_needs_two_queries_however_large(size, django_assert_num_queries):
    board = make_board()
    for _ in range(size):
        make_mandate(seat=make_seat(board=board))

    with django_assert_num_queries(2):
        people = [one.person.full_name for seat in board.as_of(END) for one in seat.people]

    assert len(people) == size


def test_two_members_of_one_seat_at_the_same_time_are_refused():
    seat = make_seat(starts_on=START)
    make_mandate(seat=seat, starts_on=START, ends_on=END)
    second = Mandate(seat=seat, person=make_person(), starts_on=END)

    with pytest.raises(ValidationError, match="In dieser Zeit hat der Sitz schon ein Mitglied"):
        second.full_clean()

    second.starts_on = END + DAY
    second.full_clean()


def test_deputy_may_overlap_with_the_member():
    seat = make_seat(starts_on=START)
    make_mandate(seat=seat, starts_on=START)
    deputy = Mandate(seat=seat, person=make_person(), role=Mandate.Role.DEPUTY, starts_on=START)

    deputy.full_clean()
    deputy.save()

    assert set(seat.mandates.active_on(START).values_list("role", flat=True)) == {"main", "deputy"}


def test_database_refuses_a_seat_that_ends_before_it_starts():
    seat = make_seat(starts_on=START)

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(pk=seat.pk).update(ends_on=START - DAY)


def test_database_refuses_a_second_open_seat_of_an_organisation():
    seat = make_seat(starts_on=START)

    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(board=seat.board, organisation=seat.organisation, starts_on=END)


def test_rules_of_a_day_are_the_last_version_before_it():
    board = make_board()
    first = board.rules.create(valid_from=START)
    second = board.rules.create(valid_from=END)

    found = [board.rules_on(day) for day in (START - DAY, START, END - DAY, END)]

    assert found == [None, first, first, second]


def test_office_user_maintains_all_boards_until_some_are_assigned():
    mine, other = make_board(), make_board()
    free, bound = make_staff("partners.view_board"), make_staff("partners.view_board")
    mine.staff.add(bound)

    assert set(Board.objects.maintained_by(free)) == {mine, other}
    assert set(Board.objects.maintained_by(bound)) == {mine}


def test_mandate_gives_membership_on_its_days_only():
    user = make_user()
    seat = make_seat()
    make_mandate(seat=seat, person=make_person(user=user), starts_on=START, ends_on=END)

    days = (START - DAY, START, END, END + DAY)
    found = [set(Board.objects.with_member(user, day)) for day in days]

    assert found == [set(), {seat.board}, {seat.board}, set()]
