"""What the demo tells a newcomer on the terminal, at the first start and at later ones."""

import stat

import pytest

from gremium import demo
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_later_start_shows_the_same_password_and_link(client, tmp_path):
    person = make.make_member().person

    first = (demo.password(tmp_path), demo.link_of(person, tmp_path))
    second = (demo.password(tmp_path), demo.link_of(person, tmp_path))

    assert second == first
    assert PersonalLink.objects.count() == 1
    assert client.get(first[1]).status_code == 200
    assert stat.S_IMODE((tmp_path / demo.LOGINS).stat().st_mode) == 0o600


@pytest.mark.parametrize("why", ["revoked", "expired", "somebody else"])
def test_link_that_no_longer_works_is_replaced(tmp_path, why):
    person = make.make_person()
    old = demo.link_of(person, tmp_path)
    changes = {
        "revoked": {"revoked_at": "2026-01-01T00:00Z"},
        "expired": {"expires_on": "2026-01-01"},
        "somebody else": {"person": make.make_person()},
    }
    PersonalLink.objects.update(**changes[why])

    new = demo.link_of(person, tmp_path)

    assert new != old
    assert demo.link_of(person, tmp_path) == new
