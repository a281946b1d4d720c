"""Voting behind both doors: read, answered, confirmed by a mailed code."""

import re

import pytest

from meetings.resolutions import circular
from partners.models import Mandate
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.held import make_circular
from tests.meetings.balloting import MUTE, begun, make_deputy, make_voters, run_out, seat_of, vote

pytestmark = pytest.mark.django_db

ANSWERS = {"procedure": "yes", "vote": "no"}


@pytest.fixture
def board():
    return make_voters(2)[0]


@pytest.fixture
def person(board):
    return make.make_member(board).person


@pytest.fixture
def resolution(board, person):
    return begun(board, reason="Der Saal ist belegt.")


@pytest.fixture(params=["login", "link"])
def front(request, client, person):
    return front_of(client, person, request.param)


def front_of(client, person, door="link"):
    if door == "login":
        client.force_login(person.user)
        return "/mein/"
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def page_of(front, resolution, part=""):
    return f"{front}umlauf/{resolution.pk}/{part}"


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def ask(client, front, resolution, person, **answers):
    data = ANSWERS | answers | {"seat": seat_of(person).pk}
    return client.post(page_of(front, resolution, "code/"), data, follow=True)


def newest_code():
    mail = Mail.objects.filter(kind="circular_code").first()
    return re.search(r"\d{4} \d{4}", mail.text).group()


def give(client, front, resolution, code):
    return client.post(page_of(front, resolution, "stimme/"), {"code": code}, follow=True)


def test_vote_counts_once_its_code_comes_back(client, front, resolution, person):
    asked = ask(client, front, resolution, person)
    before = resolution.votes.count()

    done = give(client, front, resolution, newest_code())

    row = resolution.votes.get()
    assert before == 0
    assert "Noch zählt Ihre Stimme nicht." in asked.content.decode()
    assert (row.person, row.seat, row.by) == (person, seat_of(person), "member")
    assert (row.procedure, row.vote) == ("yes", "no")
    assert said(done) == ["Ihre Stimme ist eingegangen. Eine Bestätigung ist zu Ihnen unterwegs."]
    assert "Abgegeben: Nein (Umlauf: einverstanden)" in done.content.decode()
    assert "Noch zählt" not in done.content.decode()


def test_code_works_once_and_for_nothing_else(client, front, resolution, person):
    ask(client, front, resolution, person)
    code = newest_code()
    give(client, front, resolution, code)

    again = give(client, front, resolution, code)

    assert again.status_code == 409
    assert said(again) == ["Der Code ist abgelaufen. Bitte fordern Sie einen neuen an."]
    assert Mail.objects.filter(kind="circular_receipt").count() == 1


def test_wrong_code_leaves_no_vote(client, front, resolution, person):
    ask(client, front, resolution, person)
    wrong = "0000 0000" if newest_code() != "0000 0000" else "1111 1111"

    answer = give(client, front, resolution, wrong)

    assert answer.status_code == 422
    assert "Dieser Code stimmt nicht oder gilt nicht mehr." in answer.content.decode()
    assert resolution.votes.count() == 0


def test_code_of_one_browser_is_of_no_use_in_another(client, front, resolution, person, db):
    ask(client, front, resolution, person)
    stranger = type(client)()
    if front == "/mein/":
        stranger.force_login(person.user)

    answer = give(stranger, front, resolution, newest_code())

    assert answer.status_code == 409
    assert resolution.votes.count() == 0


def test_answers_for_one_circular_do_not_count_for_another(client, front, board, person):
    first, second = begun(board), begun(board)
    ask(client, front, first, person)

    answer = give(client, front, second, newest_code())

    assert answer.status_code == 409
    assert second.votes.count() == 0


def test_codes_are_asked_for_and_tried_ten_times_at_most(client, front, resolution, person):
    answers = [ask(client, front, resolution, person).status_code for _time in range(10)]
    code = newest_code()
    answers.append(ask(client, front, resolution, person).status_code)

    assert answers == [200] * 10 + [429]
    assert give(client, front, resolution, code).status_code == 429
    assert resolution.votes.count() == 0


def test_missing_answer_is_said_at_its_question(client, front, resolution, person):
    answer = ask(client, front, resolution, person, vote="")

    assert answer.status_code == 422
    assert "Bitte beantworten Sie die zweite Frage." in answer.content.decode()
    assert Mail.objects.filter(kind="circular_code").count() == 0


def test_looking_changes_nothing(client, front, resolution, person):
    ask(client, front, resolution, person)
    looks = [
        getattr(client, verb)(page_of(front, resolution, part)).status_code
        for verb in ("get", "head", "options")
        for part in ("", "code/", "stimme/")
    ]

    assert looks == [200, 405, 405] * 2 + [405] * 3
    assert resolution.votes.count() == 0
    assert Mail.objects.filter(kind="circular_code").count() == 1


