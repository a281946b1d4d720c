"""The personal link: who gets in, what the pages send along, and that opening changes nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from meetings.models import Guest, Participation
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

PERSONAL, CALENDAR = PersonalLink.Purpose.PERSONAL, PersonalLink.Purpose.CALENDAR
LOCAL = "http://testserver"


@pytest.fixture
def meeting():
    return make.make_meeting(starts_at=dt.time(14), video_link="https://video.example.org/x")


@pytest.fixture
def member(meeting):
    return make.make_mandate(seat=make.make_seat(board=meeting.board)).person


def link(person, path="", purpose=PERSONAL, **options):
    return f"/l/{PersonalLink.objects.mint(person, purpose, **options)}/{path}"


def assert_same_404(answer, missing):
    assert answer.status_code == missing.status_code == 404
    assert answer.content == missing.content
    assert set(answer.headers) == set(missing.headers)


@pytest.fixture
def missing(client):
    answer = client.get("/l/gibt-es-nicht/")
    assert answer.content == client.get("/gibt-es-nicht/").content
    return answer


# --- Who gets in --------------------------------------------------------------


def test_home_greets_and_asks_first(client, meeting, member):
    page = client.get(link(member)).content.decode()

    assert f"Guten Tag, {member.full_name}" in page
    assert member.mandates.get().seat.organisation.name in page
    assert f"Dies ist die persönliche Seite von {member.full_name}." in page
    assert page.index("Ich komme") < page.index("Erinnerungen")


def test_earlier_sessions_name_their_boards_when_there_are_several(client, meeting, member):
    make.make_meeting(board=meeting.board, held_on=dt.date(2020, 1, 2))
    of_one = client.get(link(member)).content.decode()
    other = make.make_mandate(person=member).seat.board
    make.make_meeting(board=other, held_on=dt.date(2020, 3, 4))

    of_two = client.get(link(member)).content.decode()

    assert "2. Januar 2020<" in of_one
    assert f"2. Januar 2020 · {meeting.board}<" in of_two
    assert f"4. März 2020 · {other}<" in of_two


@pytest.mark.parametrize("path", ["", "sitzungen/gremium/"])
def test_unknown_expired_revoked_and_wrong_links_are_missing_pages(
    client, meeting, member, missing, path
):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    revoked = link(member, path)
    PersonalLink.objects.revoke()
    foreign = [
        f"/l/{'A' * 32}/{path}",
        link(member, path, expires_on=yesterday),
        link(member, path, purpose=CALENDAR),
        revoked,
    ]

    for address in foreign:
        assert_same_404(client.get(address), missing)
    assert client.get(link(member)).status_code == 200


def test_link_holds_through_the_day_it_expires(client, member):
    assert client.get(link(member, expires_on=timezone.localdate())).status_code == 200


def test_link_stops_with_the_mandate(client, member, missing):
    address, mandate = link(member), member.mandates.get()
    mandate.ends_on = timezone.localdate()
    mandate.save()
    assert client.get(address).status_code == 200

    mandate.ends_on -= dt.timedelta(days=1)
    mandate.save()
    assert_same_404(client.get(address), missing)


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_guest_keeps_the_link_for_thirty_days(client, days, status):
    past = make.make_meeting(held_on=timezone.localdate() - dt.timedelta(days=days), state="held")
    guest = make.make_person()
    Guest.objects.create(meeting=past, person=guest)

    assert client.get(link(guest)).status_code == status


def test_foreign_session_behind_an_own_link_is_a_missing_page(client, meeting, member, missing):
    foreign = make.make_meeting()

    assert_same_404(client.get(link(member, f"sitzungen/{foreign.slug}/")), missing)
    assert client.get(link(member, f"sitzungen/{meeting.slug}/")).status_code == 200


def test_pages_show_the_links_person_whoever_is_signed_in(client, member):
    client.force_login(make.make_staff(is_superuser=True, name="Chefin Büro"))

    page = client.get(link(member)).content.decode()

    assert f"Guten Tag, {member.full_name}" in page
    assert "Chefin" not in page
    assert "Abmelden" not in page


# --- What a page sends along -----------------------------------------------------


@pytest.mark.parametrize("path", ["", "sitzungen/{slug}/", "kalender/", "vorschlaege/"])
def test_pages_keep_the_token_to_themselves(client, meeting, member, path):
    address = link(member, path.format(slug=meeting.slug))
    token = address.split("/")[2]

    response = client.get(address)

    page = response.content.decode()
    assert response["Referrer-Policy"] == "no-referrer"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert not any(mark in page for mark in ("canonical", "og:url", "ld+json"))
    assert page.count(token) == page.count(f'="/l/{token}/') > 0
    assert set(response.cookies) <= {"csrftoken"}


def test_members_get_the_way_into_the_video_conference(client, meeting, member):
    page = client.get(link(member, f"sitzungen/{meeting.slug}/")).content.decode()

    assert 'href="https://video.example.org/x"' in page


# --- Opening changes nothing -----------------------------------------------------


def rows():
    """Return the number and sum of all there is, to notice any change."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found[table] = sorted(map(repr, cursor.fetchall()))
    return found


ADDRESSES = [
    "",
    "sitzungen/{slug}/",
    "sitzungen/{slug}/antwort/?response=accepted",
    "sitzungen/{slug}/vertretung/",
    "sitzungen/{slug}/vertretung/benennen/",
    "sitzungen/{slug}/einspringen/",
    "sitzungen/{slug}/zuruecktreten/",
    "sitzungen/{slug}/mitteilung/",
    "erinnerungen/",
    "kalender/",
    "unterlagen/",
    "vorschlaege/",
    "gremium/",
]


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_scanners_change_nothing(client, meeting, member, method):
    token = link(member)
    before = rows()

    answers = [
        getattr(client, method)(token + path.format(slug=meeting.slug)) for path in ADDRESSES
    ]

    assert rows() == before
    assert {one.status_code for one in answers} <= {200, 405}
    client.post(f"{token}sitzungen/{meeting.slug}/antwort/", {"response": "accepted"})
    assert rows() != before


# --- A browser's form -----------------------------------------------------------


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def sent(browser, address, origin, path="sitzungen/{}/antwort/", **values):
    form = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value, "response": "accepted"}
    return browser.post(address + path, form | values, headers={"origin": origin})


@pytest.mark.parametrize("origin", ["null", LOCAL])
def test_form_of_a_page_without_referrer_is_taken(browser, meeting, member, origin):
    address = link(member)
    browser.get(address)

    response = sent(browser, address, origin, f"sitzungen/{meeting.slug}/antwort/")

    assert response.status_code == 302
    assert response["Location"] == f"{address}#{meeting.slug}"
    assert Participation.objects.get().response == "accepted"


@pytest.mark.parametrize(
    ("origin", "token"), [("https://foreign.example", None), ("null", "x" * 32), ("null", "")]
)
def test_form_of_a_foreign_page_is_refused(browser, meeting, member, origin, token):
    address = link(member)
    browser.get(address)
    values = {} if token is None else {"csrfmiddlewaretoken": token}

    response = sent(browser, address, origin, f"sitzungen/{meeting.slug}/antwort/", **values)

    assert response.status_code == 403
    assert not Participation.objects.exists()


def test_null_origin_is_refused_elsewhere(browser):
    browser.get("/barriere-melden/")

    assert sent(browser, "/barriere-melden/", "null", "").status_code == 403
