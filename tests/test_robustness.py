"""Whatever somebody types into an address: an answer, never an error of ours."""

from urllib.parse import quote, unquote_to_bytes

import pytest

from accounts import policy
from gremium.addresses import addresses
from tests.factories import (
    make_agenda_item,
    make_article,
    make_board,
    make_centre,
    make_document,
    make_meeting,
    make_seat,
    make_user,
)

pytestmark = pytest.mark.django_db

NASTY = {
    "NUL": "%00",
    "NUL inside": "a%00b",
    "bad UTF-8": "%ff%fe%c3%28",
    "half a surrogate": "%ed%a0%80",
    "10^20": "1" + "0" * 20,
    "negative": "-1",
    "percent": "%25%%%s%d%n%zz",
    "year 99999": "99999-12-31",
    "year 0": "0000-00-00",
    "100 kB": "a" * 100_000,
    "100 kB of digits": "9" * 100_000,
    "right to left": "%E2%80%AE%E2%81%A6%F0%9F%91%A9%E2%80%8D%F0%9F%9A%80",
    "markup": quote("<script>'\"{{ 7*7 }}{% now %}"),
    "up": quote("../../etc/passwd", safe=""),
    "brackets": "%5B%5D%7B%7D%5C",
    "empty": "",
}
TAKES = {
    "/": ["unbekannt"],
    "/mitglieder/": ["stand", "gremium", "art"],
    "/sitzungen/": ["gremium"],
    "/aktuelles/": ["page"],
    "/barriere-melden/": ["seite"],
    "/anmelden/": ["next"],
    "/anmelden/passwort/": ["next"],
    "/anmelden/code/": ["next"],
}
EVERYTHING = ["stand", "art", "page", "seite", "next", "q", "e", "p", "o", "_popup", "unbekannt"]
# What each list reads with its own fields, and what is the same for all of them.
LIST_OWN = ["q", "o", "p", "id__exact", "board__id__exact"]
LIST_TAKES = [*LIST_OWN, "e", "all", "_to_field"]
# The office has many more pages: there one value of each sort has to do.
SORTS = ["NUL inside", "bad UTF-8", "10^20", "percent", "year 99999", "100 kB", "markup"]
nasty = pytest.mark.parametrize("value", NASTY.values(), ids=NASTY)
of_each_sort = pytest.mark.parametrize("value", [NASTY[one] for one in SORTS], ids=SORTS)


@pytest.fixture
def site():
    """One public object of each kind, so that pages have something to show."""
    make_centre()
    board = make_board(slug="begleitgremium")
    make_seat(board=board)
    meeting = make_meeting(board=board, number=1)
    make_agenda_item(meeting=meeting)
    make_document(meeting=meeting)
    make_article(slug="begleitgremium-1")


def pages(*policies):
    """Return a sample of each address with one of `policies`, once."""
    return sorted({one.sample for one in addresses() if one.policy in policies})


def lists():
    return sorted({one.sample for one in addresses() if one.name.endswith("_changelist")})


def ask(client, path, query=""):
    """Ask for exactly these bytes; the test client would encode them anew."""
    wanted = unquote_to_bytes(path).decode("latin-1")
    response = client.get("/", PATH_INFO=wanted, QUERY_STRING=query)
    # Reading to the end closes a file; close() itself would also end the database connection.
    response.getvalue()
    return response


def all_of(names, value):
    return "&".join(f"{name}={value}" for name in [*names, value])


@nasty
def test_public_pages_survive_what_they_ask_for(client, site, value):
    for page, parameters in TAKES.items():
        for parameter in parameters:
            response = ask(client, page, f"{parameter}={value}")

            assert response.status_code < 500, f"{page}?{parameter}"


@nasty
def test_public_pages_survive_what_they_do_not_ask_for(client, site, value):
    for page in pages(policy.PUBLIC):
        assert ask(client, page, all_of(EVERYTHING, value)).status_code < 500, page


@nasty
@pytest.mark.parametrize(
    "folder",
    [
        "/",
        "/mitglieder/",
        "/sitzungen/",
        "/aktuelles/",
        "/dokumente/A/",
        "/logo/",
        "/static/",
        "/admin/",
    ],
)
def test_site_survives_a_path(client, site, folder, value):
    for path in (folder + value, f"{folder}{value}/", f"{folder}{value}/{value}"):
        assert ask(client, path).status_code < 500


@nasty
def test_office_list_survives_a_query(client, site, value):
    """Every parameter with every value: what reads them is the same for all lists."""
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for parameter in LIST_TAKES:
        response = ask(client, "/admin/meetings/meeting/", f"{parameter}={value}")

        assert response.status_code < 500, parameter


@of_each_sort
def test_office_lists_survive_a_query(client, site, value):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for page in lists():
        for parameter in [*LIST_OWN, value]:
            response = ask(client, page, f"{parameter}={value}")

            assert response.status_code < 500, f"{page}?{parameter}"


@of_each_sort
def test_office_survives_query_and_path(client, site, value):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    for page in set(pages(policy.OFFICE)) - set(lists()):
        path = page.replace("/1/", f"/{value}/")

        assert ask(client, page, all_of(EVERYTHING, value)).status_code < 500, page
        if path != page:
            assert ask(client, path).status_code < 500, path[:200]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:8:8", "a b"])
def test_wrong_host_is_refused(client, host):
    assert client.get("/livez", headers={"host": "127.0.0.1:8000"}).status_code == 200
    assert client.get("/livez", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace", "options"])
def test_other_methods_are_answered(client, site, method):
    for page in pages(policy.PUBLIC):
        assert getattr(client, method)(page).status_code < 500, page
