"""Decisions, tasks, mails: the acts keep each rule; a breach past them is found."""

import datetime as dt

import pytest
from django.utils import timezone

from advice import register as advice
from meetings.models import (
    Task,
)
from meetings.resolutions import circular
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.gremium.breaking import broken, change, found, key, remove
from tests.held import make_resolution, make_task
from tests.meetings import balloting, minuting

pytestmark = pytest.mark.django_db


def decided_circular():
    """An adopted circular resolution with three votes."""
    board, people = balloting.make_voters()
    resolution = balloting.begun(board)
    for person in people:
        balloting.vote(resolution, person)
    circular.close(resolution)
    resolution.refresh_from_db()
    return resolution


# --- Resolutions and votes ----------------------------------------------------


def test_number_missing_in_the_register():
    first = make_resolution()
    second = make_resolution(agenda_item=make.make_agenda_item(meeting=first.meeting))
    assert found() == {}

    change(second, number=3)
    assert found() == {"register": [key(first.board)]}

    remove(second)
    assert found() == {"register": [key(first.board)]}


def test_number_missing_among_the_advice():
    item = make.make_agenda_item()
    advice.capture(item, "Eine Idee")
    second = advice.capture(item, "Noch eine")

    assert broken(second, number=3) == {"register": [key(item.meeting.board)]}

    remove(second)
    assert found() == {"register": [key(item.meeting.board)]}


def test_number_of_advice_taken_back_is_not_missing():
    item = make.make_agenda_item()
    for text in ("Eine Idee", "Ein Irrtum", "Noch eine"):
        advice.capture(item, text)

    item.advice.get(number=2).delete()

    assert found() == {}


def test_decision_that_is_out_without_a_number():
    minutes = minuting.released()
    item = minutes.meeting.agenda_items.first()
    resolution = make_resolution(agenda_item=item)
    assert found() == {}

    resolution.history.all().delete()
    change(resolution, number=None)

    assert found() == {"number": [key(resolution)]}


def test_number_of_something_undecided():
    resolution = make_resolution()

    assert broken(resolution, state="draft") == {"number": [key(resolution)]}


@pytest.mark.parametrize(
    ("values", "rules"),
    [
        ({"opened_at": None, "closes_at": None}, {"circular"}),
        ({"closes_at": timezone.now() + dt.timedelta(days=6)}, {"circular"}),
        ({"closed_at": None}, {"circular"}),
        ({"yes": 4}, {"count"}),
    ],
)
def test_circular_that_does_not_add_up(values, rules):
    resolution = decided_circular()

    assert broken(resolution, **values) == {one: [key(resolution)] for one in rules}


def test_vote_before_the_beginning_and_after_the_end():
    resolution = decided_circular()
    early, late, _fine = resolution.votes.order_by("pk")
    assert found() == {}

    change(early, cast_at=resolution.opened_at - dt.timedelta(seconds=1))
    change(late, cast_at=resolution.closed_at + dt.timedelta(seconds=1))

    assert found() == {"vote_in_time": sorted([key(early), key(late)])}


def test_vote_by_somebody_without_a_mandate():
    resolution = decided_circular()
    vote = resolution.votes.first()

    assert broken(vote, person=make.make_person()) == {"vote_by_mandate": [key(vote)]}


def test_vote_that_is_gone():
    resolution = decided_circular()
    assert found() == {}

    remove(resolution.votes.first())

    assert found() == {"count": [key(resolution)]}


# --- Tasks, mails -------------------------------------------------------------


def test_task_done_without_a_moment_and_the_other_way_round():
    done, undone = make_task(state=Task.State.DONE), make_task()
    assert found() == {}

    change(done, done_at=None)
    change(undone, done_at=timezone.now())

    assert found() == {"task": sorted([key(done), key(undone)])}


def test_mail_sent_without_a_moment_and_the_other_way_round():
    sent = make.make_mail(state=Mail.State.SENT, sent_at=timezone.now())
    waiting = make.make_mail()
    assert found() == {}

    change(sent, sent_at=None)
    change(waiting, sent_at=timezone.now())

    assert found() == {"mail": sorted([key(sent), key(waiting)])}


def test_sending_to_nobody():
    delivery = make.make_delivery()
    assert found() == {}

    remove(delivery)

    assert found() == {"dispatch": [key(delivery.dispatch)]}


def test_mail_and_link_of_somebody_else():
    person = make.make_person()
    mail = make.make_mail(person=person)
    delivery = make.make_delivery(person=person, mail=mail)
    PersonalLink.objects.mint(person, "personal", mail=mail)
    link = PersonalLink.objects.get()

    assert broken(mail, person=make.make_person()) == {
        "recipient": sorted([key(delivery), key(link)])
    }
