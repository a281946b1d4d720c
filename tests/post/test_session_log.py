"""All mails about one session, in one list."""

import pytest

from meetings.models import Minutes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    client.force_login(make.make_staff("post.view_mail"))
    return client


def listed(office, query=""):
    return set(office.get(f"/admin/post/mail/{query}").context["cl"].queryset)


def test_log_of_a_session_holds_its_proposals_minutes_and_objections(office):
    meeting, person = make.make_meeting(), make.make_member().person
    first, *more = [make.make_proposal(meeting=meeting) for _number in range(12)]
    elsewhere = make.make_meeting(board=meeting.board)
    minutes, others = (Minutes.objects.create(meeting=one) for one in (meeting, elsewhere))
    wanted = {
        make.make_mail(thread=f"meeting:{meeting.pk}:person:{person.pk}"),
        make.make_mail(thread=f"proposal:{first.pk}", kind="proposal_decided"),
        make.make_mail(thread=f"minutes:{minutes.pk}:person:{person.pk}", kind="objection"),
    }
    make.make_mail(thread=f"minutes:{others.pk}:person:{person.pk}", kind="minutes")
    make.make_mail(thread=f"minutes:{minutes.pk}0:person:{person.pk}", kind="minutes")
    make.make_mail(thread=f"circular:{minutes.pk}:person:{person.pk}", kind="circular")
    last = make.make_mail(thread=f"proposal:{more[-1].pk}", kind="proposal_decided")

    assert listed(office, f"?meeting={meeting.pk}") == wanted | {last}
    assert len(listed(office)) == 7


def test_mail_on_a_proposal_is_not_taken_for_one_whose_number_begins_alike(office):
    meeting, other = make.make_meeting(), make.make_meeting()
    make.make_proposal(meeting=meeting, pk=1)
    make.make_proposal(meeting=other, pk=12)
    wanted = make.make_mail(thread="proposal:1", kind="proposal_decided")
    make.make_mail(thread="proposal:12", kind="proposal_decided")

    assert listed(office, f"?meeting={meeting.pk}") == {wanted}
