"""Topics in the office: decided on by acts, on one's own boards, linked to their items."""

import pytest
from django.urls import reverse

from advice.models import Topic, Weighing
from post.models import Mail
from tests import factories as make
from tests.advice.weighing import begun, make_waiting, said
from tests.advising import make_topic
from tests.meetings.balloting import make_voters
from tests.office import change

pytestmark = pytest.mark.django_db

State = Topic.State
CANARY = "Kanarienvogel-4711"


def address(view, *args, model="topic"):
    return reverse(f"admin:advice_{model}_{view}", args=args)


@pytest.fixture
def board():
    return make_voters(1)[0]


@pytest.fixture
def topic(board):
    person = make.make_person()
    return make_topic(
        board=board, title="Recht", slug="recht", state=State.SUBMITTED, proposed_by=person
    )


@pytest.fixture
def office(client, board):
    client.force_login(make.make_leader(board))
    return client


def form(office, topic, **values):
    seen = office.get(change(topic)).context["adminform"].form["seen"].value()
    base = {"title": topic.title, "visibility": topic.visibility, "seen": seen, "summary": ""}
    return base | {"proposed_on": f"{topic.proposed_on}"} | values


ACTS = [
    ("discuss", "", "discussed", "in Beratung"),
    ("adopt", "", "adopted", "aufgenommen"),
    ("defer", "Später.", "deferred", "zurückgestellt"),
    ("reject", "Nein.", "rejected", "abgelehnt"),
]


@pytest.mark.parametrize(("act", "reason", "state", "label"), ACTS)
def test_office_decides_and_the_proposer_is_told(office, topic, act, reason, state, label):
    answer = office.post(address(act, topic.pk), {"reason": reason}, follow=True)

    topic.refresh_from_db()
    words = f"„Recht“: {label}. Wer es vorgeschlagen hat, bekommt eine Mail."
    assert said(answer) == [words]
    assert (topic.state, topic.state_reason) == (state, reason)
    assert Mail.objects.filter(kind="topic_decided", person=topic.proposed_by).count() == 1


def test_second_click_is_refused_and_tells_nobody(office, topic):
    office.post(address("adopt", topic.pk))

    answer = office.post(address("adopt", topic.pk), follow=True)

    assert said(answer)[-1] == "Das Thema ist schon entschieden: aufgenommen."
    assert Mail.objects.count() == 1


@pytest.mark.parametrize("act", ["defer", "reject"])
def test_without_a_reason_nothing_is_put_off(office, topic, act):
    answer = office.post(address(act, topic.pk), {"reason": " "}, follow=True)

    topic.refresh_from_db()
    assert said(answer) == ["Bitte nennen Sie den Grund."]
    assert topic.state == State.SUBMITTED


def test_form_offers_the_acts_that_are_possible(office, topic):
    def offered():
        page = office.get(change(topic)).content.decode()
        return [act for act, *_rest in ACTS if address(act, topic.pk) in page]

    before = offered()
    office.post(address("adopt", topic.pk))

    assert before == ["discuss", "adopt", "defer", "reject"]
    assert offered() == ["defer"]


@pytest.mark.parametrize("act", [one for one, *_rest in ACTS])
def test_looking_decides_nothing(office, topic, act):
    assert office.get(address(act, topic.pk)).status_code == 405


@pytest.mark.parametrize("act", [one for one, *_rest in ACTS])
def test_topics_of_other_boards_do_not_exist(office, act):
    foreign = make_topic(state=State.SUBMITTED, title=CANARY)

    assert office.post(address(act, foreign.pk), {"reason": "x"}).status_code == 404
    assert office.get(change(foreign)).status_code in {302, 404}
    assert CANARY not in office.get(address("changelist")).content.decode()


def test_who_may_only_look_decides_nothing(client, topic):
    client.force_login(make.make_staff("advice.view_topic"))

    page = client.get(change(topic)).content.decode()

    assert client.post(address("adopt", topic.pk)).status_code == 403
    assert 'id="decision"' not in page
    assert "(verborgen)" in page


def test_form_changes_neither_state_nor_address(office, topic):
    office.post(change(topic), form(office, topic, title="Recht neu", state="adopted", slug="neu"))

    topic.refresh_from_db()
    assert (topic.title, topic.state, topic.slug) == ("Recht neu", "submitted", "recht")


