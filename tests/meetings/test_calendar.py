"""Calendars to subscribe to: public, personal, one session; who gets what."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings import calendars, stages
from meetings.models import Dispatch, Guest, Meeting
from post.models import PersonalLink
from tests.calendars import events, uid
from tests.factories import (
    MEMBERS,
    OFFICE,
    make_agenda_item,
    make_board,
    make_centre,
    make_mandate,
    make_meeting,
    make_member,
    make_person,
    make_seat,
    make_user,
    make_venue,
)

pytestmark = pytest.mark.django_db

PUBLIC_FEED = "/sitzungen/kalender.ics"
LINK = "https://video.example.org/geheim"
CANARY = "Kanarienvogel-4711"
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def person_on(board, **overrides):
    return make_mandate(seat=make_seat(board=board), **overrides).person


def feed_of(client, person):
    address = calendars.address(calendars.create_address(person))
    return client.get(address.removeprefix("http://127.0.0.1:8000"))


# --- For everybody ----------------------------------------------------------


def test_public_feed_has_public_sessions_and_those_only(client):
    board = make_board()
    shown = make_meeting(board=board, starts_at=dt.time(14), video_link=LINK)
    make_agenda_item(meeting=shown, title="Begrüßung")
    make_agenda_item(meeting=shown, title=CANARY, visibility=MEMBERS)
    make_meeting(board=board, visibility=MEMBERS, date_note=CANARY)
    make_meeting(board=board, visibility=OFFICE, date_note=CANARY)
    make_meeting(board=make_board(visibility=MEMBERS), date_note=CANARY)

    answer = client.get(PUBLIC_FEED)

    found = events(answer)
    assert set(found) == {uid(shown)}
    assert "TOP 1: Begrüßung\nTOP 2: nichtöffentlich" in found[uid(shown)]["DESCRIPTION"]
    assert CANARY.encode() not in answer.content
    assert LINK.encode() not in answer.content


def test_public_feed_says_cancelled_instead_of_dropping_it(client):
    meeting = make_meeting()
    before = events(client.get(PUBLIC_FEED))[uid(meeting)]

    meeting.is_cancelled, meeting.cancellation_reason = True, "Zu wenige Zusagen"
    meeting.save()
    after = events(client.get(PUBLIC_FEED))[uid(meeting)]

    assert after["STATUS"] == "CANCELLED"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert "Zu wenige Zusagen" in after["DESCRIPTION"]


def test_personal_feed_says_cancelled_instead_of_dropping_it(client):
    board = make_board(visibility=MEMBERS)
    meeting, person = make_meeting(board=board, visibility=MEMBERS), person_on(board)
    before = events(feed_of(client, person))[uid(meeting)]

    stages.cancel(meeting, "Zu wenige Zusagen", None)
    after = events(feed_of(client, person))[uid(meeting)]

    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert "Zu wenige Zusagen" in after["DESCRIPTION"]


def test_public_feed_of_one_board(client):
    meeting = make_meeting(board=make_board(slug="eins"))
    make_meeting(board=make_board(slug="zwei"))

    found = events(client.get(f"{PUBLIC_FEED}?gremium=eins"))

    assert set(found) == {uid(meeting)}
    assert client.get(f"{PUBLIC_FEED}?gremium=drei").status_code == 404


def test_only_public_changes_move_the_public_feed(client):
    make_centre()
    meeting = make_meeting(venue=make_venue(), video_link="https://video.example.org/alt")
    item = make_agenda_item(meeting=meeting, visibility=MEMBERS)
    before = client.get(PUBLIC_FEED)

    meeting.video_link, item.title = LINK, "Anders"
    meeting.save()
    item.save()
    inner = client.get(PUBLIC_FEED)
    meeting.venue.name = "Anderswo"
    meeting.venue.save()
    outer = client.get(PUBLIC_FEED)

    assert inner.content == before.content
    assert inner["ETag"] == before["ETag"]
    assert outer.content != before.content
    assert outer["ETag"] != before["ETag"]


def test_last_change_is_that_of_the_public_side(client):
    meeting = make_meeting()
    item = make_agenda_item(meeting=meeting)
    before = events(client.get(PUBLIC_FEED))[uid(meeting)]["LAST-MODIFIED"].dt

    Meeting.objects.update(public_changed_at=before - dt.timedelta(days=2))
    item.title = "Anders"
    item.save()
    after = events(client.get(PUBLIC_FEED))[uid(meeting)]["LAST-MODIFIED"].dt

    item.refresh_from_db()
    assert after == item.public_changed_at.replace(microsecond=0) >= before


def test_unchanged_public_feed_is_a_304_from_one_query(client, django_assert_num_queries):
    make_centre()
    make_meeting()
    first = client.get(PUBLIC_FEED)

    with django_assert_num_queries(1):
        second = client.get(PUBLIC_FEED, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, second.status_code) == (200, 304)


@pytest.mark.parametrize("size", [1, 10])
def test_public_feed_needs_four_queries(client, django_assert_num_queries, size):
    make_centre()
    board = make_board()
    for _ in range(size):
        make_agenda_item(meeting=make_meeting(board=board, venue=make_venue()))
    client.get(PUBLIC_FEED)

    with django_assert_num_queries(4):
        assert len(events(client.get(PUBLIC_FEED))) == size


# --- One session ------------------------------------------------------------


def test_file_of_one_session_is_for_those_who_may_see_its_page(client):
    meeting = make_meeting(visibility=MEMBERS, video_link=LINK)
    address = reverse("meetings:meeting-ics", args=[meeting.slug])
    missing = client.get("/sitzungen/gibt-es-nicht/kalender.ics")

    hidden = client.get(address)
    client.force_login(make_member(meeting.board))
    shown = client.get(address)

    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert LINK in events(shown)[uid(meeting)]["DESCRIPTION"]
    assert f'filename="{meeting.slug}.ics"' in shown["Content-Disposition"]


def test_count_of_inner_changes_is_for_insiders(client):
    meeting = make_meeting(video_link=LINK)
    meeting.video_link = f"{LINK}-2"
    meeting.save()
    address = reverse("meetings:meeting-ics", args=[meeting.slug])

    seen = [events(client.get(address))[uid(meeting)]["SEQUENCE"]]
    for user in (make_user(), make_member(meeting.board)):
        client.force_login(user)
        seen.append(events(client.get(address))[uid(meeting)]["SEQUENCE"])

    assert seen == [0, 0, 1]


def test_pages_lead_to_their_calendars(client):
    meeting = make_meeting()

    page = client.get(meeting.get_absolute_url()).content.decode()
    overview = client.get("/sitzungen/").content.decode()

    assert f'href="/sitzungen/{meeting.slug}/kalender.ics"' in page
    assert 'href="webcal://127.0.0.1:8000/sitzungen/kalender.ics"' in overview
    assert 'type="text/calendar" href="http://127.0.0.1:8000/sitzungen/kalender.ics"' in overview


def test_past_session_is_not_offered_for_the_calendar(client):
    meeting = make_meeting(held_on=YESTERDAY)

    assert b"kalender.ics" not in client.get(meeting.get_absolute_url()).content


# --- A person's own ---------------------------------------------------------


def test_personal_feed_has_what_the_person_takes_part_in(client):
    board = make_board(visibility=MEMBERS)
    person = person_on(board)
    invited = make_meeting(board=board, visibility=MEMBERS, video_link=LINK)
    make_agenda_item(meeting=invited, title=CANARY, visibility=MEMBERS)
    make_agenda_item(meeting=invited, title="Büro", visibility=OFFICE)
    planned = make_meeting(board=board, visibility=MEMBERS, state=Meeting.State.PLANNED)
    told = make_meeting(board=board, visibility=MEMBERS, state=Meeting.State.PLANNED)
    Dispatch.objects.create(meeting=told, kind=Dispatch.Kind.SAVE_THE_DATE)
    make_meeting(board=board, visibility=OFFICE)
    make_meeting()

    answer = feed_of(client, person)

    found = events(answer)
    assert set(found) == {uid(invited), uid(told)}
    assert uid(planned) not in found
    assert f"TOP 1: {CANARY}\nTOP 2: nichtöffentlich" in found[uid(invited)]["DESCRIPTION"]
    assert LINK in found[uid(invited)]["DESCRIPTION"]
    assert found[uid(told)]["STATUS"] == "TENTATIVE"


def test_personal_feed_sets_no_cookie_and_is_kept_nowhere(client):
    answer = feed_of(client, person_on(make_board()))

    assert answer.cookies == {}
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "ETag" not in answer


def test_guest_sees_the_session_and_their_item(client):
    meeting = make_meeting(visibility=MEMBERS)
    mine = make_agenda_item(meeting=meeting, title="Mein Punkt", visibility=MEMBERS)
    make_agenda_item(meeting=meeting, title=CANARY, visibility=MEMBERS)
    make_meeting(board=meeting.board, visibility=MEMBERS)
    guest = make_person()
    Guest.objects.create(meeting=meeting, person=guest, agenda_item=mine)

    found = events(feed_of(client, guest))

    assert set(found) == {uid(meeting)}
    assert "TOP 1: Mein Punkt\nTOP 2: nichtöffentlich" in found[uid(meeting)]["DESCRIPTION"]


def test_feed_dies_with_the_mandate_as_if_it_had_never_been(client):
    person = person_on(make_board())
    address = f"/kalender/{calendars.create_address(person)}.ics"
    unknown = client.get("/kalender/AAAAAAAAAAAAAAAAAAAAAA.ics")

    alive = client.get(address)
    person.mandates.update(ends_on=YESTERDAY)
    dead = client.get(address)

    assert (alive.status_code, dead.status_code) == (200, 404)
    assert dead.content == unknown.content
    assert set(dead.headers) == set(unknown.headers)


def test_wrong_purpose_and_revoked_addresses_are_unknown(client):
    person = person_on(make_board())
    link = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
    token = calendars.create_address(person)

    assert client.get(f"/kalender/{token}.ics").status_code == 200
    assert client.get(f"/kalender/{link}.ics").status_code == 404
    assert client.get(f"/l/{token}/kalender/").status_code == 404
    calendars.addresses_of(person).revoke()
    assert client.get(f"/kalender/{token}.ics").status_code == 404


@pytest.mark.parametrize("size", [1, 10])
def test_personal_feed_needs_seven_queries(client, django_assert_num_queries, size):
    board = make_board()
    for _ in range(size):
        make_agenda_item(meeting=make_meeting(board=board, venue=make_venue()))
    token = calendars.create_address(person_on(board))

    with django_assert_num_queries(7):
        assert len(events(client.get(f"/kalender/{token}.ics"))) == size