def test_code_is_secret_and_a_newer_one_replaces_it(client, front, resolution, person):
    ask(client, front, resolution, person)
    ask(client, front, resolution, person)

    codes = Mail.objects.filter(kind="circular_code").order_by("pk")
    assert [(one.is_secret, one.state) for one in codes] == [
        (True, Mail.State.DROPPED),
        (True, Mail.State.QUEUED),
    ]


def test_late_vote_is_refused_in_words_even_with_a_code(client, front, resolution, person):
    ask(client, front, resolution, person)
    run_out(resolution)

    answer = give(client, front, resolution, newest_code())

    assert answer.status_code == 409
    (words,) = said(answer)
    assert words.startswith("Diese Stimme kam zu spät und zählt nicht: Die Frist endete am ")
    assert resolution.votes.count() == 0


# --- Who may not ----------------------------------------------------------------


def guest(board):
    return make.make_guest(meeting=make.make_meeting(board=board)).person


def of_another_board(board):
    return make_voters(1)[1][0]


@pytest.mark.parametrize("somebody", [guest, of_another_board])
def test_strangers_find_nothing_at_any_door(client, board, resolution, somebody):
    stranger = somebody(board)
    front = front_of(client, stranger)
    data = ANSWERS | {"seat": board.seats.first().pk}

    answers = [
        client.get(page_of(front, resolution)),
        client.post(page_of(front, resolution, "code/"), data),
        client.post(page_of(front, resolution, "stimme/"), {"code": "12345678"}),
        client.get(page_of(front, resolution, "unterlagen/1/a.pdf")),
    ]

    assert [one.status_code for one in answers] == [404] * 4
    assert resolution.title not in client.get(front).content.decode()


def test_former_member_finds_nothing_from_the_next_request_on(client, front, resolution, person):
    assert client.get(page_of(front, resolution)).status_code == 200
    Mandate.objects.filter(person=person).delete()

    assert client.get(page_of(front, resolution)).status_code == 404
    assert ask(client, front, resolution, person_with(person)).status_code == 404


def person_with(person):
    """Give the person a seat elsewhere, so that the link itself stays open."""
    make.make_mandate(person=person)
    return person


def test_advisory_member_reads_and_is_told_why_there_is_no_vote(client, board, resolution):
    advisory = make.make_mandate(seat=make.make_seat(board=board, is_voting=False)).person
    front = front_of(client, advisory)

    page = client.get(page_of(front, resolution)).content.decode()
    answer = ask(client, front, resolution, advisory)

    assert "Der Saal ist belegt." in page
    assert MUTE in page
    assert "Code anfordern" not in page
    assert answer.status_code == 409
    assert said(answer) == [MUTE]


def test_deputy_reads_and_may_vote_until_the_member_has(client, person, resolution):
    deputy = make_deputy(person)
    front = front_of(client, deputy)

    before = client.get(page_of(front, resolution)).content.decode()
    vote(resolution, person)
    after = client.get(page_of(front, resolution)).content.decode()

    assert "Ihre Stimme zählt nur, solange das Mitglied nicht selbst abstimmt." in before
    assert "Code anfordern" in before
    assert "Das Mitglied hat schon abgestimmt; es zählt seine Stimme." in after
    assert "Code anfordern" not in after


def test_draft_is_nobodys_but_the_offices(client, front, board):
    draft = make_circular(board=board, text="Kanarienvogel-4711")

    pages = [client.get(f"{front}{one}").content.decode() for one in ("", "beschluesse/")]

    assert client.get(page_of(front, draft)).status_code == 404
    assert "Kanarienvogel-4711" not in "".join(pages)


# --- Around it ------------------------------------------------------------------


def test_home_names_what_runs_and_whether_the_vote_is_missing(client, front, resolution, person):
    missing = client.get(front).content.decode()
    vote(resolution, person)
    given = client.get(front).content.decode()

    assert page_of(front, resolution) in missing
    assert "Ihre Stimme fehlt" in missing
    assert "Stimme abgegeben" in given


def test_result_stands_on_the_page_afterwards(client, front, board, person, resolution):
    for mandate in Mandate.objects.filter(seat__board=board).select_related("person"):
        vote(resolution, mandate.person)
    circular.close(resolution)

    page = client.get(page_of(front, resolution)).content.decode()

    assert "Angenommen" in page
    assert "Ja 3 · Nein 0 · Enthaltung 0" in page
    assert f"{front}beschluesse/{board.slug}-1/" in page
    assert "Code anfordern" not in page


@pytest.mark.parametrize("size", [1, 10])
def test_page_needs_so_many_queries(client, django_assert_num_queries, size):
    board, people = make_voters(size)
    for one in people:
        make_deputy(one)
    resolution = begun(board)
    for one in people[:-1]:
        vote(resolution, one)
    address = page_of(front_of(client, people[-1]), resolution)
    client.get(address)

    with django_assert_num_queries(9):
        client.get(address)
