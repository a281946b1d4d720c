"""Advice: recorded under a number of its board, the office's only."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from advice import register
from advice.models import Advice
from tests import factories as make
from tests.held import make_held_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def item(board):
    return make.make_agenda_item(meeting=make_held_meeting(board=board))


@pytest.fixture
def office(client, board):
    user = make.make_leader(board)
    client.force_login(user)
    return user


def test_numbers_of_a_board_run_on(board, item):
    other = make.make_agenda_item(meeting=make_held_meeting())

    found = [register.capture(one, "Idee").number for one in (item, item, other, item)]

    assert found == [1, 2, 1, 3]


def test_number_of_a_line_taken_back_is_not_given_again(item):
    register.capture(item, "Idee")
    register.capture(item, "Irrtum").delete()

    assert register.capture(item, "Noch eine").number == 3


def test_number_is_never_given_twice(board, item):
    register.capture(item, "Idee")

    with pytest.raises(IntegrityError), transaction.atomic():
        Advice.objects.create(board=board, number=1, text="Noch eine")


def test_answer_is_due_after_six_weeks_unless_a_day_is_named(item):
    given, day = item.meeting.held_on, dt.date(2031, 5, 2)

    assert register.capture(item, "Idee").due_on == given + dt.timedelta(weeks=6)
    assert register.capture(item, "Frage", due_on=day).due_on == day


def test_advice_keeps_where_it_was_given(item):
    organisation = make.make_organisation()

    found = register.capture(
        item, " Mehr\nBeispiele ", Advice.Kind.REMARK, organisation=organisation
    )

    assert (found.text, found.meeting, found.given_on) == (
        "Mehr Beispiele",
        item.meeting,
        item.meeting.held_on,
    )
    assert found.as_noted() == {
        "id": found.pk,
        "kind_label": "Hinweis",
        "text": "Mehr Beispiele",
        "giver": str(organisation),
    }


def test_advice_of_nobody_is_the_boards(item):
    assert str(register.capture(item, "Idee").giver) == "Gremium"


def test_advice_without_words_is_refused(item):
    with pytest.raises(ValidationError, match="was angeregt wurde"):
        register.capture(item, " \n")


def test_declining_needs_a_reason(board, item):
    found = register.capture(item, "Idee")
    found.state = Advice.State.DECLINED

    with pytest.raises(IntegrityError), transaction.atomic():
        found.save()


# --- The office ---------------------------------------------------------------


def test_advice_is_the_offices(board, item):
    found = register.capture(item, "Idee")

    readers = [make.make_member(board), make.make_staff("advice.view_advice")]

    seen = [list(Advice.objects.visible_to(one)) for one in readers]
    assert seen == [[], [found]]


def test_office_lists_edits_and_never_deletes(client, office, board, item):
    office.is_superuser = True
    office.save()
    client.force_login(office)
    found = register.capture(item, "Mehr <b>Beispiele</b>")
    address = f"/admin/advice/advice/{found.pk}/"

    page = client.get("/admin/advice/advice/").content.decode()

    assert "Mehr &lt;b&gt;Beispiele" in page
    assert client.get(f"{address}change/").status_code == 200
    assert client.get(f"{address}delete/").status_code == 403


def test_advice_by_hand_gets_its_number(client, office, board):
    client.post(
        "/admin/advice/advice/add/",
        {
            "board": board.pk,
            "kind": "idea",
            "text": "Später",
            "state": "open",
            "given_on": "01.02.2026",
        },
    )

    assert Advice.objects.get().number == 1


@pytest.mark.parametrize("count", [1, 10])
def test_list_needs_so_many_queries(client, office, item, count, django_assert_num_queries):
    for _number in range(count):
        register.capture(item, "Idee")
    client.get("/admin/advice/advice/")

    with django_assert_num_queries(15):
        client.get("/admin/advice/advice/")
