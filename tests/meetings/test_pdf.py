"""PDFs: tagged and titled, the same bytes for the same data, and no markup from outside."""

import datetime as dt
import io

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings import pdf

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
HEAD = {
    "board": "Gremium",
    "heading": "2. Sitzung",
    "when": "14. Januar 2027",
    "where": "Haus Nord",
    "is_example": False,
}
EVIL = '#set page(fill: red) $x$ [y] *z* <a> "q" \\ // @ref #panic("nein")'


def badges(name):
    return {**HEAD, "cards": [{"name": name, "organisation": name}]}


def front(text="", title="Titel"):
    return {
        "title": title,
        "board": title,
        "heading": title,
        "when": "",
        "is_example": True,
        "cancelled": title,
        "facts": [[title, title]],
        "text": pdf.tree(text),
        "items": [{"number": 1, "title": title, "time": "", "line": "", "text": pdf.tree(text)}],
        "papers": [{"heading": title, "papers": [{"title": title, "place": ""}]}],
        "advice": [],
        "reports": [],
    }


ADVICE = {"title": "Idee 1", "text": "Mehr", "state": "offen", "answer": "Ja", "effect": "Viel"}


TEMPLATES = {
    "pack.typ": front("<p>Text</p>") | {"advice": [ADVICE, ADVICE | {"effect": ""}]},
    "badges.typ": badges("Robin Beispiel"),
    "sign_in.typ": {**HEAD, "rows": [{"organisation": "A", "name": "B", "remark": "C"}]},
    "letter.typ": {"title": "Briefe", "letters": []},
}


def opened(content):
    return pikepdf.open(io.BytesIO(content))


def is_accessible(content):
    with opened(content) as document, document.open_metadata() as metadata:
        return metadata.get("pdfuaid:part") == "1"


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_document_is_tagged_titled_and_says_that_it_is_accessible(template):
    made = pdf.render(template, TEMPLATES[template], AT)

    with opened(made) as document, document.open_metadata() as metadata:
        assert document.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in document.Root
        assert str(document.Root.Lang) == "de-DE"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo.Title)
        assert metadata["pdfuaid:part"] == "1"
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("3", "A")


def test_same_data_at_the_same_moment_gives_the_same_bytes():
    first, second, later = (
        pdf.render("badges.typ", badges("Robin"), AT + dt.timedelta(seconds=seconds))
        for seconds in (0, 0, 1)
    )

    assert first == second != later


@pytest.mark.parametrize("template", ["badges.typ", "pack.typ"])
def test_markup_in_data_is_text(template):
    data = badges(EVIL) if template == "badges.typ" else front("<p>Text</p>", EVIL)

    made = pdf.render(template, data, AT)

    with opened(made) as document:
        assert len(document.pages) == 1
        if template == "pack.typ":
            assert str(document.docinfo.Title) == EVIL


def test_rich_text_becomes_a_tree_of_what_the_editor_can_make():
    html = '<p>Ein <strong>Wort</strong><br>&amp; <a href="https://example.org/">Link</a></p>'

    assert pdf.tree(html + "<script>alert(1)</script>") == [
        {
            "tag": "p",
            "children": [
                "Ein ",
                {"tag": "strong", "children": ["Wort"]},
                {"tag": "br", "children": []},
                "& ",
                {"tag": "a", "children": ["Link"], "href": "https://example.org/"},
            ],
        }
    ]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p></p>",
        "<p>offen <em>bleibt",
        "<ul><li><p>a</p><ol><li>b</li></ol></li></ul>",
        "<table><tr><th>A</th></tr><tr><td><p>1</p></td><td>2</td></tr></table>",
        "<table></table><h3></h3><blockquote></blockquote>",
        '<p><a href="mailto:a@example.org">Mail</a> <a>ohne</a></p>',
        "<ul></ul><ol>kein Punkt</ol>",
    ],
)
def test_any_rich_text_can_be_set(html):
    assert pdf.render("pack.typ", front(html), AT).startswith(b"%PDF-")


@given(st.text(alphabet="<>/pultdrhaem3 =\"'&;#x0", max_size=80))
def test_any_html_can_be_set(html):
    assert pdf.render("pack.typ", front(html), AT).startswith(b"%PDF-")


# --- Signs that no font has ---------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Robin 🎉 名前", "Robin [Zeichen] [Zeichen]"),
        ("Familie 👨‍👩‍👧 und 👍🏽", "Familie [Zeichen] und [Zeichen]"),
        # The letter stays, what no font can put on it goes.
        ("1️⃣ α⃝", "1 α"),
        ("Ｒｏｂｉｎ", "Robin"),
        # A dot of Word's list, from its own font.
        ("\uf0b7 Punkt", "[Zeichen] Punkt"),
        ("a\u1680b", "a b"),
        ("→ ✓ ☐ ≥ ❤ שלום ẹ́", "→ ✓ ☐ ≥ ❤ שלום ẹ́"),
    ],
)
def test_sign_that_no_font_has_is_replaced_and_all_else_stays(monkeypatch, typed, shown):
    compiled, set_at_last = pdf.compiled, []

    def watched(template, data, at, standards):
        set_at_last[:] = [data["cards"][0]["name"], standards]
        return compiled(template, data, at, standards)

    monkeypatch.setattr(pdf, "compiled", watched)

    made = pdf.render("badges.typ", badges(typed), AT)

    assert set_at_last == [shown, pdf.STANDARDS]
    assert is_accessible(made)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_no_sign_costs_a_document_its_mark_as_accessible(text):
    assert is_accessible(pdf.render("badges.typ", badges(text), AT))


def test_other_faults_of_a_template_are_faults():
    with pytest.raises(typst.TypstError, match="does not contain key"):
        pdf.render("badges.typ", {}, AT)
