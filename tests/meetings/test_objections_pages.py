"""Objecting behind both doors: in time, per item, with nothing lost."""

import datetime as dt

import pytest
import time_machine

from accounts.visibility import Visibility
from meetings import objections
from meetings.minutes import acts
from meetings.models import Objection
from post.models import PersonalLink
from tests import factories as make
from tests.held import make_held_meeting, make_record
from tests.meetings import minuting

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """A member of a board on which a colleague sits since before."""
    colleague = make.make_mandate()
    return make.make_member(colleague.seat.board).person


@pytest.fixture
def minutes(person):
    board = person.mandates.get().seat.board
    return minuting.released(meeting=make_held_meeting(board=board))


def link_of(person):
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


@pytest.fixture(params=["login", "link"])
def front(request, client, minutes, person):
    if request.param == "login":
        client.force_login(person.user)
    start = "/mein/" if request.param == "login" else link_of(person)
    return f"{start}sitzungen/{minutes.meeting.slug}/protokoll/"


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def object_at(client, front, item="", text="Es waren <neun>."):
    return client.post(f"{front}einwenden/", {"item": item, "text": text}, follow=True)


def test_member_objects_to_an_item_and_sees_it_with_its_answer(client, front, minutes, person):
    item = minutes.meeting.agenda_items.get()

    page = object_at(client, front, item.pk)
    objections.answer(Objection.objects.get(), "declined", "Wir haben <zehn> gezählt.")
    later = client.get(front).content.decode()

    assert said(page) == [
        "Ihre Einwendung ist eingegangen. Die Geschäftsstelle antwortet Ihnen. "
        "Sie bekommen eine Mail zur Bestätigung."
    ]
    assert page.redirect_chain == [(f"{front}#einwendungen", 302)]
    assert "Es waren &lt;neun&gt;." in page.content.decode()
    assert "Zurückziehen" in page.content.decode()
    assert "nicht übernommen" in later
    assert "Wir haben &lt;zehn&gt; gezählt." in later
    assert "Zurückziehen" not in later


def test_page_of_a_person_leads_to_the_minutes_with_their_period(client, front, minutes):
    home = front.split("sitzungen/")[0]

    page = client.get(home).content.decode()

    assert f'href="{front}"' in page
    assert f"freigegeben, Einwendungen bis {minutes.objections_until:%d.%m.%Y}" in page


def test_link_at_an_item_chooses_it_in_the_form(client, front, minutes):
    item = minutes.meeting.agenda_items.get()

    page = client.get(f"{front}?top=1").content.decode()

    assert 'href="?top=1#einwenden"' in page
    assert f'<option value="{item.pk}" selected>' in page


@pytest.mark.parametrize("top", ["0", "-1", "x", "9" * 30, "1 OR 1"])
def test_any_item_asked_for_gives_the_page(client, front, top):
    assert client.get(front, {"top": top}).status_code == 200


def test_nobody_sees_what_a_colleague_objected_to(client, front, minutes):
    minuting.objection(minutes, text="Einwand einer Kollegin")

    assert "Einwand einer Kollegin" not in client.get(front).content.decode()


def test_own_objection_is_withdrawn_and_a_foreign_one_does_not_exist(
    client, front, minutes, person
):
    own = objections.raise_objection(minutes, person, None, "Nein")
    foreign = minuting.objection(minutes)
    urls = [f"{front}einwendungen/{key}/zurueckziehen/" for key in (own.pk, foreign.pk, 10**9)]

    looked = client.get(urls[0]).status_code
    answers = [client.post(url) for url in urls]

    assert looked == 405
    assert [one.status_code for one in answers] == [302, 404, 404]
    assert Objection.objects.get() == foreign


def test_looking_changes_nothing(client, front):
    assert client.get(f"{front}einwenden/").status_code == 405
    assert not Objection.objects.exists()


def test_after_the_deadline_the_words_come_back_with_what_to_do(client, front, minutes, person):
    after = dt.datetime.combine(minutes.objections_until, dt.time(23, 30), dt.UTC)
    with time_machine.travel(after, tick=False):
        if front.startswith("/mein/"):
            client.force_login(person.user)
        page = object_at(client, front).content.decode()

    assert "Ihre Einwendung wurde nicht angenommen" in page
    assert "Die Frist für Einwendungen endete am" in page
    assert "Es waren &lt;neun&gt;.</textarea>" in page
    assert "Einwendung erheben" not in page
    assert not Objection.objects.exists()


def test_item_the_member_may_not_read_cannot_be_chosen(client, front, minutes):
    hidden = make.make_agenda_item(
        meeting=minutes.meeting, title="Kanarie", visibility=Visibility.OFFICE
    )
    make_record(agenda_item=hidden)
    other = make_record().agenda_item
    acts.freeze(minutes, minuting.Occasion.RELEASE, None)

    pages = [object_at(client, front, key).content.decode() for key in (hidden.pk, other.pk, "x")]

    assert not Objection.objects.exists()
    for page in pages:
        assert "Kanarie" not in page
        assert "Es waren &lt;neun&gt;.</textarea>" in page


def test_nobody_without_a_seat_and_nobody_to_a_draft(client, minutes):
    guest = make.make_person()
    make.make_guest(meeting=minutes.meeting, person=guest)
    draft = minuting.make_ready_minutes()
    member = make.make_member(draft.meeting.board).person
    urls = [
        f"{link_of(guest)}sitzungen/{minutes.meeting.slug}/protokoll/einwenden/",
        f"{link_of(member)}sitzungen/{draft.meeting.slug}/protokoll/einwenden/",
    ]

    assert [client.post(url, {"text": "A"}).status_code for url in urls] == [404, 404]
    assert not Objection.objects.exists()


def test_approved_minutes_offer_no_form(client, front, minutes):
    before = client.get(front).content.decode()
    acts.approve(minutes, minuting.later(minutes), None)

    after = client.get(front).content.decode()

    assert "Einwendung erheben" in before
    assert "Einwendung" not in after


@pytest.mark.parametrize("size", [1, 10])
def test_page_needs_so_many_queries(client, django_assert_num_queries, minutes, person, size):
    for number in range(size):
        item = make.make_agenda_item(meeting=minutes.meeting)
        make_record(agenda_item=item)
        objections.raise_objection(minutes, person, item, f"Nein {number}")
    acts.freeze(minutes, minuting.Occasion.RELEASE, None)
    front = f"{link_of(person)}sitzungen/{minutes.meeting.slug}/protokoll/"
    client.get(front)

    # One of them asks the levels of today: what is frozen has those of its day. Another whether
    # the session is the reader's still, and may be led to.
    with django_assert_num_queries(11):
        client.get(front)
