"""Six save one form at once: one is saved, five are told; nothing is lost."""

import pytest

from tests import rush_of_saves as rush
from tests.processes import manage, migrate, on_postgres

RUSH = """
from tests import rush_of_saves as rush
print(*rush.saved(), *rush.saved_carelessly())
"""


def test_on_sqlite_one_is_saved_and_without_the_lock_several_are(tmp_path):
    migrate(tmp_path)
    manage(tmp_path, "collectstatic", "-v0", "--no-input")

    saved, refused, careless, _refused = map(
        int, manage(tmp_path, "shell", "-v0", "-c", RUSH).split()
    )

    assert (saved, refused) == (1, rush.MANY - 1)
    assert careless > 1


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_one_is_saved():
    assert rush.saved() == (1, rush.MANY - 1)


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_on_postgres_several_are_saved_without_the_lock():
    saved, _refused = rush.saved_carelessly()

    assert saved > 1
