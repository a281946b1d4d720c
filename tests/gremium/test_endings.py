"""„Heute“ says what ends within two weeks, and what has just ended, with what."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make

pytestmark = pytest.mark.django_db


def day(days):
    return timezone.localdate() + dt.timedelta(days=days)


def lines(client, user=None):
    client.force_login(user or make.make_staff(is_superuser=True))
    found = client.get("/admin/").context["due"]
    return [one.text for one in found if "end" in one.text]


def test_seat_that_ends_is_named_with_what_ends_with_it(client):
    seat = make.make_seat(ends_on=day(14))
    for role in ("main", "deputy"):
        make.make_mandate(seat=seat, role=role, ends_on=day(14))
    make.make_seat(board=seat.board, ends_on=day(15))

    assert lines(client) == [
        f"{seat.organisation.short_name} ({seat.board}): Sitz endet am {day(14):%d.%m.%Y}, "
        "mit ihm 2 Mandate"
    ]


def test_vote_and_mandate_that_have_just_ended(client):
    seat = make.make_seat(votes_until=day(-14))
    mandate = make.make_mandate(seat=seat, ends_on=day(-1))
    make.make_seat(board=seat.board, votes_until=day(-15))
    name = f"{seat.organisation.short_name} ({seat.board})"

    assert [one for one in lines(client) if "endete" in one] == [
        f"{name}: Stimmrecht endete am {day(-14):%d.%m.%Y}",
        f"{name}: Mandat von {mandate.person.full_name} endete am {day(-1):%d.%m.%Y}",
    ]


def test_people_are_named_only_to_who_may_see_them(client):
    seat = make.make_seat()
    make.make_mandate(seat=seat, ends_on=day(1))

    assert len(lines(client)) == 1
    assert lines(client, make.make_staff("partners.view_seat")) == []
