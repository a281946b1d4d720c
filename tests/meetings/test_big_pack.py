"""Forty papers of 5 MB: quick, outside the request, and in little memory."""

import json

import pytest

from tests.meetings.papers import assert_sound
from tests.processes import manage, migrate

FILL = "from tests.meetings import big_pack; big_pack.fill()"
MEASURE = "from tests.meetings import big_pack; print(big_pack.measured())"


@pytest.mark.slow
def test_forty_papers_of_five_megabytes_in_twenty_seconds_and_300_mb(tmp_path):
    migrate(tmp_path)
    manage(tmp_path, "shell", "-v0", "-c", FILL)

    found = json.loads(manage(tmp_path, "shell", "-v0", "-c", MEASURE))

    assert (found["state"], found["done"]) == ("ready", 40)
    assert found["pages"] >= 41
    assert found["size"] > 190
    assert found["seconds"] <= 20, found
    assert found["memory"] <= 300, found
    assert_sound(found["file"])
