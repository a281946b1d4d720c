"""Weighings in the office: prepared, begun, ended; which points fell it learns at the end."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from advice import weighing as weighings
from advice.models import Weighing, Weight
from tests import factories as make
from tests.advice.weighing import begun, give, mails, make_waiting, said, topic
from tests.advising import make_topic, make_weighing
from tests.meetings.balloting import make_voters, seat_of
from tests.office import change

pytestmark = pytest.mark.django_db


def address(view, *args, model="weighing"):
    return reverse(f"admin:advice_{model}_{view}", args=args)


@pytest.fixture
def people():
    return make_voters(3)[1]


@pytest.fixture
def board(people):
    return seat_of(people[0]).board


@pytest.fixture
def office(client, board):
    client.force_login(make.make_leader(board))
    return client


def text_of(answer):
    return answer.content.decode()


def drafted(board):
    return make_weighing(board=board, topics=make_waiting(board, "A", "B"), opened_at=None)


def test_weighing_is_prepared_checked_and_begun(office, board, people):
    topics = make_waiting(board, "A", "B")
    day = timezone.localdate() + dt.timedelta(days=10)
    data = {"title": "Was zuerst?", "board": board.pk, "due_on": f"{day}"}

    office.post(address("add"), data | {"topics": [one.pk for one in topics]})
    weighing = Weighing.objects.get()
    page = text_of(office.get(address("begin", weighing.pk)))
    before = mails("weighing")
    answer = office.post(address("begin", weighing.pk), follow=True)

    assert "Jetzt an 3 Personen senden" in page
    assert "Verteilen Sie bitte fünf Punkte." in page.replace("\n", " ")
    assert before == []
    assert said(answer) == ["Die Gewichtung läuft; 3 Personen bekommen eine Mail."]
    assert mails("weighing") == sorted(one.email for one in people)
    assert "0 von 3 Sitzen haben Punkte vergeben." in text_of(answer)


def test_what_stands_in_the_way_is_said_before(office, board):
    draft = make_weighing(board=board, topics=make_waiting(board, "A"), opened_at=None)

    page = text_of(office.get(address("begin", draft.pk)))
    answer = office.post(address("begin", draft.pk), follow=True)

    assert "Bitte wählen Sie mindestens zwei Themen." in page
    assert "senden" not in page.split("submit-row")[1].split("</form>")[0]
    assert said(answer) == ["Bitte wählen Sie mindestens zwei Themen."]
    assert mails("weighing") == []


def test_topics_of_another_board_are_not_taken(client, board):
    client.force_login(make.make_staff(is_superuser=True))
    foreign = make_waiting(make.make_board(), "A", "B")
    data = {"title": "x", "board": board.pk, "due_on": "2027-05-05"}

    answer = client.post(address("add"), data | {"topics": [one.pk for one in foreign]})

    errors = answer.context["adminform"].form.errors
    assert errors == {
        "topics": ["Bitte wählen Sie nur Themen dieses Gremiums. Nicht dazu gehört: A, B."]
    }


def test_what_is_decided_meanwhile_can_be_taken_out_of_a_draft(office, board):
    draft = drafted(board)
    draft.topics.filter(title="A").update(state="adopted")
    page = office.get(change(draft))
    seen = page.context["adminform"].form["seen"].value()
    keep = draft.topics.get(title="B").pk

    office.post(
        change(draft), {"title": "x", "due_on": "2027-05-05", "topics": [keep], "seen": seen}
    )

    assert [one.title for one in draft.topics.all()] == ["B"]


def test_closing_is_asked_for_and_done_once(office, board, people):
    weighing = begun(board)
    give(weighing, people[0], Recht=5)

    page = text_of(office.get(address("close", weighing.pk)))
    before = mails("weighing_result")
    answers = [office.post(address("close", weighing.pk), follow=True) for _time in range(2)]

    assert "1 von 3 Sitzen haben Punkte vergeben." in page
    assert before == []
    assert [said(one) for one in answers] == [
        ["Die Gewichtung ist beendet, das Ergebnis geht an alle."],
        ["Diese Gewichtung läuft nicht."],
    ]
    assert "5 Punkte" in text_of(answers[0])
    assert len(mails("weighing_result")) == 3


@pytest.mark.parametrize("view", ["begin", "close"])
def test_weighings_of_other_boards_do_not_exist(office, view):
    foreign = drafted(make_voters(1)[0])

    assert office.get(address(view, foreign.pk)).status_code == 404
    assert office.post(address(view, foreign.pk)).status_code == 404


@pytest.mark.parametrize("view", ["begin", "close"])
def test_who_may_not_see_people_or_change_is_refused(client, board, view):
    weighing = drafted(board)
    rights = [
        ("advice.view_weighing", "partners.view_person"),
        ("advice.view_weighing", "advice.change_weighing"),
    ]

    for given in rights:
        client.force_login(make.make_staff(*given))
        assert client.get(address(view, weighing.pk)).status_code == 403
        assert client.post(address(view, weighing.pk)).status_code == 403
        assert address(view, weighing.pk) not in text_of(client.get(change(weighing)))


def test_running_weighing_is_neither_reworded_nor_deleted(office, board):
    weighing = begun(board)
    seen = office.get(change(weighing)).context["adminform"].form["seen"].value()

    office.post(change(weighing), {"title": "Anders", "due_on": "2030-01-01", "seen": seen})

    before = (weighing.title, weighing.due_on)
    weighing.refresh_from_db()
    assert (weighing.title, weighing.due_on) == before
    assert office.get(change(weighing, "delete")).status_code == 403
    assert office.get(change(drafted(board), "delete")).status_code == 200
    assert "delete_selected" not in text_of(office.get(address("changelist")))


# --- Nothing before the end -----------------------------------------------------------


def doors(client, weighing, people):
    """Return all the office can open about a weighing, its topics, seats and people."""
    one, seat = topic(weighing, "Recht"), seat_of(people[0])
    shown = [weighing, one, seat.board, seat.organisation, people[0], people[2]]
    addresses = [change(it, view) for it in shown for view in ("change", "history", "delete")]
    addresses += [change(seat), change(seat, "history")]
    addresses += [address("changelist"), address("changelist", model="topic")]
    addresses += ["/admin/", "/admin/nachweis/", address("close", weighing.pk)]
    addresses += [f"{address('changelist')}?weights__points={n}" for n in (1, 4)]
    addresses += [f"{address('changelist', model='topic')}?weights__points=4"]
    pages = {it: client.get(it) for it in addresses}
    for model in ("weighing", "topic"):
        export = client.post(address("export", model=model), {"format": "1"})
        pages[f"export {model}"] = export
    return {name: (one.status_code, body_of(one)) for name, one in pages.items()}


def body_of(answer):
    body = answer.getvalue() if answer.streaming else answer.content
    # Tokens and moments differ from one request to the next.
    lines = body.decode(errors="replace").splitlines()
    return [one for one in lines if "csrfmiddlewaretoken" not in one and "nonce" not in one]


@pytest.mark.parametrize("is_superuser", [True, False])
def test_office_cannot_tell_which_points_fell(client, board, people, is_superuser):
    """Everything it can open is the same whatever one seat gave, and by whom."""
    weighing = begun(board)
    user = make.make_leader(board, is_superuser=is_superuser)
    client.force_login(user)
    give(weighing, people[0], Recht=1)
    first = doors(client, weighing, people)

    give(weighing, people[0], Recht=1, Technik=4)
    second = doors(client, weighing, people)
    Weight.objects.all().delete()
    give(weighing, people[2], Technik=5)
    third = doors(client, weighing, people)

    assert [name for name in first if first[name] != second[name]] == []
    assert [name for name in first if first[name] != third[name]] == []
    assert first[address("changelist")][0] == 200


def test_office_sees_how_many_seats_have_weighed(office, board, people):
    weighing = begun(board)
    give(weighing, people[0], Recht=1, Technik=4)
    give(weighing, people[1], Recht=5)

    listed, page = text_of(office.get(address("changelist"))), text_of(office.get(change(weighing)))

    assert '<td class="field-shown_seats">2</td>' in listed
    assert "2 von 3 Sitzen haben Punkte vergeben." in page
    assert "<meter" not in page


def test_after_the_end_the_office_sees_the_result_and_no_names(office, board, people):
    weighing = begun(board)
    give(weighing, people[0], Recht=1, Technik=4)

    weighings.close(weighing)
    page = text_of(office.get(change(weighing)))

    assert "4 Punkte" in page
    assert people[0].family_name not in page


def test_points_alone_in_the_way_of_deleting_are_told(client):
    board, (person,) = make_voters(1)
    give(begun(board), person, Recht=5)
    person.mandates.all().delete()
    client.force_login(make.make_staff(is_superuser=True))

    answer = client.post(change(person, "delete"), {"post": "yes"})

    assert type(person).objects.filter(pk=person.pk).exists()
    assert "1 Eintrag, den Sie nicht einsehen dürfen" in text_of(answer)


@pytest.mark.parametrize("count", [1, 10])
def test_list_needs_so_many_queries(office, board, people, count, django_assert_num_queries):
    for number in range(count):
        weighings.close(begun(board, f"A{number}", f"B{number}"))
    make_topic(board=board)
    office.get(address("changelist"))

    with django_assert_num_queries(13):
        office.get(address("changelist"))
