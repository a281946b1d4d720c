"""Lists out of the office and tables into it."""

import csv
import io
import time
import zipfile

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.admin.tables import neutral
from partners.models import Organisation, Person
from tests import factories as make

pytestmark = pytest.mark.django_db

IMPORT = "/admin/partners/organisation/import/"
PEOPLE = "/admin/partners/person/import/"
GOOD = "Name;Kurzname;Art;Ort\nMusterkammer;MK;Kammer;Chemnitz\nProbeverband Nöl;PV;association;\n"


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(is_superuser=True))
    return client


def send(client, content, name="tabelle.csv", to=IMPORT):
    content = content.encode() if isinstance(content, str) else content
    return client.post(to, {"table": SimpleUploadedFile(name, content)})


def confirm(client, preview, to=IMPORT):
    return client.post(to, {"key": preview.context["key"]}, follow=True)


def workbook(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def problems(response):
    return [tuple(str(part) for part in one) for one in response.context["problems"]]


def waiting_files():
    return [one for one in (settings.VAR_DIR / "imports").rglob("*") if one.is_file()]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path


# --- In ---------------------------------------------------------------------


def test_preview_changes_nothing(office):
    preview = send(office, GOOD)

    assert preview.context["totals"]["new"] == 2
    assert not Organisation.objects.exists()


def test_confirmed_import_brings_all_rows_and_forgets_the_file(office):
    page = confirm(office, send(office, GOOD))

    assert "2 neu, 0 geändert, 0 unverändert" in page.content.decode()
    assert set(Organisation.objects.values_list("short_name", "slug", "kind")) == {
        ("MK", "mk", "chamber"),
        ("PV", "pv", "association"),
    }
    assert waiting_files() == []


def test_importing_twice_changes_nothing(office):
    confirm(office, send(office, GOOD))

    preview = send(office, GOOD)

    assert (preview.context["totals"]["skip"], preview.context["totals"]["new"]) == (2, 0)


def test_import_is_in_the_history_with_its_user(office):
    confirm(office, send(office, GOOD))

    record = Organisation.objects.first().history.get()
    assert (record.history_type, record.history_user.is_superuser) == ("+", True)


def test_errors_name_row_and_column_and_nothing_is_kept(office):
    bad = "Name;Kurzname;Art;Website\nGut;G;;\nMuster;M;Komma;kein link\n;P;;\n"

    response = send(office, bad)

    assert [one[:2] for one in problems(response)] == [
        ("3", "Art"),
        ("3", "Website"),
        ("4", "Name"),
    ]
    assert "„Komma“ ist nicht bekannt" in problems(response)[0][2]
    assert not Organisation.objects.exists()
    assert waiting_files() == []


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        ("Name;Ort", "Es fehlt die Spalte „Kurzname“."),
        ("Name;Kurzname;id", "Unbekannte Spalte „id“"),
        ("Name;Name;Kurzname", "Eine Spalte kommt zweimal vor."),
    ],
)
def test_wrong_headings_are_named(office, headings, message):
    response = send(office, f"{headings}\na;b\n")

    assert message in response.content.decode()
    assert not Organisation.objects.exists()


def test_xlsx_is_read_like_csv(office):
    preview = send(office, workbook(["Name", "Kurzname"], ["Eins", 1], [None, None]), "t.xlsx")
    confirm(office, preview)

    assert Organisation.objects.get().short_name == "1"


def test_person_is_found_by_mail_else_by_name(office):
    anna = make.make_person(given_name="Anna", family_name="Alt", email="anna@example.org")
    bea = make.make_person(given_name="Bea", family_name="Beispiel", email="")
    table = (
        "Vorname;Familienname;E-Mail-Adresse\n"
        "Anna;Neu;ANNA@example.org\nBea;Beispiel;bea@example.org\n"
    )

    preview = send(office, table, to=PEOPLE)
    confirm(office, preview, to=PEOPLE)

    anna.refresh_from_db()
    bea.refresh_from_db()
    assert (anna.family_name, bea.email) == ("Neu", "bea@example.org")
    assert Person.objects.count() == 2


