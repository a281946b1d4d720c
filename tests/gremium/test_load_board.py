"""Real facts from YAML: read, checked, loaded once."""

import datetime as dt
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from advice.models import Topic
from gremium import board_file
from meetings.models import AgendaItem, Meeting
from news.models import Article
from partners.models import Board, Centre, Organisation, Rules, Seat

pytestmark = pytest.mark.django_db

FILE = Path(settings.BASE_DIR) / "data" / "first_session.yaml"
MODELS = (Centre, Board, Organisation, Seat, Rules, Meeting, AgendaItem, Article, Topic)


def load(path, capsys):
    call_command("load_board", str(path))
    return capsys.readouterr().out


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS} | {
        "history": Organisation.history.count() + Meeting.history.count()
    }


def changed(tmp_path, old, new):
    text = FILE.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path = tmp_path / "geaendert.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_first_session_is_there_with_its_facts(capsys):
    load(FILE, capsys)

    board = Board.objects.get()
    meeting = board.meetings.get()
    assert board.seats.count() == 11
    assert meeting.slug == "begleitgremium-1"
    assert meeting.held_on == dt.date(2017, 1, 27)
    assert (meeting.starts_at, meeting.ends_at) == (None, None)
    assert "abgeleitet" in meeting.date_note
    assert [item.position for item in meeting.agenda_items.all()] == [1, 2, 3, 4, 5]
    assert meeting.agenda_items.get(position=4).rapporteurs.count() == 5
    assert Article.objects.get().meeting == meeting


def test_agenda_is_in_our_german_words(capsys):
    load(FILE, capsys)

    english = {one["topic"] for one in yaml.safe_load(FILE.read_text())["session"]["agenda"]}
    titles = set(AgendaItem.objects.values_list("title", flat=True))
    assert len(titles) == 5
    assert titles & english == set()


def test_consortium_is_apart_from_the_board(capsys):
    load(FILE, capsys)

    consortium = Organisation.objects.consortium()
    assert set(consortium.values_list("slug", "consortium_role")) == {
        ("tu-chemnitz", "lead"),
        ("fraunhofer-iwu", "partner"),
        ("icm", "partner"),
        ("tuced-cati", "partner"),
        ("ihk-chemnitz", "partner"),
    }
    assert not Seat.objects.filter(organisation__in=consortium).exists()


def test_loading_twice_changes_nothing(capsys):
    load(FILE, capsys)
    before = rows()

    assert load(FILE, capsys) == "Alles war schon da, nichts ist geändert.\n"
    assert rows() == before


def test_loading_again_keeps_what_the_office_changed(capsys):
    load(FILE, capsys)
    Organisation.objects.filter(slug="acod").update(place="Zwickau")

    load(FILE, capsys)

    assert Organisation.objects.get(slug="acod").place == "Zwickau"


BAD = [
    ("kind: network, place", "kimd: network, place", "Zeile 15, Feld „organisations[1].kimd“"),
    ("kind: network, place", "kind: verein, place", "Zeile 15, Feld „organisations[1].kind“"),
    ("slug: acod", "slug: A Cod", "Zeile 15, Feld „organisations[1].slug“"),
    ('"https://www.acod.de"', '"javascript:alert(1)"', "Zeile 15, Feld „organisations[1].website“"),
    ("started_on: 2017-01-27", "started_on: 27.01.2017", "Zeile 13, Feld „board.started_on“"),
    ("  number: 1", "  number: eins", "Feld „session.number“"),
    ("lead: true", "lead: ja", "Feld „consortium[1].lead“"),
    ("  motto:", "  motto: [x]\n  moto:", "Feld „centre.moto“"),
    ("ihk-chemnitz]}", "ihk-leipzig]}", "session.agenda[4].reporters"),
    ("slug: hwk-dresden", "slug: hwk-chemnitz", "„hwk-chemnitz“ steht zweimal"),
    ("centre:\n", "centre: []\nmitte:\n", "Feld „centre“: Hier werden Felder"),
    ("board:\n", "board: {\n", "Zeile"),
    ("Automotive Cluster", "A" * 200, "mehr als 200 Zeichen"),
    ("  motto:", "  [motto]:", "Hier wird der Name eines Feldes erwartet"),
    ("  motto:", "  motto: !foo", "Feld „centre.motto“"),
    ("  number: 1", "  number: 100000000000000000000", "nicht zwischen 1 und 9999"),
    ("  number: 1", "  number: -1", "nicht zwischen 1 und 9999"),
    ("slug: begleitgremium", "slug: " + "a" * 61, "Feld „board.slug“"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), BAD)
def test_bad_file_names_line_and_field_and_changes_nothing(tmp_path, capsys, old, new, sentence):
    before = rows()

    with pytest.raises(CommandError) as refusal:
        load(changed(tmp_path, old, new), capsys)

    assert sentence in str(refusal.value)
    assert "nichts ist geändert" in str(refusal.value)
    assert rows() == before


def test_all_mistakes_are_named_at_once(tmp_path):
    text = FILE.read_text(encoding="utf-8").replace("kind: chamber", "kind: kammer")

    with pytest.raises(board_file.BoardFileError) as refusal:
        board_file.read(text)

    assert len(refusal.value.args) == 2


@pytest.mark.parametrize(
    "content", [b"[" * 20_000, b"", b"\xff\xfe\x00", b"- a\n- b\n", b"a: &x [*x]", b"\0"]
)
def test_file_that_is_no_board_file_is_refused(tmp_path, capsys, content):
    path = tmp_path / "kaputt.yaml"
    path.write_bytes(content)

    with pytest.raises(CommandError):
        load(path, capsys)

    assert not Board.objects.exists()


def test_missing_file_is_named(capsys):
    with pytest.raises(CommandError, match=r"gibt-es-nicht\.yaml lässt sich nicht lesen"):
        load("gibt-es-nicht.yaml", capsys)


def test_starter_topics_are_of_nobody_and_for_members(capsys):
    load(FILE, capsys)

    found = Topic.objects.order_by("slug").values_list("slug", "state", "visibility", "proposed_by")
    assert list(found) == [
        ("arbeit-4-0", "submitted", "members", None),
        ("geschaeftsmodelle", "submitted", "members", None),
        ("it-sicherheit", "submitted", "members", None),
        ("kuenstliche-intelligenz", "submitted", "members", None),
        ("recht-4-0", "submitted", "members", None),
        ("usability", "submitted", "members", None),
    ]
