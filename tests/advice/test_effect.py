"""„Was wurde daraus?“: only what is released, in its public words, with numbers that add up."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories as make
from tests.advising import make_advice, make_released_advice, make_step, make_topic
from tests.held import make_held_meeting

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"


@pytest.fixture
def board():
    make.make_centre()
    return make.make_board()


def page(client, address="/anregungen/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_released_words_are_there(client, board):
    person = make.make_person(family_name=CANARY)
    released = make_released_advice(
        board=board,
        text=CANARY,
        note=CANARY,
        contact=CANARY,
        person=person,
        organisation=make.make_organisation(short_name=CANARY, consortium_role="partner"),
        public_text="Mehr Beispiele",
        state="implemented",
        answer="Zwei entstehen.",
        effect="Zwei Betriebe zeigen sie.",
    )
    make_step(advice=released, text=CANARY)
    make_step(advice=released, text="Erstes Beispiel gezeigt.", is_public=True)
    make_advice(board=board, text=CANARY, public_text=CANARY)

    seen = page(client) + page(client, released.get_absolute_url())

    assert CANARY not in seen
    for words in ("Mehr Beispiele", "Zwei entstehen.", "Zwei Betriebe", "Erstes Beispiel gezeigt."):
        assert words in seen


def test_unreleased_and_missing_answer_alike(client, board):
    hidden = make_advice(board=board)
    missing = client.get("/anregungen/4711/")

    answers = [client.get(hidden.get_absolute_url()), client.get(f"/anregungen/{hidden.number}/")]

    assert {(one.status_code, one.content) for one in answers} == {(404, missing.content)}


def test_organisation_is_named_only_where_the_office_says_so(client, board):
    partner = make.make_organisation(short_name="Partner Nord")
    make.make_seat(board=board, organisation=partner)
    quiet = make_released_advice(board=board, organisation=partner)
    named = make_released_advice(board=board, organisation=partner, names_giver=True)

    assert "Partner Nord" not in page(client, quiet.get_absolute_url())
    assert "Partner Nord" in page(client, named.get_absolute_url())
    assert page(client).count("Partner Nord") == 1


def test_giver_of_a_hidden_board_is_not_named(client, board):
    hidden = make.make_organisation(short_name=CANARY)
    make.make_seat(board=make.make_board(visibility="office"), organisation=hidden)
    advice = make_released_advice(board=board, organisation=hidden, names_giver=True)

    assert CANARY not in page(client, advice.get_absolute_url())


@pytest.mark.parametrize(("visibility", "is_led"), [("public", True), ("members", False)])
def test_origin_leads_only_to_what_a_visitor_may_see(client, board, visibility, is_led):
    meeting = make_held_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting, visibility=visibility)
    advice = make_released_advice(board=board, meeting=meeting, agenda_item=item)

    seen = page(client, advice.get_absolute_url())

    assert meeting.get_absolute_url() in seen
    assert ("#top-1" in seen) is is_led


def test_hidden_session_is_not_named(client, board):
    meeting = make_held_meeting(board=board, visibility="office")
    advice = make_released_advice(board=board, meeting=meeting)

    assert meeting.slug not in page(client, advice.get_absolute_url()) + page(client)


def test_numbers_add_up_and_leave_out_what_is_not_released(client, board):
    day = dt.date(2026, 3, 1)
    for days, state in ((10, "accepted"), (20, "implemented")):
        answered = day + dt.timedelta(days=days)
        make_released_advice(board=board, state=state, given_on=day, answered_on=answered)
    make_released_advice(board=board)
    before = page(client)
    make_advice(board=board, state="implemented", answered_on=day)

    after = page(client)

    assert after == before
    assert "3 Anregungen" in after
    assert "2 beantwortet, im Mittel nach 15 Tagen." in after
    found = client.get("/anregungen/").context["numbers"].shares
    assert [(one.label, one.count) for one in found] == [
        ("umgesetzt", 1),
        ("aufgegriffen", 1),
        ("in Prüfung", 0),
        ("offen", 1),
        ("nicht weiterverfolgt", 0),
    ]
    assert sum(one.width for one in found) == pytest.approx(100, abs=0.1)


def test_internal_changes_move_nothing_public(client, board):
    advice = make_released_advice(board=board)
    step = make_step(advice=advice)
    addresses = ["/", "/anregungen/", advice.get_absolute_url(), "/sitemap.xml"]
    before = [(one.content, one.get("ETag")) for one in map(client.get, addresses)]

    advice.note, advice.text, advice.contact = CANARY, CANARY, CANARY
    advice.owner, advice.due_on = make.make_staff(), timezone.localdate()
    advice.save()
    step.text = CANARY
    step.save()
    make_advice(board=board)

    assert [(one.content, one.get("ETag")) for one in map(client.get, addresses)] == before
    advice.effect = "Sichtbar"
    advice.save()
    assert client.get("/anregungen/").get("ETag") != before[1][1]


def test_filter_keeps_state_kind_and_topic(client, board):
    topic = make_topic(board=board)
    kept = make_released_advice(board=board, kind="remark", state="accepted", topics=[topic])
    make_released_advice(board=board, kind="idea", state="accepted")

    for query in ("art=remark", f"thema={topic.slug}", "stand=accepted&art=remark"):
        found = client.get(f"/anregungen/?{query}").context["advice_list"]
        assert found == [kept], query
    assert len(client.get("/anregungen/?stand=unsinn&art=").context["advice_list"]) == 2


def test_filter_knows_no_hidden_topic(client, board):
    hidden = make_topic(board=board, slug="geheim", visibility="members")
    make_released_advice(board=board, public_text="Mehr Beispiele", topics=[hidden])

    assert "Mehr Beispiele" not in page(client, "/anregungen/?thema=geheim")


def test_numbers_of_two_boards_do_not_mix(client, board):
    other = make.make_board(position=5)
    first, second = make_released_advice(board=board), make_released_advice(board=other)

    assert second.public_text in page(client, second.get_absolute_url())
    assert first.public_text in page(client, "/anregungen/1/")
    assert first.public_text not in page(client, f"/anregungen/?gremium={other.slug}")


QUERIES = {"/anregungen/": 4, "/anregungen/1/": 6}


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize("address", QUERIES)
def test_page_needs_so_many_queries(client, board, django_assert_num_queries, size, address):
    for _number in range(size):
        advice = make_released_advice(board=board, topics=[make_topic(board=board)])
        make_step(advice=advice, is_public=True)
    client.get(address)

    with django_assert_num_queries(QUERIES[address]):
        client.get(address)


@pytest.mark.parametrize("page_number", ["0", "-1", "99999", "x", "1e9", "%00"])
def test_odd_page_numbers_give_a_page(client, board, page_number):
    make_released_advice(board=board)

    assert client.get(f"/anregungen/?page={page_number}").status_code in {200, 400}
