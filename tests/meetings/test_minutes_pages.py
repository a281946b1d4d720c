"""Who reads which minutes: office the draft, members the released, all the published part."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.visibility import Visibility
from meetings.minutes import acts
from meetings.models import Minutes
from partners.models import Mandate
from post.models import PersonalLink
from tests import factories as make
from tests.meetings import minuting
from tests.meetings.reading_minutes import (
    address,
    approved,
    link_of,
    make_full,
    member_of,
    published,
    released,
    text_at,
)

pytestmark = pytest.mark.django_db

State = Minutes.State


# --- Who reads --------------------------------------------------------------


@pytest.mark.parametrize("build", [make_full, released, approved])
@pytest.mark.parametrize("name", ["/", ".pdf"])
def test_visitor_gets_the_bytes_of_a_missing_page(client, build, name):
    minutes = build()
    make.make_meeting(board=minutes.meeting.board, slug="ohne-protokoll")

    hidden = client.get(address(minutes, name))
    without = client.get(f"/sitzungen/ohne-protokoll/protokoll{name}")
    missing = client.get(f"/sitzungen/gibt-es-nicht/protokoll{name}")

    assert hidden.status_code == without.status_code == missing.status_code == 404
    assert hidden.content == without.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)


@pytest.mark.parametrize("name", ["/", ".pdf"])
def test_draft_is_there_for_its_office_only(client, name):
    minutes = make_full(state=State.DRAFT)
    guest = make.make_user()
    make.make_guest(meeting=minutes.meeting, person=make.make_person(user=guest))
    refused = [
        member_of(minutes),
        guest,
        make.make_leader(make.make_board()),
        make.make_staff("meetings.view_meeting"),
    ]
    urls = [address(minutes, name), f"/mein/sitzungen/{minutes.meeting.slug}/protokoll{name}"]

    for user in refused:
        client.force_login(user)
        assert [client.get(url).status_code for url in urls[: 1 + hasattr(user, "person")]] == [
            404
        ] * (1 + hasattr(user, "person"))
    for user in refused[:2]:
        assert (
            client.get(
                f"{link_of(user)}sitzungen/{minutes.meeting.slug}/protokoll{name}"
            ).status_code
            == 404
        )

    client.force_login(make.make_leader(minutes.meeting.board))
    assert client.get(address(minutes, name)).status_code == 200


def test_office_reads_the_draft_as_such(client):
    minutes = make_full(state=State.DRAFT)
    client.force_login(make.make_leader(minutes.meeting.board))

    page = text_at(client, address(minutes))

    assert "Ihn sieht nur die Geschäftsstelle." in page
    assert "Entwurf vom" in page
    assert "Kanarienmitgliedtext" in page


def test_member_reads_the_released_version_behind_both_doors_and_on_the_site(client):
    minutes = released()
    user = member_of(minutes)
    Minutes.objects.filter(pk=minutes.pk).update(closing="nachher geändert")
    link = text_at(client, f"{link_of(user)}sitzungen/{minutes.meeting.slug}/protokoll/")
    client.force_login(user)

    pages = [
        link,
        text_at(client, f"/mein/sitzungen/{minutes.meeting.slug}/protokoll/"),
        text_at(client, address(minutes)),
    ]

    for page in pages:
        assert "Kanarienschluss" in page
        assert "Kanarienmitgliedtext" in page
        assert "Kanarienperson" in page
        assert "freigegeben am" in page
        assert "nachher geändert" not in page
        assert "Kanarienintern" not in page


def test_former_member_and_member_of_another_board_read_nothing(client):
    minutes = released()
    former, other = member_of(minutes), make.make_member()
    Mandate.objects.filter(person__user=former).update(
        ends_on=timezone.localdate() - dt.timedelta(days=1)
    )

    for user in (former, other):
        client.force_login(user)
        assert client.get(address(minutes)).status_code == 404


def test_everybody_reads_the_public_part_of_published_minutes(client):
    minutes = published()

    page = text_at(client, address(minutes))

    assert "Öffentlicher Punkt" in page
    assert "Öffentliche Aufgabe" in page
    assert page.count("nichtöffentlich</h4>") == 2
    assert "genehmigt in der" in page
    assert "Kanarien" not in page
    assert "Einwendung" not in page


def test_note_names_no_session_that_visitors_may_not_know(client):
    minutes = published()
    meeting = minutes.approved_in
    meeting.visibility = Visibility.MEMBERS
    meeting.save()

    page = text_at(client, address(minutes))

    assert "genehmigt" in page
    assert "genehmigt in der" not in page


def test_withdrawn_minutes_are_gone_at_once(client):
    minutes = published()
    before = client.get(address(minutes)).status_code

    acts.withdraw(minutes, None)

    assert (before, client.get(address(minutes)).status_code) == (200, 404)


# --- On the session's page --------------------------------------------------


@pytest.mark.parametrize(
    ("build", "visitor", "member", "office"),
    [
        (lambda: make_full(state=State.DRAFT), "", "In Abstimmung", "Entwurf"),
        (make_full, "", "In Abstimmung", "in Abstimmung"),
        (released, "", "freigegeben, Einwendungen bis", "freigegeben, Einwendungen bis"),
        (approved, "", "genehmigt", "genehmigt"),
        (published, "genehmigt", "genehmigt", "genehmigt"),
    ],
)
def test_session_says_how_far_the_minutes_are(client, build, visitor, member, office):
    minutes = build()
    url = reverse("meetings:meeting-detail", args=[minutes.meeting.slug])
    own = f"/mein/sitzungen/{minutes.meeting.slug}/"

    def shown(url):
        page = text_at(client, url)
        words = page.split("<dt>Protokoll</dt>")[1].split("</dd>")[0]
        return words, address(minutes)[1:] in page

    words, is_linked = shown(url)
    assert visitor in words
    assert ("nicht veröffentlicht" in words, is_linked) == (not visitor, bool(visitor))
    client.force_login(member_of(minutes))
    for one in (url, own):
        words, is_linked = shown(one)
        assert member in words
        assert is_linked == minutes.is_released
    client.force_login(make.make_leader(minutes.meeting.board))
    words, is_linked = shown(url)
    assert office in words
    assert is_linked


def test_session_without_minutes_says_so_to_its_members(client):
    meeting = minuting.make_held_meeting()
    client.force_login(make.make_member(meeting.board))

    page = text_at(client, f"/sitzungen/{meeting.slug}/")

    assert "Ein Protokoll ist nicht veröffentlicht." in page


def test_list_of_seats_leads_to_the_minutes_for_attendance_once_they_may_be_read(client):
    minutes = released()
    url = f"/sitzungen/{minutes.meeting.slug}/"

    visitor = text_at(client, url)
    client.force_login(member_of(minutes))
    member = text_at(client, url)

    assert "Wer anwesend war, ist nicht veröffentlicht." in visitor
    assert "Wer anwesend war, steht im Protokoll." in member


# --- Addresses with a token -------------------------------------------------


@pytest.mark.parametrize("name", ["/", ".pdf"])
def test_minutes_behind_a_link_are_kept_by_nobody(client, name):
    minutes = released()

    answer = client.get(
        f"{link_of(member_of(minutes))}sitzungen/{minutes.meeting.slug}/protokoll{name}"
    )

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_stale_link_opens_nothing(client):
    minutes = released()
    user = member_of(minutes)
    url = f"{link_of(user)}sitzungen/{minutes.meeting.slug}/protokoll/"
    PersonalLink.objects.update(revoked_at=timezone.now())

    assert client.get(url).status_code == 404
