"""Many writers at once on SQLite: none is lost, none is told „locked“."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.processes import migrate

WRITERS, WRITES = 8, 50
WRITER = f"""
from django.db import transaction
from partners.models import Feedback
for number in range({WRITES}):
    with transaction.atomic():
        seen = Feedback.objects.count()
        Feedback.objects.create(message=f"{{number}} nach {{seen}}")
"""
COUNT = "from partners.models import Feedback; print(Feedback.objects.count())"


def start(code, environment):
    return subprocess.Popen(
        [sys.executable, "manage.py", *code],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.slow
def test_eight_writers_lose_none_of_fifty_writes_each(tmp_path):
    environment = {**os.environ, "VAR_DIR": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    migrate(tmp_path)

    writers = [start(["shell", "-v0", "-c", WRITER], environment) for _ in range(WRITERS)]
    answers = [writer.communicate()[0] for writer in writers]
    count = start(["shell", "-v0", "-c", COUNT], environment).communicate()[0]

    assert answers == [""] * WRITERS
    assert count.strip() == str(WRITERS * WRITES)
