"""Papers that came after the invitation say so, to those who got it and to the office."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Dispatch, Document, DocumentVersion
from meetings.novelties import marked
from tests import factories as make

pytestmark = pytest.mark.django_db

NEW, TABLED = "neu seit Versand", "Tischvorlage"


def came(document, days_ago):
    moment = timezone.now() - dt.timedelta(days=days_ago)
    DocumentVersion.objects.filter(document=document).update(uploaded_at=moment)
    return document


def sent(meeting, days_ago, kind=Dispatch.Kind.INVITATION):
    moment = timezone.now() - dt.timedelta(days=days_ago)
    return make.make_dispatch(meeting=meeting, kind=kind, sent_at=moment)


def titles(**marks):
    return sorted(marked(Document.objects.all()).filter(**marks).values_list("title", flat=True))


@pytest.fixture
def meeting():
    found = make.make_meeting()
    came(make.make_document(meeting=found, title="Alt"), days_ago=9)
    came(make.make_document(meeting=found, title="Neu"), days_ago=3)
    return found


def test_nothing_is_new_before_the_invitation(meeting):
    sent(meeting, days_ago=12, kind=Dispatch.Kind.SAVE_THE_DATE)

    assert titles(is_new=True) == []


def test_new_is_what_came_after_the_invitation_until_an_addendum_tells_it(meeting):
    sent(meeting, days_ago=5)
    assert titles(is_new=True) == ["Neu"]

    sent(meeting, days_ago=1, kind=Dispatch.Kind.ADDENDUM)
    assert titles(is_new=True) == []


def test_a_new_version_of_a_known_paper_is_new(meeting):
    sent(meeting, days_ago=1)
    make.add_version(Document.objects.get(title="Alt"))

    assert titles(is_new=True) == ["Alt"]


def test_a_paper_opened_after_the_invitation_is_new(meeting):
    hidden = Document.objects.get(title="Alt")
    hidden.visibility = "office"
    hidden.save()
    sent(meeting, days_ago=0)
    assert titles(is_new=True) == []

    hidden.visibility = "members"
    hidden.save()

    assert titles(is_new=True) == ["Alt"]


def test_sending_of_another_session_says_nothing(meeting):
    sent(make.make_meeting(), days_ago=5)

    assert titles(is_new=True) == []


def test_paper_of_the_day_itself_is_tabled(meeting):
    today = make.make_meeting(held_on=timezone.localdate())
    make.make_document(meeting=today, title="Am Tag")
    came(make.make_document(meeting=today, title="Vorher"), days_ago=2)

    assert titles(is_tabled=True) == ["Am Tag"]


def test_members_and_office_read_it_visitors_do_not(client, meeting):
    sent(meeting, days_ago=5)
    visitors = client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(make.make_member(meeting.board))
    public_page = client.get(meeting.get_absolute_url()).content.decode()
    own_page = client.get(reverse("meetings:my-meeting", args=[meeting.slug])).content.decode()
    papers = client.get(reverse("meetings:my-documents")).content.decode()
    client.force_login(make.make_staff(is_superuser=True))
    card = client.get(reverse("admin:meetings_meeting_change", args=[meeting.pk])).content.decode()

    assert NEW not in visitors
    assert [page.count(NEW) for page in (public_page, own_page, papers, card)] == [1, 1, 1, 1]
    assert TABLED not in public_page
