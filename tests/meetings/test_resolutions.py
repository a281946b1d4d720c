"""The register: numbers that survive, who reads what, where it was decided."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.cockpit import ending
from meetings.minutes import acts
from meetings.minutes.content import content_of
from meetings.minutes.differences import lines
from meetings.models import Minutes, Resolution
from meetings.resolutions import circular, register
from tests import factories as make
from tests.held import make_circular, make_held_meeting, make_minutes, make_resolution
from tests.meetings.balloting import begun, in_session, make_voters, out, vote

pytestmark = pytest.mark.django_db

VISITOR = AnonymousUser()


def adopted(board):
    resolution = begun(board)
    for seat in board.seats.all():
        vote(resolution, seat.mandates.get().person)
    return circular.close(resolution)


def test_numbers_run_per_board():
    (first, _one), (second, _two) = make_voters(1), make_voters(1)

    numbers = [adopted(board).number for board in (first, second, first, first, second)]

    assert numbers == [1, 1, 2, 3, 2]


def test_number_is_never_given_again_not_even_after_its_row_is_gone():
    board, _people = make_voters(1)
    gone = adopted(board)
    gone.votes.all().delete()
    Resolution.objects.filter(pk=gone.pk).delete()

    assert adopted(board).number == 2


def test_one_that_has_a_number_keeps_it():
    board, _people = make_voters(1)
    one = adopted(board)
    adopted(board)

    register.enter(one)

    assert one.number == 1


def test_failed_entry_leaves_no_gap_and_no_double():
    board, _people = make_voters(1)
    broken = make_circular(board=board)
    broken.state = Resolution.State.ADOPTED
    with pytest.raises(IntegrityError), transaction.atomic():
        register.enter(broken)

    assert adopted(board).number == 1


# --- In session -------------------------------------------------------------------


def noted(meeting, **overrides):
    item = make.make_agenda_item(meeting=meeting)
    return make_resolution(agenda_item=item, number=None, **overrides)


def test_end_of_the_session_numbers_its_resolutions_in_the_order_of_the_agenda():
    meeting = make_held_meeting(state="invited", held_on=timezone.localdate())
    make_minutes(meeting=meeting)
    rows = [noted(meeting), noted(meeting)]
    rows[0].agenda_item.position, rows[1].agenda_item.position = 2, 1
    for one in rows:
        one.agenda_item.save()

    ending.end(meeting, make.make_staff())

    assert [Resolution.objects.get(pk=one.pk).number for one in rows] == [2, 1]


def test_release_numbers_what_was_noted_since_and_the_minutes_name_it():
    meeting = make_held_meeting()
    minutes = make_minutes(
        meeting=meeting, state=Minutes.State.IN_REVIEW, chair=make.make_person(), minute_taker="x"
    )
    one = noted(meeting)
    register.enter_all_of(meeting)
    register.enter_all_of(meeting)

    one.refresh_from_db()
    assert one.number == 1
    assert content_of(minutes)["items"][0]["resolutions"][0]["number"] == 1


def test_minutes_of_the_next_session_note_what_was_decided_in_writing_once():
    board, _people = make_voters(1)
    done = adopted(board)
    today = timezone.localdate()
    first = make_held_meeting(board=board, held_on=today, state="invited")
    second = make_held_meeting(board=board, held_on=today, state="invited")

    contents = [content_of(acts.begin(one)) for one in (first, first, second)]

    noted_in = [[one["number"] for one in content["circulars"]] for content in contents]
    assert noted_in == [[1], [1], []]
    assert contents[0]["circulars"][0]["title"] == done.title
    assert list(register.circulars_since(second)) == []


def test_minutes_of_the_next_session_note_a_circular_that_failed_with_its_reason():
    board, (first, _second) = make_voters(2)
    vote(begun(board), first, procedure="no")
    meeting = make_held_meeting(board=board, held_on=timezone.localdate(), state="invited")

    content = content_of(acts.begin(meeting))

    (noted,) = content["circulars"]
    assert (noted["number"], noted["title"]) == (None, "Neuer Termin")
    assert noted["state_label"] == "nicht zustande gekommen"
    assert noted["explanation"].startswith(
        "nicht zustande gekommen: 1 Widerspruch gegen das Umlaufverfahren"
    )
    assert "Beschluss: Neuer Termin, nicht zustande gekommen" in lines(content)


# --- Who reads it -------------------------------------------------------------------


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def member(board):
    return make.make_member(board)


def seen(user):
    return set(Resolution.objects.visible_to(user))


def test_members_read_it_from_the_release_on_visitors_from_the_publication(board, member):
    draft, review = in_session(board, "draft"), in_session(board, "in_review")
    released, approved = in_session(board, "released"), in_session(board, "approved")
    published = out(board)

    assert seen(member) == {released, approved, published}
    assert seen(VISITOR) == {published}
    assert {draft, review} <= seen(make.make_leader())
    assert seen(make.make_member()) == {published}


@pytest.mark.parametrize(("level", "readers"), [("public", 3), ("members", 2), ("office", 1)])
def test_level_decides_who_reads_a_published_one(board, member, level, readers):
    one = out(board, visibility=level)

    found = [one in seen(user) for user in (make.make_leader(), member, VISITOR)]

    assert found == [True] * readers + [False] * (3 - readers)


def test_public_one_of_a_hidden_board_is_the_members_own():
    board = make.make_board(visibility="members")
    one = out(board)

    assert one not in seen(VISITOR)
    assert one not in seen(make.make_member())
    assert one in seen(make.make_member(board))


def test_circular_one_is_public_when_it_is_closed_and_not_before():
    board, (person,) = make_voters(1)
    resolution = begun(board, visibility="public")
    while_running = seen(VISITOR)
    vote(resolution, person)

    closed = circular.close(resolution)

    assert while_running == set()
    assert seen(VISITOR) == {closed}
