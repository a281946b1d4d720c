"""Imports that are large, malicious, or two at once."""

import io
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from partners.admin.imports import Waiting
from partners.models import Organisation, Person
from tests import factories as make
from tests.test_office_tables import IMPORT, PEOPLE, confirm, problems, send, workbook

pytestmark = pytest.mark.django_db

THOUSAND = "Vorname;Familienname;E-Mail-Adresse\n" + "".join(
    f"Vor{number};Nach{number};m{number}@example.org\n" for number in range(1000)
)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(is_superuser=True))
    return client


# --- Large ------------------------------------------------------------------


def test_preview_writes_nothing_and_asks_no_query_for_each_row(office):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        preview = send(office, THOUSAND, to=PEOPLE)

    assert preview.context["totals"]["new"] == 1000
    assert len(queries) < 20
    assert not [one for one in queries if not one["sql"].startswith("SELECT")]


def test_thousand_rows_are_taken_over_in_five_seconds(office):
    preview = send(office, THOUSAND, to=PEOPLE)

    begun = time.process_time()
    confirm(office, preview, to=PEOPLE)

    assert time.process_time() - begun < 5
    assert Person.objects.count() == Person.history.count() == 1000


# --- Malicious --------------------------------------------------------------


def bomb(part, start, tag, end):
    """Return a workbook whose `part` is a million of `tag`."""
    out, repeated = io.BytesIO(), start + tag * (5_000_000 // len(tag)) + end
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["Name", "Kurzname"], ["a", "b"]))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in {*old.namelist(), part}:
            new.writestr(name, repeated if name == part else old.read(name))
    return out.getvalue()


MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = (b"<worksheet %s><sheetData><row>" % MAIN, b"</row></sheetData></worksheet>")
BOMBS = {
    "styles": (
        "xl/styles.xml",
        b"<styleSheet %s><cellXfs>" % MAIN,
        b"<xf/>",
        b"</cellXfs></styleSheet>",
    ),
    "cells": ("xl/worksheets/sheet1.xml", SHEET[0], b"<c/>", SHEET[1]),
    "texts": ("xl/sharedStrings.xml", b"<sst %s>" % MAIN, b"<si/>", b"</sst>"),
    "names": (
        "xl/workbook.xml",
        b"<workbook %s><sheets>" % MAIN,
        b"<sheet/>",
        b"</sheets></workbook>",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_of_many_tags_is_refused_at_once(office, name):
    content = bomb(*BOMBS[name])
    assert len(content) < 50_000

    begun = time.process_time()
    response = send(office, content, "bombe.xlsx")

    assert time.process_time() - begun < 2
    assert "entpackt zu groß" in response.content.decode()


@pytest.mark.parametrize(
    "start", [b"<!DOCTYPE a []><a/>", b'<?xml version="1.0" encoding="IBM037"?><a/>', b"Lo\xa7\x94"]
)
def test_part_that_cannot_be_measured_is_refused(office, start):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/styles.xml", start)

    response = send(office, out.getvalue(), "fremd.xlsx")

    assert "nicht als Excel-Datei lesen" in response.content.decode()


def test_row_at_the_end_of_the_world_is_no_endless_loop(office):
    tag = b'<row r="999999999"><c r="A999999999" t="str"><v>a</v></c></row>'
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["Name"], ["a"]))) as old,
        zipfile.ZipFile(content, "w") as new,
    ):
        for name in old.namelist():
            sheet = SHEET[0].removesuffix(b"<row>") + tag + b"</sheetData></worksheet>"
            new.writestr(name, sheet if "sheet1" in name else old.read(name))

    begun = time.process_time()
    response = send(office, content.getvalue(), "weit.xlsx")

    assert time.process_time() - begun < 2
    assert "über die Zeile 20.000 hinaus" in response.content.decode()


def test_ordinary_workbook_of_a_thousand_rows_is_read(office):
    rows = [[f"Verband {number}", f"V{number}"] for number in range(1000)]

    preview = send(office, workbook(["Name", "Kurzname"], *rows), "lang.xlsx")

    assert preview.context["totals"]["new"] == 1000


@pytest.mark.parametrize(
    "table",
    [("a;" * 300_000 + "\nb;c\n", "breit.csv"), (workbook(["a"] * 51, ["b"]), "breit.xlsx")],
)
def test_too_many_columns_are_refused(office, table):
    response = send(office, *table)

    assert "mehr als 50 Spalten" in response.content.decode()


# --- What is wrong, and where -----------------------------------------------


def test_row_numbers_are_those_of_the_file(office):
    table = "\nName;Kurzname;Art\n\n;;\nMuster;M;Komma\n"
    book = workbook([None], ["Name", "Kurzname", "Art"], [None], [None], ["Muster", "M", "Komma"])

    assert problems(send(office, table))[0][:2] == ("5", "Art")
    assert problems(send(office, book, "t.xlsx"))[0][:2] == ("5", "Art")


def test_control_characters_are_refused_with_row_and_column(office):
    response = send(office, "Name;Kurzname;Ort\nGut;G;\nMuster;M;Chem\x07nitz\n")

    assert problems(response)[0][:2] == ("3", "Ort")
    assert "Steuerzeichen" in problems(response)[0][2]


@pytest.mark.parametrize(
    ("table", "to"),
    [
        ("Name;Kurzname\nEins;E\nZwei;Z\nAuch eins;E\n", IMPORT),
        ("Vorname;Familienname;Funktion\nA;B;eins\nC;D;\nA;B;zwei\n", PEOPLE),
        ("Familienname;E-Mail-Adresse\nA;a@example.org\nC;\nB;A@Example.org\n", PEOPLE),
    ],
)
def test_one_row_does_not_overwrite_another_of_the_same_file(office, table, to):
    assert problems(send(office, table, to=to)) == [("4", "", "Steht schon in Zeile 2.")]


def test_address_that_moves_on_within_the_file_is_free_again(office):
    make.make_person(given_name="", family_name="Alt", email="a@example.org")
    table = "Familienname;E-Mail-Adresse\nAlt;\nNeu;a@example.org\n"

    confirm(office, send(office, table, to=PEOPLE), to=PEOPLE)

    people = Person.objects.values_list("family_name", "email")
    assert set(people) == {("Alt", ""), ("Neu", "a@example.org")}


# --- Two at once ------------------------------------------------------------


def at_once(*acts):
    """Return what `acts` return, begun at the same moment."""
    barrier = threading.Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def test_waiting_file_is_taken_once():
    waiting = Waiting(make.make_staff())
    for _round in range(50):
        key = waiting.put(ContentFile(b"a;b", name="t.csv"))

        taken = at_once(*[lambda key=key: waiting.take(key)] * 4)

        assert sum(one is not None for one in taken) == 1
    assert list(waiting.folder.iterdir()) == []


@pytest.mark.skipif(connection.vendor == "sqlite", reason="One transaction at a time anyway.")
@pytest.mark.django_db(transaction=True)
def test_two_previews_confirmed_at_once_bring_one_person():
    table = "Vorname;Familienname\nBea;Beispiel\n"
    previews = []
    for _number in range(2):
        client = Client()
        client.force_login(make.make_staff(is_superuser=True))
        previews.append((client, send(client, table, to=PEOPLE)))

    pages = at_once(*[lambda one=one: confirm(*one, to=PEOPLE) for one in previews])

    assert [page.status_code for page in pages] == [200, 200]
    assert Person.objects.count() == 1
    assert not Organisation.objects.exists()
