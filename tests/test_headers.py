"""Every address × every kind of reader: what is kept, what is told on, which cookies are set."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from gremium.addresses import SAMPLES, addresses
from post.models import PersonalLink
from tests import factories as make
from tests.advising import make_demonstration

pytestmark = pytest.mark.django_db

PRIVACY = Path(__file__).parent.parent / "docs" / "privacy.md"
TOKEN = SAMPLES["token"]
SECRET = ("/l/", "/kalender/", "/rueckmeldung/")
READERS = ("visitor", "member", "office")
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
COOKIES = {
    "visitor": {"csrftoken"},
    "member": {"csrftoken", "sessionid", "messages"},
    "office": {"csrftoken", "sessionid", "messages"},
}


@pytest.fixture
def scene():
    """One session with a link, a calendar, a file and a station, under the sample's names."""
    make.make_centre()
    board = make.make_board(slug="begleitgremium")
    today = timezone.localdate()
    meeting = make.make_meeting(board=board, slug=SAMPLES["slug"], held_on=today)
    member = make.make_member(board)
    item = make.make_agenda_item(meeting=meeting)
    mint = PersonalLink.objects.mint
    document = make.make_document(meeting=meeting, file_name=SAMPLES["name"])
    return {
        "member": member,
        "office": make.make_staff(is_superuser=True),
        "/l/": mint(member.person, PersonalLink.Purpose.PERSONAL),
        "/kalender/": mint(member.person, PersonalLink.Purpose.CALENDAR),
        "/dokumente/": document.token,
        "/rueckmeldung/": make_demonstration(agenda_item=item).get_absolute_url().split("/")[2],
    }


def reader(scene, name):
    client = Client(raise_request_exception=False)
    if name in scene:
        client.force_login(scene[name])
    return client


def opened(scene, name):
    """Yield (address, path, answer) of all that can be opened, with tokens that are right."""
    client = reader(scene, name)
    for one in addresses():
        if "GET" not in one.methods or one.name == "accounts:logout":
            continue
        start = re.match("/[^/]*/?", one.sample)[0]
        path = one.sample.replace(TOKEN, scene.get(start, TOKEN))
        answer = client.get(path)
        yield one, path, answer
        if answer.streaming:
            answer.getvalue()
        # So that a cookie is seen where it is set.
        for known in {"csrftoken", "messages"} & set(client.cookies):
            del client.cookies[known]


def is_secret(address):
    return address.sample.startswith(SECRET) and "<" in address.pattern


def wanted(address, name):
    """Return the headers that tell of the page's address and where a copy is kept, literally."""
    if is_secret(address):
        return {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}
    return {"Referrer-Policy": "strict-origin-when-cross-origin"}


def is_kept_well(address, name, answer):
    kept = set(answer.get("Cache-Control", "").split(", "))
    if is_secret(address) or name != "visitor":
        return {"private", "no-store"} <= kept and "public" not in kept
    return "immutable" not in kept


@pytest.mark.parametrize("name", READERS)
def test_headers_and_cookies_of_every_address(scene, name):
    statuses, wrong, setting, cookies = set(), [], set(), set()
    for one, path, answer in opened(scene, name):
        statuses.add(answer.status_code)
        expected = EVERYWHERE | wanted(one, name)
        said = {key: answer.get(key) for key in expected}
        closed = "default-src 'none'" in answer.get("Content-Security-Policy", "")
        if said != expected or not closed or not is_kept_well(one, name, answer):
            wrong.append((path, answer.status_code, dict(answer.headers)))
        if answer.cookies:
            cookies |= set(answer.cookies)
            setting.add(next((one for one in documented() if path.startswith(one)), path))

    assert wrong == []
    assert 200 in statuses
    assert not {one for one in statuses if one >= 500}
    assert cookies <= COOKIES[name]
    # Whoever is not signed in gets one where docs/privacy.md says so, and nowhere else.
    assert setting == documented() or name != "visitor"


def documented():
    """Return the addresses of docs/privacy.md that set a cookie, up to their token."""
    return set(re.findall(r"^\|[^|]*\| `(/[^`…]*)", PRIVACY.read_text(), re.MULTILINE))


def test_act_behind_a_link_sets_no_cookie_but_those_named(scene):
    browser = reader(scene, "visitor")

    browser.post(f"/l/{scene['/l/']}/aufgaben/")
    answer = browser.post(f"/l/{scene['/l/']}/erinnerungen/", {"erinnern": "ja"})

    assert answer.status_code == 302
    assert set(browser.cookies) == {"messages"}


def test_form_of_a_station_is_taken_from_a_page_that_tells_no_referrer(scene):
    browser = Client(enforce_csrf_checks=True)
    path = f"/rueckmeldung/{scene['/rueckmeldung/']}/"
    browser.get(path)
    form = {"csrfmiddlewaretoken": browser.cookies["csrftoken"].value}

    answer = browser.post(path, form, headers={"origin": "null"})

    assert answer.status_code == 200
