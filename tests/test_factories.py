import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [getattr(factories, name) for name in sorted(vars(factories)) if name.startswith("make_")],
)
def test_every_builder_builds_twice(make):
    first, second = make(), make()

    assert first.pk
    assert second.pk
