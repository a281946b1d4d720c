"""Cooperation offers find each other by topic and direction, and are asked about again."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice import matching
from advice.models import Advice, Introduction
from post.models import Mail
from tests import factories as make
from tests.advising import make_advice, make_introduction, make_topic
from tests.office import change, office  # noqa: F401 - a fixture.

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def topic(board):
    return make_topic(board=board)


def cooperation(board, direction, topics=(), **more):
    return make_advice(
        board=board,
        kind=Advice.Kind.COOPERATION_OFFER,
        direction=direction,
        person=make.make_member(board).person,
        topics=topics,
        **more,
    )


def test_opposite_direction_on_a_common_topic_fits(board, topic):
    offer = cooperation(board, "offer", [topic])
    need = cooperation(board, "need", [topic])
    cooperation(board, "offer", [topic])
    cooperation(board, "need", [make_topic(board=board)])
    cooperation(make.make_board(), "need", [topic])
    cooperation(board, "need", [topic], state="declined", state_reason="Nein")

    assert list(matching.fitting(offer)) == [need]
    assert offer in matching.fitting(need)
    assert list(matching.fitting(make_advice(board=board, topics=[topic]))) == []


def test_introducing_tells_both_and_notes_it(board, topic):
    offer = cooperation(board, "offer", [topic], contact="werkstatt@example.org")
    need = cooperation(board, "need", [topic], contact="R. Beispiel, 0371 000")

    made = matching.introduce(need, offer)

    assert (made.offer, made.need, made.state) == (offer, need, "open")
    told = {mail.person: mail.text for mail in Mail.objects.all()}
    assert set(told) == {offer.person, need.person}
    assert "R. Beispiel, 0371 000" in told[offer.person]
    assert "werkstatt@example.org" in told[need.person]
    assert [one.is_public for side in (offer, need) for one in side.steps.all()] == [False, False]


def test_introducing_twice_is_refused(board, topic):
    offer, need = cooperation(board, "offer", [topic]), cooperation(board, "need", [topic])
    matching.introduce(offer, need)

    with pytest.raises(ValidationError, match="passen nicht zusammen oder kennen sich schon"):
        matching.introduce(need, offer)
    assert Mail.objects.count() == 2


def test_both_are_asked_after_30_and_90_days_and_not_again(board, topic):
    offer, need = cooperation(board, "offer", [topic]), cooperation(board, "need", [topic])
    made = make_introduction(offer=offer, need=need)
    day = timezone.localdate()

    counts = [matching.ask_due(day + dt.timedelta(days=days)) for days in (29, 30, 31, 90, 91, 400)]

    assert counts == [0, 2, 0, 2, 0, 0]
    assert Introduction.objects.get(pk=made.pk).ask_on is None


def test_who_found_together_is_not_asked(board):
    make_introduction(board=board, state="cooperating", result="Ein gemeinsamer Kurs.")

    assert matching.ask_due(timezone.localdate() + dt.timedelta(days=100)) == 0


def test_office_brings_together_on_the_page_of_an_offer(client, office, board, topic):  # noqa: F811
    offer, need = cooperation(board, "offer", [topic]), cooperation(board, "need", [topic])

    page = client.get(change(offer)).content.decode()
    client.post(change(offer, "introduce"), {"other": need.pk})

    assert "Passt zusammen" in page
    assert Introduction.objects.get().need == need


@pytest.mark.parametrize("other", ["", "x", "0", "9" * 30])
def test_what_does_not_fit_is_not_there(client, office, board, topic, other):  # noqa: F811
    offer = cooperation(board, "offer", [topic])

    assert client.post(change(offer, "introduce"), {"other": other}).status_code == 404
    assert client.get(change(offer, "introduce")).status_code == 405


def test_introductions_of_other_boards_are_not_there(client, board):
    made, own = make_introduction(), make_introduction(board=board)
    client.force_login(make.make_leader(board))

    page = client.get("/admin/advice/introduction/").content.decode()

    assert client.get(change(made)).status_code == 302
    assert client.get(change(own)).status_code == 200
    assert change(made) not in page
    assert change(own) in page
