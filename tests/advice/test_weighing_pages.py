"""Weighing behind both doors: five numbers, nothing typed lost, nothing told before the end."""

import re

import pytest

from advice import weighing as weighings
from advice.models import Topic
from tests import factories as make
from tests.advice.weighing import begun, front_of, give, given, run_out, said, topic
from tests.meetings.balloting import make_deputy, make_voters, seat_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make_voters(2)[0]


@pytest.fixture
def person(board):
    return make.make_member(board).person


@pytest.fixture
def weighing(board, person):
    return begun(board)


@pytest.fixture(params=["login", "link"])
def front(request, client, person):
    return front_of(client, person, request.param)


def text_of(answer):
    return answer.content.decode()


def page_of(front, weighing, part=""):
    return f"{front}gewichtung/{weighing.pk}/{part}"


def send(client, front, weighing, person, **numbers):
    data = {f"thema-{topic(weighing, name).pk}": value for name, value in numbers.items()}
    seat = {"seat": seat_of(person).pk}
    return client.post(page_of(front, weighing, "punkte/"), data | seat, follow=True)


def test_member_gives_points_and_changes_them(client, front, weighing, person):
    page = text_of(client.get(page_of(front, weighing)))
    done = send(client, front, weighing, person, Recht="4", Technik="1")
    changed = send(client, front, weighing, person, Recht="", Technik="4")

    assert page.count('type="number"') == 2
    assert said(done) == ["Ihre Punkte sind vermerkt. Bis zum Ende können Sie sie ändern."]
    assert text_of(done).count('value="4"') == 1
    assert given(weighing) == [("Technik", 4)]
    assert "Punkte ändern" in text_of(changed)


def test_too_many_points_are_said_and_nothing_typed_is_lost(client, front, weighing, person):
    answer = send(client, front, weighing, person, Recht="4", Technik="3")

    page = text_of(answer)
    assert answer.status_code == 422
    assert (
        "Sie haben 7 Punkte vergeben, es gibt aber nur 5. Bitte nehmen Sie 2 Punkte zurück." in page
    )
    assert 'value="4"' in page
    assert 'value="3"' in page
    assert given(weighing) == []


@pytest.mark.parametrize("typed", ["6", "-1", "1.5", "zwei", "9" * 5000, "٣٣", "1e3"])
def test_odd_numbers_are_refused(client, front, weighing, person, typed):
    answer = send(client, front, weighing, person, Recht=typed, Technik="1")

    assert answer.status_code == 422
    assert "Bitte geben Sie eine Zahl von 0 bis 5 ein." in text_of(answer)
    assert given(weighing) == []


@pytest.mark.parametrize("seat", ["", "x", "9" * 30, "0"])
def test_odd_seats_are_refused(client, front, weighing, seat):
    answer = client.post(page_of(front, weighing, "punkte/"), {"seat": seat})

    assert answer.status_code == 409
    assert said(answer) == ["Für diesen Sitz können Sie keine Punkte vergeben."]


def test_somebody_elses_seat_is_refused(client, front, board, weighing, person):
    other = seat_of(make.make_member(board).person)
    data = {"seat": other.pk, f"thema-{topic(weighing, 'Recht').pk}": "5"}

    assert client.post(page_of(front, weighing, "punkte/"), data).status_code == 409
    assert given(weighing) == []


def test_late_points_are_refused(client, front, weighing, person):
    run_out(weighing)
    answers = [send(client, front, weighing, person, Recht="5")]
    weighings.close(weighing)
    answers.append(send(client, front, weighing, person, Recht="5"))

    words = ["Diese Punkte zählen nicht mehr: Die Gewichtung ist beendet."]
    assert [(one.status_code, said(one)) for one in answers] == [(409, words)] * 2
    assert "das Ergebnis folgt" in text_of(answers[0])
    assert "1." in text_of(answers[1])


def test_deputy_reads_that_the_member_was_first(client, weighing, person):
    deputy = make_deputy(person)
    give(weighing, person, Recht=5)
    front = front_of(client, deputy)

    page = text_of(client.get(page_of(front, weighing)))
    answer = client.post(
        page_of(front, weighing, "punkte/"),
        {"seat": seat_of(person).pk, f"thema-{topic(weighing, 'Recht').pk}": "1"},
    )

    words = "Das Mitglied hat seine Punkte schon vergeben; es zählen seine."
    assert words in page
    assert 'type="number"' not in page
    assert (answer.status_code, said(answer)) == (409, [words])
    assert given(weighing) == [("Recht", 5)]


def test_somebody_with_two_seats_weighs_for_each(client, weighing, board, person):
    both = make.make_person()
    for seat in board.seats.exclude(mandates__person=person):
        make.make_mandate(seat=seat, person=both, role="deputy")
    front = front_of(client, both)

    page = text_of(client.get(page_of(front, weighing)))

    assert page.count('type="number"') == 4
    assert len(set(re.findall(r'id="sitz-\d+-thema-\d+"', page))) == 4


def test_hidden_topic_is_not_offered(client, front, weighing, person):
    Topic.objects.filter(title="Recht").update(visibility=make.OFFICE)

    page = text_of(client.get(page_of(front, weighing)))

    assert ">Recht<" not in page.replace("\n", "").replace(" ", "")
    assert "Technik" in page
    assert page.count('type="number"') == 1


def test_home_page_leads_to_a_running_weighing(client, front, weighing, person):
    before = text_of(client.get(front))
    give(weighing, person, Recht=1)
    after = text_of(client.get(front))
    weighings.close(weighing)
    closed = text_of(client.get(front))

    address = f'href="{page_of(front, weighing)}"'
    assert [address in one for one in (before, after, closed)] == [True, True, False]
    assert "Ihre Punkte fehlen" in before
    assert "Punkte vergeben" in after


def test_result_is_shown_at_the_end(client, front, weighing, person):
    give(weighing, person, Recht=2, Technik=2)
    running = text_of(client.get(page_of(front, weighing)))
    weighings.close(weighing)

    page = text_of(client.get(page_of(front, weighing)))
    overview = text_of(client.get(f"{front}themen/"))

    assert "<meter" not in running
    assert page.count("2 Punkte") == 2
    assert page.count('<span class="ranking-place">1.</span>') == 2
    assert page.count("<meter") == 2
    assert "1 von 3 Sitzen haben Punkte vergeben." in page
    assert f'href="{page_of(front, weighing)}"' in overview


def test_weighing_is_nobody_elses(client, weighing):
    stranger, guest = make_voters(1)[1][0], make.make_guest(meeting=make.make_meeting()).person

    fronts = [front_of(client, one) for one in (stranger, guest)]

    found = [client.get(page_of(one, weighing)).status_code for one in fronts]
    assert found == [404, 404]
    assert client.get(f"/mein/gewichtung/{weighing.pk}/").status_code == 302


def test_draft_is_the_offices(client, front, weighing):
    type(weighing).objects.update(opened_at=None)

    assert client.get(page_of(front, weighing)).status_code == 404
    assert weighing.title not in text_of(client.get(f"{front}themen/"))


def test_looking_gives_no_points(client, front, weighing):
    assert client.get(page_of(front, weighing, "punkte/")).status_code == 405