def test_office_writes_a_topic_of_its_own(office, board):
    data = {"title": "KI", "slug": "ki", "board": board.pk, "visibility": "public", "summary": ""}

    office.post(address("add"), data | {"proposed_on": "2026-02-01"})

    found = Topic.objects.get()
    assert (found.title, found.state, found.proposed_by) == ("KI", "submitted", None)


# --- Agenda items ---------------------------------------------------------------


def test_items_of_the_board_are_linked_and_public_at_once(office, board, topic):
    item = make.make_agenda_item(meeting=make.make_meeting(board=board))
    before = topic.public_changed_at

    office.post(change(topic), form(office, topic, agenda_items=[item.pk]))

    topic.refresh_from_db()
    assert list(topic.agenda_items.all()) == [item]
    assert topic.public_changed_at > before


def test_items_of_other_boards_are_neither_offered_nor_taken(client, topic):
    foreign = make.make_agenda_item(title=CANARY)
    own = make.make_agenda_item(meeting=make.make_meeting(board=topic.board), title="Eigener")
    client.force_login(make.make_staff(is_superuser=True))

    page = client.get(change(topic)).content.decode()
    query = {"app_label": "advice", "model_name": "topic", "field_name": "agenda_items"}
    found = client.get(
        "/admin/autocomplete/", query | {"gremium": topic.board_id, "term": ""}
    ).json()["results"]
    answer = client.post(change(topic), form(client, topic, agenda_items=[foreign.pk]))

    assert f"?gremium={topic.board_id}" in page
    assert [one["id"] for one in found] == [f"{own.pk}"]
    assert found[0]["text"] == f"{own.meeting.title}, {own.meeting.held_on:%d.%m.%Y}: TOP 1 Eigener"
    assert answer.context["adminform"].form.errors.keys() == {"agenda_items"}
    assert not topic.agenda_items.exists()


def test_who_may_not_see_items_loses_none_by_saving(client, topic):
    item = make.make_agenda_item(meeting=make.make_meeting(board=topic.board), title=CANARY)
    topic.agenda_items.add(item)
    client.force_login(make.make_staff("advice.view_topic", "advice.change_topic"))

    page = client.get(change(topic)).content.decode()
    client.post(change(topic), form(client, topic, title="Anders"))

    topic.refresh_from_db()
    assert CANARY not in page
    assert topic.title == "Anders"
    assert list(topic.agenda_items.all()) == [item]


# --- Weighing and deleting --------------------------------------------------------


def test_action_leads_to_a_new_weighing_of_the_chosen(office, board):
    chosen = make_waiting(board, "A", "B")
    data = {"action": "weigh", "_selected_action": [one.pk for one in chosen]}

    answer = office.post(address("changelist"), data)
    page = office.get(answer.url).content.decode()

    assert answer.url.startswith(f"{address('add', model='weighing')}?board={board.pk}&topics=")
    assert page.count("checked") == 2
    assert not Weighing.objects.exists()


def test_action_on_topics_that_are_gone_says_so(office):
    data = {"action": "weigh", "_selected_action": [4711]}

    answer = office.post(address("changelist"), data, follow=True)

    assert said(answer) == ["Diese Themen gibt es nicht mehr. Bitte wählen Sie neu."]


def test_action_refuses_topics_of_two_boards(client):
    client.force_login(make.make_staff(is_superuser=True))
    chosen = [make_topic().pk, make_topic().pk]

    answer = client.post(
        address("changelist"), {"action": "weigh", "_selected_action": chosen}, follow=True
    )

    assert said(answer) == ["Bitte wählen Sie Themen eines einzigen Gremiums."]


def test_only_an_untouched_topic_of_the_office_is_deleted(office, board, topic):
    weighed = begun(board).topics.first()
    own = make_topic(board=board)

    found = [office.get(change(one, "delete")).status_code for one in (topic, weighed, own)]

    assert found == [403, 403, 200]
    assert "delete_selected" not in office.get(address("changelist")).content.decode()


@pytest.mark.parametrize("count", [1, 10])
def test_list_needs_so_many_queries(office, board, count, django_assert_num_queries):
    for _number in range(count):
        make_topic(board=board, organisation=make.make_organisation())
    office.get(address("changelist"))

    with django_assert_num_queries(13):
        office.get(address("changelist"))
