"""What a session puts off stands on the next agenda only once its minutes say so."""

import pytest
from django.utils import timezone

from meetings import invitations, planning
from meetings.models import Minutes
from meetings.tasks import agenda
from post.models import Mail
from tests import factories as make
from tests.held import make_held_meeting, make_minutes, make_record

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"


@pytest.fixture
def minutes():
    """A draft that postpones a public item."""
    meeting = make_held_meeting()
    item = make.make_agenda_item(meeting=meeting, title=f"{CANARY} TOP")
    make_record(agenda_item=item, result="postponed")
    return make_minutes(meeting=meeting)


@pytest.fixture
def member(minutes):
    return make.make_member(minutes.meeting.board)


@pytest.fixture
def next_session(minutes, member):
    """The next session, planned while the minutes are a draft."""
    following = make.make_planned_meeting(board=minutes.meeting.board)
    following.agenda_items.all().delete()
    planning.fill_from_template(following, make.make_agenda_template("Begrüßung"))
    return following


def heard(client, meeting, front):
    """Return the pages of the next session on which the postponed item stands."""
    address = f"{front}sitzungen/{meeting.slug}/"
    parts = ("", "kalender.ics", "mappe.pdf", "tagesordnung.pdf")
    answers = [client.get(address + part) for part in parts]
    texts = [one.content.decode(errors="ignore") for one in answers if not one.streaming]
    return [one for one in texts if f"{CANARY} TOP" in one or "Vertagt" in one]


@pytest.mark.parametrize("front", ["/", "/mein/"])
def test_next_agenda_is_silent_about_what_a_draft_postpones(
    client, minutes, member, next_session, front
):
    invitations.send(next_session, "invitation", None)
    if front == "/mein/":
        client.force_login(member)

    mails = [mail.text for mail in Mail.objects.all()]
    before = heard(client, next_session, front)
    Minutes.objects.filter(pk=minutes.pk).update(state="released", released_at=timezone.now())
    agenda.take_over(next_session)

    assert "Begrüßung" in mails[0]
    assert [one for one in mails if CANARY in one or "Vertagt" in one] == []
    assert before == []
    assert heard(client, next_session, front) != []
