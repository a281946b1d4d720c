"""Packs: asked for, made once by one worker, and made anew when something changed."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings import binding, packs
from meetings.models import AgendaItem, Document, Meeting, Pack
from tests import factories as make
from tests.meetings.papers import break_binding, make_packs, make_session, pack_of, pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return make_session()


# --- Asked for and made -------------------------------------------------------


def test_worker_makes_a_pack_for_each_kind_of_reader(meeting, capsys):
    call_command("packs", once=True)
    call_command("packs", once=True)

    assert capsys.readouterr().out.split("\n")[:2] == [
        "Bearbeitete Mappen: 3",
        "Bearbeitete Mappen: 0",
    ]
    made = meeting.packs.order_by("audience").values_list("audience", "state", "version", "pages")
    assert list(made) == [
        ("members", "ready", 1, 3),
        ("office", "ready", 1, 4),
        ("public", "ready", 1, 2),
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"state": Meeting.State.PLANNED},
        {"state": Meeting.State.HELD, "held_on": dt.date(2020, 1, 1)},
    ],
    ids=["not announced", "long past"],
)
def test_worker_leaves_other_sessions_alone(values):
    make.make_meeting(**values)
    coming = make.make_meeting()

    make_packs()

    assert set(Pack.objects.values_list("meeting", flat=True)) == {coming.pk}


def test_worker_removes_the_public_pack_of_a_session_that_is_public_no_more(
    django_capture_on_commit_callbacks,
):
    meeting = make.make_meeting()
    make_packs()
    old = pack_of(meeting, "public").file
    Meeting.objects.update(visibility=make.MEMBERS)

    with django_capture_on_commit_callbacks(execute=True):
        make_packs()

    assert set(meeting.packs.values_list("audience", flat=True)) == {"members", "office"}
    assert not old.storage.exists(old.name)


def test_change_makes_a_new_version_and_removes_the_old_file(meeting):
    make_packs()
    old = pack_of(meeting, "public").file
    Document.objects.filter(visibility=make.PUBLIC).update(title="Umbenannt")

    make_packs()

    versions = dict(meeting.packs.values_list("audience", "version"))
    assert versions == {"public": 2, "members": 2, "office": 2}
    assert "2 vom " in pages_of(pack_of(meeting, "public"))[0]
    assert not old.storage.exists(old.name)


def test_internal_change_makes_no_new_public_version(meeting):
    make_packs()
    AgendaItem.objects.filter(visibility=make.OFFICE).update(title="Anders")

    make_packs()

    versions = dict(meeting.packs.values_list("audience", "version"))
    assert versions == {"public": 1, "members": 1, "office": 2}


def test_failure_is_said_and_only_tried_again_when_asked(meeting, monkeypatch, caplog):
    break_binding(monkeypatch)
    make_packs()
    first = caplog.text.count("could not be made")
    make_packs()

    assert caplog.text.count("could not be made") == first == 3
    pack = pack_of(meeting, "public")
    assert pack.state == "failed"
    assert pack.error.startswith("Die Mappe ließ sich nicht erstellen.")

    monkeypatch.undo()
    packs.ask(meeting)
    make_packs()

    pack = pack_of(meeting, "public")
    assert (pack.state, pack.error, pack.version) == ("ready", "", 1)


def test_asking_twice_makes_one(meeting):
    packs.ask(meeting)
    packs.ask(meeting)

    assert sorted(meeting.packs.values_list("audience", "state")) == [
        ("members", "queued"),
        ("office", "queued"),
        ("public", "queued"),
    ]


def test_worker_that_died_is_replaced_after_its_lease(meeting):
    packs.ask(meeting)
    dead = packs.claim()
    assert make_packs() is None
    assert pack_of(meeting, dead.audience).state == "making"
    meeting.packs.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))

    make_packs()

    assert pack_of(meeting, dead.audience).state == "ready"


def test_worker_that_was_replaced_leaves_nothing(meeting, settings):
    packs.ask(meeting)
    slow = packs.claim()
    meeting.packs.update(claimed_until=timezone.now() - dt.timedelta(seconds=1))
    make_packs()

    with pytest.raises(packs.LeaseLostError):
        packs.make(slow)

    files = sorted(path.name for path in (settings.MEDIA_ROOT / "mappen").iterdir())
    assert files == sorted(one.file.name.split("/")[1] for one in meeting.packs.all())


def test_progress_is_written_while_it_is_made(meeting, monkeypatch):
    seen = []
    part_of = binding.part_of

    def watched(*arguments):
        seen.append(Pack.objects.values_list("done", "total").get(state="making"))
        return part_of(*arguments)

    monkeypatch.setattr(binding, "part_of", watched)
    Pack.objects.create(meeting=meeting, audience="office")
    packs.make_next()

    assert seen == [(0, 3), (1, 3), (2, 3)]
