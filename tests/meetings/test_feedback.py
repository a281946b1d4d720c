"""What the centre made of the advice comes back: as an item of the agenda, and in the pack."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.visibility import Visibility
from advice import answering
from advice.answering import Wording
from meetings import composing, pack_contents
from meetings.audiences import MEMBERS, PUBLIC, anybody
from meetings.tasks.agenda import is_something_left, take_over
from tests import factories as make
from tests.advising import make_advice, make_released_advice
from tests.held import make_held_meeting, make_minutes

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def held(board):
    meeting = make_held_meeting(board=board)
    make_minutes(meeting=meeting, state="released", released_at=timezone.now())
    return meeting


@pytest.fixture
def coming(board, held):
    return make.make_meeting(board=board, state="planned")


def item_of(meeting):
    return meeting.agenda_items.get(role="feedback")


def told(meeting, audience=MEMBERS):
    """Return what the item tells everybody of the audience."""
    (item,) = meeting.agenda_items.with_circulars().filter(role="feedback")
    composing.compose(meeting, [item], anybody(audience, meeting))
    return item.composed


def test_open_and_answered_advice_stands_on_the_next_agenda(board, held, coming):
    item = make.make_agenda_item(meeting=held)
    make_advice(board=board, text="Noch offen", meeting=held, agenda_item=item)
    taken = make_advice(board=board, text="Mehr Beispiele")
    answering.take_step(taken, "accepted", Wording(answer="Zwei entstehen."))

    assert is_something_left(coming)
    take_over(coming)

    made = item_of(coming)
    assert made.visibility == Visibility.MEMBERS
    assert (made.title, made.text) == ("Rückmeldung zu Anregungen", "")
    assert told(coming) == (
        "<h3>Beantwortet</h3><ul><li><p>Idee 2: Mehr Beispiele – aufgegriffen: "
        "Zwei entstehen.</p></li></ul>"
        "<h3>Noch offen</h3><ul><li><p>Idee 1: Noch offen – offen</p></li></ul>"
    )


def test_the_item_is_as_of_today_without_taking_over_again(board, coming):
    advice = make_advice(board=board)
    take_over(coming)

    answering.take_step(advice, "accepted", Wording(answer="Ja"))

    assert "aufgegriffen: Ja" in told(coming)
    assert take_over(coming) == 0


def test_what_was_answered_before_the_last_session_is_not_told_again(board, held, coming):
    long_ago = held.held_on - dt.timedelta(days=30)
    make_advice(board=board, state="accepted", answer="Ja", answered_on=long_ago, given_on=long_ago)

    assert not composing.put_on("feedback", coming, "report")
    assert not coming.agenda_items.exists()


def test_draft_and_internal_advice_is_not_told(board, coming):
    draft = make_held_meeting(board=board)
    make_minutes(meeting=draft)
    hidden = make.make_agenda_item(meeting=draft, visibility="office")
    make_advice(board=board, text=CANARY, meeting=draft)
    make_advice(board=board, text=CANARY, meeting=draft, agenda_item=hidden)
    make_advice(board=board, text="Zwischendurch", note=CANARY)

    take_over(coming)

    assert CANARY not in told(coming)
    assert "Zwischendurch" in told(coming)


def test_public_item_tells_only_what_is_released_in_its_public_words(board, coming):
    make.make_agenda_item(meeting=coming, role="feedback", visibility="public")
    make_advice(board=board, text=CANARY)
    make_released_advice(board=board, text=CANARY, public_text="Mehr Beispiele")

    assert told(coming, PUBLIC) == (
        "<h3>Noch offen</h3><ul><li><p>Idee 2: Mehr Beispiele – offen</p></li></ul>"
    )


def test_long_words_are_shortened_and_stay_text(board, coming):
    make_advice(board=board, text="<b>x</b> " + "ä" * 4000)

    take_over(coming)

    text = told(coming)
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert len(text) < 500


def test_pack_shows_members_what_became_of_the_last_sessions_advice(board, held, coming):
    item = make.make_agenda_item(meeting=held)
    make_advice(board=board, text="Mehr Beispiele", meeting=held, agenda_item=item)
    make_advice(board=board, text="Aus keiner Sitzung")

    packs = {one: pack_contents.for_audience(coming, one) for one in (MEMBERS, PUBLIC)}

    assert [one["text"] for one in packs[MEMBERS].front()["advice"]] == ["Mehr Beispiele"]
    assert packs[PUBLIC].front()["advice"] == []


def test_pack_is_made_anew_after_an_answer(board, held, coming):
    advice = make_advice(board=board, meeting=held)
    before = pack_contents.for_audience(coming, MEMBERS).fingerprint
    answering.take_step(advice, "accepted", Wording(answer="Ja"))

    assert pack_contents.for_audience(coming, MEMBERS).fingerprint != before