REFUSED = {
    "wrong.txt": (b"Name;Kurzname\na;b\n", "Endung .xlsx oder .csv"),
    "latin.csv": ("Name;Kurzname\nBär;b\n".encode("latin-1"), "nicht in UTF-8"),
    "binary.csv": (b"Name;Kurzname\na\0;b\n", "keine Textdatei"),
    "quotes.csv": (b'Name;Kurzname\n"a;b\n', "Anführungszeichen"),
    "empty.csv": (b"Name;Kurzname\n", "keine Zeilen"),
    "wide.csv": (b"Name;Kurzname\na;b;c\n", "Zeile 2 hat mehr Zellen"),
    "long.csv": (b"Name;Kurzname\n" + b"a;b\n" * 1001, "mehr als 1.000 Zeilen"),
    "fake.xlsx": (b"kein zip", "nicht als Excel-Datei lesen"),
    "heavy.csv": (b"x" * (5 * 1024 * 1024 + 1), "größer als 5 MB"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_unfit_file_is_refused_in_plain_words(office, name):
    content, message = REFUSED[name]

    response = send(office, content, name)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Organisation.objects.exists()
    assert waiting_files() == []


def test_bomb_is_refused_before_it_is_unpacked(office):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _number in range(256):
                part.write(bytes(4 * 1024 * 1024))
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert out.tell() < 2 * 1024 * 1024

    begun = time.process_time()
    response = send(office, out.getvalue(), "bombe.xlsx")

    assert time.process_time() - begun < 2
    assert "entpackt zu groß" in response.content.decode()


def test_broken_workbook_is_refused(office):
    whole = workbook(["Name", "Kurzname"], ["a", "b"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, b"<kaputt" if "sheet1" in entry else old.read(entry))

    response = send(office, out.getvalue(), "kaputt.xlsx")

    assert "nicht als Excel-Datei lesen" in response.content.decode()


@pytest.mark.parametrize("key", ["", "../../gremium.sqlite3", "0" * 32 + ".csv", "\x01"])
def test_unknown_key_leads_back_to_the_choice(office, key):
    response = office.post(IMPORT, {"key": key}, follow=True)

    assert "Die Vorschau ist abgelaufen" in response.content.decode()


def test_preview_of_one_user_is_not_confirmed_by_another(office, client):
    preview = send(office, GOOD)
    client.force_login(make.make_staff(is_superuser=True))

    confirm(client, preview)

    assert not Organisation.objects.exists()


def test_import_needs_the_rights_to_add_and_to_change(client):
    client.force_login(make.make_staff("partners.view_organisation", "partners.add_organisation"))

    assert send(client, GOOD).status_code == 403


# --- Out --------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_would_be_formula_is_neutralised(start):
    assert neutral(f"{start}HYPERLINK()") == f"'{start}HYPERLINK()"
    assert neutral("HWK = gut") == "HWK = gut"


def test_exports_hold_no_formula(office):
    make.make_organisation(name="=1+1", short_name="+49", place="Chemnitz")

    book = office.post("/admin/partners/organisation/export/", {"format": "0"})
    text = office.post("/admin/partners/organisation/export/", {"format": "1"})

    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    row = next(sheet.iter_rows(min_row=2))
    assert sheet.title == "Organisationen"
    assert [(cell.value, cell.data_type) for cell in row[:2]] == [("'=1+1", "s"), ("'+49", "s")]
    table = list(csv.reader(io.StringIO(text.content.decode("utf-8-sig")), delimiter=";"))
    assert table[1][:2] == ["'=1+1", "'+49"]
    assert table[0][:4] == ["Name", "Kurzname", "Webadresse", "Art"]


def test_export_comes_back_unchanged(office):
    make.make_organisation(name="=1+1", place="Chemnitz", website="https://example.org")
    exported = office.post("/admin/partners/organisation/export/", {"format": "1"}).content

    preview = send(office, exported)

    assert (preview.context["totals"]["skip"], preview.context["totals"]["update"]) == (1, 0)


def test_export_keeps_search_and_needs_the_right_to_view(office, client):
    make.make_person(family_name="Anders", note="geheim")
    make.make_person(family_name="Beispiel")

    found = office.post("/admin/partners/person/export/?q=Anders", {"format": "1"}).content.decode()

    assert "Anders" in found
    assert "Beispiel" not in found
    assert "geheim" not in found
    client.force_login(make.make_staff("partners.view_organisation"))
    assert client.get("/admin/partners/person/export/").status_code == 403
    assert client.get("/admin/partners/organisation/export/").status_code == 200
