"""Many wrong tokens from one network are answered 429; a right one opens as ever."""

import secrets

import pytest

from accounts.throttle import TOKEN_LIMIT
from meetings.models import Guest
from post.models import PersonalLink
from tests import factories as make
from tests.advising import make_demonstration

pytestmark = pytest.mark.django_db

HOME, NEIGHBOUR, ELSEWHERE = "198.51.100.7", "198.51.100.99", "203.0.113.9"
KINDS = (
    "/l/{}/",
    "/l/{}/sitzungen/begleitgremium-1/",
    "/kalender/{}.ics",
    "/dokumente/{}/datei.pdf",
    "/rueckmeldung/{}/",
    "/rueckmeldung/{}/danke/",
)


def wrong(client, kind, times=1, network=HOME):
    """Open so many addresses with new tokens; return the last answer."""
    answers = [
        client.get(kind.format(secrets.token_urlsafe(24)), REMOTE_ADDR=network)
        for _ in range(times)
    ]
    return answers[-1]


def right_addresses():
    person = make.make_mandate().person
    mint = PersonalLink.objects.mint
    return [
        f"/l/{mint(person, PersonalLink.Purpose.PERSONAL)}/",
        f"/kalender/{mint(person, PersonalLink.Purpose.CALENDAR)}.ics",
        make.make_document().get_absolute_url(),
        make_demonstration().get_absolute_url(),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_many_wrong_tokens_of_one_kind_are_refused(client, kind):
    last = wrong(client, kind, TOKEN_LIMIT)

    refused = wrong(client, kind, network=NEIGHBOUR)

    assert (last.status_code, refused.status_code) == (404, 429)
    assert 0 < int(refused["Retry-After"]) <= 900
    assert "Gültige Links öffnen sich weiterhin" in refused.content.decode()
    assert wrong(client, kind, network=ELSEWHERE).status_code == 404


def test_tokens_of_all_kinds_count_together_and_right_ones_open_all_the_while(client):
    addresses = right_addresses()
    for number in range(TOKEN_LIMIT):
        assert wrong(client, KINDS[number % len(KINDS)]).status_code == 404

    assert {wrong(client, kind).status_code for kind in KINDS} == {429}
    answers = [client.get(one, REMOTE_ADDR=HOME) for one in addresses]
    assert all(one.getvalue() for one in answers)
    assert {one.status_code for one in answers} == {200}


def test_right_tokens_are_not_counted_whatever_is_missing_behind_them(client):
    person = make.make_person()
    Guest.objects.create(meeting=make.make_meeting(), person=person)
    token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)

    statuses = {
        client.get(f"/l/{token}/sitzungen/fremd-{number}/").status_code
        for number in range(TOKEN_LIMIT + 5)
    }

    assert statuses == {404}


def test_act_behind_a_wrong_token_counts_and_does_nothing(client):
    for _ in range(TOKEN_LIMIT):
        assert client.post(f"/l/{secrets.token_urlsafe(24)}/gesehen/").status_code == 404

    assert client.post(f"/l/{secrets.token_urlsafe(24)}/gesehen/").status_code == 429


def test_hidden_document_counts_like_one_that_does_not_exist(client):
    hidden = make.make_document(visibility=make.OFFICE).get_absolute_url()
    statuses = [client.get(hidden).status_code for _ in range(TOKEN_LIMIT + 1)]

    assert statuses == [404] * TOKEN_LIMIT + [429]
    assert client.get("/sitzungen/").status_code == 200
