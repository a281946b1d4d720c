"""How the office answers objections: on its own boards, with the right, once."""

import pytest
from django.urls import reverse

from meetings.models import Objection
from post.models import Mail
from tests import factories as make
from tests.meetings import minuting

pytestmark = pytest.mark.django_db


def address(view, *args):
    return reverse(f"admin:meetings_objection_{view}", args=args)


@pytest.fixture
def objection():
    return minuting.objection(minuting.released(), text="Es waren <neun>.")


@pytest.fixture
def office(client, objection):
    client.force_login(make.make_leader(objection.minutes.meeting.board))
    return client


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def answer_to(client, objection, outcome="accepted", words="Stimmt."):
    data = {"outcome": outcome, "answer": words}
    return client.post(address("answer", objection.pk), data, follow=True)


def test_office_reads_an_objection_and_cannot_rewrite_it(office, objection):
    page = office.get(address("change", objection.pk)).content.decode()
    listed = office.get(address("changelist")).content.decode()

    assert "Es waren &lt;neun&gt;." in page
    assert "Es waren &lt;neun&gt;." in listed
    assert objection.seat.organisation.name in page
    assert "Übernehmen und mitteilen" in page
    assert 'name="_save"' not in page
    assert office.post(address("change", objection.pk), {"text": "X"}).status_code == 403


def test_answer_is_kept_told_and_cannot_be_given_again(office, objection):
    first = answer_to(office, objection)
    second = answer_to(office, objection, "declined", "Doch nicht")

    objection.refresh_from_db()
    page = office.get(address("change", objection.pk)).content.decode()
    assert said(first) == [f"Beantwortet. {objection.person.full_name} bekommt eine Mail."]
    assert said(second) == ["Diese Einwendung ist schon beantwortet: übernommen."]
    assert "Doch nicht" in second.content.decode()
    assert (objection.outcome, objection.answer) == ("accepted", "Stimmt.")
    assert Mail.objects.filter(kind="objection").count() == 1
    assert "Stimmt." in page
    assert "Übernehmen und mitteilen" not in page


def test_refused_answer_keeps_its_words_in_the_form(office, objection):
    page = answer_to(office, objection, "", "Lange überlegt <b>")

    assert said(page) == ["Bitte wählen Sie, ob die Einwendung übernommen wird."]
    assert "Lange überlegt &lt;b&gt;</textarea>" in page.content.decode()
    assert page.status_code == 200


def test_looking_at_the_answer_changes_nothing(office, objection):
    assert office.get(address("answer", objection.pk)).status_code == 405


def test_other_boards_objections_do_not_exist_and_reading_is_not_answering(client, objection):
    client.force_login(make.make_leader(make.make_board()))
    foreign = [
        client.get(address("change", objection.pk)).status_code,
        answer_to(client, objection).status_code,
        "neun" in client.get(address("changelist")).content.decode(),
    ]
    reader = make.make_staff("meetings.view_objection")
    objection.minutes.meeting.board.staff.add(reader)
    client.force_login(reader)

    page = client.get(address("change", objection.pk)).content.decode()

    assert foreign[1:] == [404, False]
    assert foreign[0] in {302, 404}
    assert "neun" in page
    assert "Übernehmen und mitteilen" not in page
    assert answer_to(client, objection).status_code == 403
    assert Objection.objects.get().outcome == "open"


def test_minutes_page_leads_to_its_objections(office, objection):
    page = office.get(
        reverse("admin:meetings_minutes_change", args=[objection.minutes_id])
    ).content.decode()
    listed = f"{address('changelist')}?minutes__meeting__id__exact={objection.minutes.meeting_id}"

    assert listed in page
    assert "neun" in office.get(listed).content.decode()


def test_list_needs_as_many_queries_for_one_as_for_ten(
    office, objection, django_assert_num_queries
):
    office.get(address("changelist"))
    with django_assert_num_queries(13):
        office.get(address("changelist"))
    for number in range(9):
        minuting.objection(objection.minutes, text=f"Nein {number}")

    with django_assert_num_queries(13):
        office.get(address("changelist"))


def test_minutes_are_filtered_by_board_without_an_error(office, objection):
    url = reverse("admin:meetings_minutes_changelist")
    board = objection.minutes.meeting.board

    answer = office.get(url, {"meeting__board__id__exact": board.pk})

    assert answer.status_code == 200
    assert [one.pk for one in answer.context["cl"].result_list] == [objection.minutes_id]
