"""The command that looks whether the data agree; tables and files."""

import datetime as dt
import io
import json
import os
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gremium.integrity import RULES
from meetings.models import Document, Pack
from tests import factories as make
from tests.gremium.breaking import (
    change,
    double,
    drop_index,
    found,
    key,
    undone,
    without_conditions,
)
from tests.held import make_record
from tests.meetings import balloting, minuting

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"


def run(*options):
    """Return what the command prints and the code it ends with."""
    out = io.StringIO()
    try:
        call_command("integrity", *options, stdout=out)
    except SystemExit as end:
        return out.getvalue(), end.code
    return out.getvalue(), 0


# --- The command --------------------------------------------------------------


def test_clean_data_end_with_zero():
    minuting.approved()
    make.make_document()

    report, code = run("--json")

    assert code == 0
    assert json.loads(report) == {"rules": len(RULES), "breaches": []}


def test_breach_ends_with_one_and_is_named_by_key_only():
    item = make.make_agenda_item(title=CANARY)
    change(item, position=7)

    report, code = run("--json")

    assert code == 1
    assert json.loads(report)["breaches"] == [
        {
            "rule": "agenda",
            "text": "Die TOP sind ohne Lücke von 1 an gezählt.",
            "rows": [f"meetings.meeting:{item.meeting_id}"],
        }
    ]


def test_report_for_people_is_one_line_a_rule():
    item = make.make_agenda_item()
    row = f"meetings.meeting:{item.meeting_id}"

    assert run() == (f"{len(RULES)} Regeln geprüft, keine verletzt.\n", 0)

    change(item, position=7)

    assert run() == (f"agenda: Die TOP sind ohne Lücke von 1 an gezählt. – {row}\n", 1)


def test_names_of_rules_are_unique():
    assert len({one.name for one in RULES}) == len(RULES)


def test_looking_changes_nothing():
    minuting.approved()

    with CaptureQueriesContext(connection) as captured:
        found()

    # A cursor on PostgreSQL is declared before it is read.
    assert {one["sql"].split()[0] for one in captured} - {"DECLARE"} == {"SELECT"}


# --- Tables -------------------------------------------------------------------


def test_reference_into_the_void_is_found():
    item = make.make_agenda_item()

    with undone():
        change(item, meeting_id=987_654)

        assert found()["reference"] == [key(item)]


def test_row_that_a_condition_refuses_is_found():
    record = make_record()
    now = timezone.now()

    with without_conditions("meetings_itemrecord"):
        change(record, begun_at=now, ended_at=now - dt.timedelta(hours=1))

        assert found() == {"condition": [key(record)]}


def test_two_votes_of_a_seat_are_found():
    board, people = balloting.make_voters()
    resolution = balloting.begun(board)
    vote = balloting.vote(resolution, people[0])
    assert found() == {}

    with undone():
        double(vote)

        assert found() == {"unique": sorted([key(vote), f"meetings.vote:{vote.pk + 1000}"])}


def test_two_mails_of_an_occasion_are_found():
    mail = make.make_mail()

    with undone():
        double(mail)

        assert found()["unique"] == sorted([key(mail), f"post.mail:{mail.pk + 1000}"])


def test_second_open_mandate_is_found_where_only_one_may_be():
    mandate = make.make_mandate()

    with undone():
        drop_index("mandate_one_open_main")
        second = make.make_mandate(seat=mandate.seat)

        assert found() == {
            "unique": sorted([key(mandate), key(second)]),
            "one_member": sorted([key(mandate), key(second)]),
        }


def test_many_deputies_of_a_seat_are_nothing_to_find():
    mandate = make.make_mandate()
    for _ in range(2):
        make.make_mandate(seat=mandate.seat, role="deputy")

    assert found() == {}


# --- Files --------------------------------------------------------------------


def path_of(document) -> Path:
    return Path(Document.objects.get(pk=document.pk).versions.get().file.path)


def grow_old(path):
    yesterday = (timezone.now() - dt.timedelta(days=1)).timestamp()
    os.utime(path, (yesterday, yesterday))


def test_paper_without_its_file_is_found():
    document = make.make_document()
    path_of(document).unlink()

    assert found() == {"file": [key(document.versions.get())]}


def test_paper_that_was_changed_is_found():
    document, other = make.make_document(), make.make_document()
    path = path_of(document)
    path.write_bytes(path.read_bytes()[:-1] + b"X")

    assert found() == {"content": [key(document.versions.get())]}
    assert path_of(other).exists()


def test_file_without_a_row_is_found_once_no_upload_can_still_be_running(settings):
    document = make.make_document()
    path = path_of(document)
    grow_old(path)
    orphan = path.with_name("0123.pdf")
    orphan.write_bytes(b"%PDF-")

    assert found() == {}

    grow_old(orphan)

    assert found() == {"orphan": ["file:dokumente/0123.pdf"]}


def test_pack_that_is_ready_without_a_file_is_found():
    pack = Pack.objects.create(meeting=make.make_meeting(), audience="public", state="ready")

    assert found() == {"file": [key(pack)]}


def test_server_without_a_single_file_is_clean(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "none"

    assert found() == {}
