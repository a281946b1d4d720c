"""How the office decides on proposals: on its own boards, with the right, once."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, AgendaProposal
from post.models import Mail
from tests import factories as make
from tests.office import session

pytestmark = pytest.mark.django_db


def address(view, *args):
    return reverse(f"admin:meetings_agendaproposal_{view}", args=args)


@pytest.fixture
def proposal():
    return make.make_proposal(title="KI im Handwerk", text="Warum <jetzt>?")


@pytest.fixture
def office(client, proposal):
    client.force_login(make.make_leader(proposal.meeting.board))
    return client


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_office_sees_a_proposal_and_cannot_rewrite_it(office, proposal):
    page = office.get(address("change", proposal.pk)).content.decode()
    listed = office.get(address("changelist")).content.decode()

    assert "KI im Handwerk" in listed
    assert "Warum &lt;jetzt&gt;?" in page
    assert proposal.seat.organisation.name in page
    assert 'name="_save"' not in page
    assert office.post(address("change", proposal.pk), {"title": "X"}).status_code == 403


def test_moving_a_session_says_anew_which_proposals_are_late(client):
    client.force_login(make.make_staff(is_superuser=True))
    meeting = make.make_meeting(held_on=timezone.localdate() + dt.timedelta(days=60))
    proposal = make.make_proposal(meeting=meeting)
    edit = reverse("admin:meetings_meeting_change", args=[meeting.pk])

    for days, is_late in ((5, True), (60, False)):
        held_on = timezone.localdate() + dt.timedelta(days=days)
        seen = client.get(edit).context["adminform"].form["seen"].value()
        form = session(meeting.board, number=1, slug=meeting.slug, seen=seen)
        client.post(edit, form | {"held_on": f"{held_on}"})

        proposal.refresh_from_db()
        assert proposal.meeting.held_on == held_on
        assert proposal.is_late is is_late
        assert ("nach der Frist" in client.get(address("changelist")).content.decode()) is is_late


def test_accepting_leads_to_the_session_and_says_who_is_told(office, proposal):
    answer = office.post(address("accept", proposal.pk), follow=True)

    assert said(answer) == [
        f"„KI im Handwerk“ ist jetzt TOP 1. {proposal.person.full_name} bekommt eine Mail."
    ]
    assert answer.redirect_chain[0][0] == reverse(
        "admin:meetings_meeting_change", args=[proposal.meeting_id]
    )
    assert Mail.objects.get().person == proposal.person


def test_second_click_is_told_that_it_is_decided(office, proposal):
    for _click in range(2):
        answer = office.post(address("accept", proposal.pk), follow=True)

    assert said(answer)[-1].startswith("Über diesen Vorschlag ist schon entschieden: aufgenommen")
    assert (AgendaItem.objects.count(), Mail.objects.count()) == (1, 1)
    assert "Entscheiden" not in answer.content.decode()


def test_declining_without_a_reason_changes_nothing(office, proposal):
    refused = office.post(address("decline", proposal.pk), {"reason": " "}, follow=True)
    proposal.refresh_from_db()
    assert said(refused) == ["Bitte begründen Sie die Ablehnung."]
    assert proposal.is_open

    office.post(address("decline", proposal.pk), {"reason": "Kommt später."})
    proposal.refresh_from_db()
    assert (proposal.state, proposal.decision_reason) == ("declined", "Kommt später.")


def test_opening_the_addresses_of_acts_changes_nothing(office, proposal):
    for act in ("accept", "decline"):
        assert office.get(address(act, proposal.pk)).status_code == 405

    assert AgendaProposal.objects.get().is_open


def test_proposal_of_another_board_is_as_missing(office, proposal):
    foreign = make.make_proposal(title="Fremd")

    for key in (foreign.pk, 987654):
        assert office.post(address("accept", key)).status_code == 404
        assert office.get(address("change", key)).status_code == 302
    assert "Fremd" not in office.get(address("changelist")).content.decode()
    assert "Fremd" not in office.get("/admin/").content.decode()
    assert not AgendaItem.objects.exists()


def test_deciding_needs_the_right(client, proposal):
    client.force_login(make.make_staff("meetings.view_agendaproposal", "partners.view_person"))

    assert client.post(address("accept", proposal.pk)).status_code == 403
    page = client.get(address("change", proposal.pk)).content.decode()
    assert "KI im Handwerk" in page
    assert "In die Tagesordnung aufnehmen" not in page


def test_today_names_what_waits_for_a_decision(office, proposal):
    page = office.get("/admin/").content.decode()
    assert "Vorschlag „KI im Handwerk“" in page

    office.post(address("accept", proposal.pk))

    assert "Vorschlag „KI im Handwerk“" not in office.get("/admin/").content.decode()


@pytest.mark.parametrize("size", [1, 10])
def test_list_needs_so_many_queries(client, django_assert_num_queries, size):
    meeting = make.make_meeting()
    for _number in range(size):
        make.make_proposal(meeting=meeting)
    client.force_login(make.make_staff(is_superuser=True))

    with django_assert_num_queries(7):
        client.get(address("changelist"))
