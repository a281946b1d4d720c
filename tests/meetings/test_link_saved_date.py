"""Before the invitation a link shows the date and nothing that was not told."""

import pytest

from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

DRAFT, ITEM = "Entwurf-Einleitung", "Entwurf-TOP"


def read(client, person, path=""):
    token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
    return client.get(f"/l/{token}/{path}")


@pytest.fixture
def meeting():
    """A session of members whose date was told, with a draft of all the rest."""
    meeting = make.make_planned_meeting(
        visibility=make.MEMBERS, slug="bald", text=f"<p>{DRAFT}</p>"
    )
    make.make_agenda_item(meeting=meeting, title=ITEM, visibility=make.MEMBERS)
    make.make_dispatch(meeting=meeting, kind="save_the_date")
    return meeting


@pytest.fixture
def member(meeting):
    return meeting.board.seats.get().mandates.get().person


def test_member_reads_the_draft_only_from_the_invitation_on(client, meeting, member):
    before = read(client, member, "sitzungen/bald/")
    meeting.state = "invited"
    meeting.save()
    after = read(client, member, "sitzungen/bald/")

    assert before.status_code == 200
    assert [word in before.content.decode() for word in (DRAFT, ITEM)] == [False, False]
    assert [word in after.content.decode() for word in (DRAFT, ITEM)] == [True, True]


def test_guest_hears_of_it_from_the_invitation_on(client, meeting):
    guest = make.make_guest(meeting=meeting, response="accepted").person

    before = [read(client, guest, path) for path in ("", "sitzungen/bald/")]
    meeting.state = "invited"
    meeting.save()
    after = read(client, guest, "sitzungen/bald/")

    assert [one.status_code for one in before] == [200, 404]
    assert "sitzungen/bald" not in before[0].content.decode()
    assert DRAFT in after.content.decode()
