"""Proposing an item from a member's page, behind both doors."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from meetings.models import AgendaProposal
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-0817"


@pytest.fixture
def meeting():
    return make.make_meeting(visibility="members")


@pytest.fixture
def person(meeting):
    return make.make_member(meeting.board).person


@pytest.fixture(params=["login", "link"])
def front(request, client, person):
    """Where the person's pages begin, behind one of the two doors."""
    if request.param == "login":
        client.force_login(person.user)
        return "/mein/"
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def propose(client, front, meeting, **values):
    data = {"meeting": meeting.pk, "title": "Thema", "text": "", "minutes": ""} | values
    return client.post(f"{front}vorschlaege/einreichen/", data, follow=True)


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_proposal_is_handed_in_and_listed(client, front, meeting, person):
    answer = propose(client, front, meeting, text="<b>Warum</b>", minutes="15")

    proposal = AgendaProposal.objects.get()
    assert (proposal.person, proposal.meeting, proposal.minutes_planned) == (person, meeting, 15)
    assert said(answer)[0].startswith("Ihr Vorschlag ist eingereicht. Die Geschäftsstelle")
    page = answer.content.decode()
    assert "&lt;b&gt;Warum&lt;/b&gt;" in page
    assert f"{front}vorschlaege/{proposal.pk}/zurueckziehen/" in page
    assert "Ihre offenen Vorschläge" in client.get(front).content.decode()


def test_late_proposal_is_told_that_the_board_must_agree(client, front, meeting):
    meeting.held_on = timezone.localdate() + dt.timedelta(days=5)
    meeting.save()

    page = client.get(f"{front}vorschlaege/").content.decode()
    answer = propose(client, front, meeting)

    assert "nur, wenn das Gremium in der Sitzung zustimmt" in page
    assert "nach der Frist" in said(answer)[0]
    assert AgendaProposal.objects.get().is_late


@pytest.mark.parametrize(
    "values", [{"title": " "}, {"title": "x" * 301}, {"minutes": "0"}, {"text": "a\0b"}]
)
def test_what_is_wrong_comes_back_with_the_words_typed(client, front, meeting, values):
    answer = propose(client, front, meeting, **{"text": "Meine Worte"} | values)

    assert answer.status_code == 200
    assert "is-invalid" in answer.content.decode()
    assert "text" in values or "Meine Worte" in answer.content.decode()
    assert not AgendaProposal.objects.exists()


def test_session_is_asked_only_where_there_is_a_choice(client, front, meeting):
    assert "<select" not in client.get(f"{front}vorschlaege/").content.decode()

    second = make.make_meeting(board=meeting.board)
    page = client.get(f"{front}vorschlaege/", {"sitzung": second.slug}).content.decode()

    assert f'<option value="{second.pk}" selected>' in page
    propose(client, front, second)
    assert AgendaProposal.objects.get().meeting == second


def test_way_from_a_session_leads_to_the_form_for_this_session(client, front, meeting):
    meeting.held_on += dt.timedelta(days=9)
    meeting.save()
    first = make.make_meeting(board=meeting.board, held_on=meeting.held_on - dt.timedelta(days=5))

    for page in (front, f"{front}sitzungen/{meeting.slug}/"):
        ways = re.findall(r'href="([^"]+)">TOP vorschlagen', client.get(page).content.decode())
        assert ways[-1] == f"{front}vorschlaege/?sitzung={meeting.slug}"
        form = client.get(ways[-1]).content.decode()
        assert f'<option value="{meeting.pk}" selected>' in form
        assert f'<option value="{first.pk}">' in form


def test_own_proposals_stand_above_the_form_with_their_state(client, front, meeting, person):
    make.make_proposal(meeting=meeting, person=person, title="Meins")

    page = client.get(f"{front}vorschlaege/").content.decode()

    assert page.index("Meins") < page.index("eingereicht</span>") < page.index('name="title"')


def test_foreign_and_hidden_sessions_are_refused_alike(client, front, meeting):
    foreign = make.make_meeting()
    hidden = make.make_meeting(board=meeting.board, visibility="office", date_note=CANARY)

    for one in (foreign, hidden):
        answer = propose(client, front, one)
        assert answer.context["form"].errors.keys() == {"meeting"}
        assert one.slug not in answer.content.decode()
    assert not AgendaProposal.objects.exists()


def test_own_proposal_is_withdrawn_and_another_one_is_as_missing(client, front, meeting, person):
    own = make.make_proposal(meeting=meeting, person=person)
    other = make.make_proposal(meeting=meeting, title=CANARY)

    assert CANARY not in client.get(f"{front}vorschlaege/").content.decode()
    for key in (other.pk, 987654):
        assert client.post(f"{front}vorschlaege/{key}/zurueckziehen/").status_code == 404
    answer = client.post(f"{front}vorschlaege/{own.pk}/zurueckziehen/", follow=True)

    assert said(answer) == ["Ihr Vorschlag ist zurückgezogen."]
    assert list(AgendaProposal.objects.all()) == [other]


def test_decision_and_its_reason_stand_on_the_page(client, front, meeting, person):
    make.make_proposal(
        meeting=meeting,
        person=person,
        state="declined",
        decision_reason="Kommt später.",
        decided_at=timezone.now(),
    )

    page = client.get(f"{front}vorschlaege/").content.decode()

    assert "nicht aufgenommen" in page
    assert "Kommt später." in page
    assert "Zurückziehen" not in page


def test_opening_the_addresses_of_acts_changes_nothing(client, front, meeting, person):
    own = make.make_proposal(meeting=meeting, person=person)

    for path in ("einreichen/", f"{own.pk}/zurueckziehen/"):
        assert client.get(f"{front}vorschlaege/{path}").status_code == 405
        assert client.head(f"{front}vorschlaege/{path}").status_code == 405
    assert AgendaProposal.objects.count() == 1


def test_without_a_coming_session_there_is_no_form(client, front, meeting):
    meeting.is_cancelled, meeting.cancellation_reason = True, "Grippe"
    meeting.save()

    assert "keine Sitzung angekündigt" in client.get(f"{front}vorschlaege/").content.decode()
    assert propose(client, front, meeting).status_code == 200
    assert not AgendaProposal.objects.exists()


def test_former_member_finds_no_session_and_a_dead_link(client, meeting, person):
    proposal = make.make_proposal(meeting=meeting, person=person, title=CANARY)
    client.force_login(person.user)
    assert CANARY in client.get("/mein/vorschlaege/").content.decode()
    link = f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/vorschlaege/"
    person.mandates.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    propose(client, "/mein/", meeting)

    assert client.get(link).status_code == 404
    page = client.get("/mein/vorschlaege/")
    assert page.context["meetings"] == []
    assert CANARY not in page.content.decode()
    assert client.post(f"/mein/vorschlaege/{proposal.pk}/zurueckziehen/").status_code == 404
    assert AgendaProposal.objects.count() == 1
