import pytest

from tests import advising, factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "make",
    [
        getattr(module, name)
        for module in (factories, advising)
        for name in sorted(vars(module))
        if name.startswith("make_")
    ],
)
def test_every_builder_builds_twice(make):
    first, second = make(), make()

    assert first.pk
    assert second.pk
