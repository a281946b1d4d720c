"""Rich text passes one allow-list, on the way in and on the way out."""

import pytest

from news.models import Article
from partners import richtext
from tests.factories import make_article

GOOD = (
    "<h3>Auftrag</h3><p><strong>Fett</strong> und <em>kursiv</em><br></p>"
    "<ul><li><p>Punkt</p></li></ul><p>"
    '<a href="https://example.org/" rel="noopener noreferrer nofollow">Verweis</a></p>'
    "<table><tbody><tr><th>a</th><td>b</td></tr></tbody></table>"
)


def test_what_the_editor_makes_stays():
    assert richtext.clean(GOOD) == GOOD


@pytest.mark.parametrize(
    "bad",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed">x</p>',
        '<p onclick="x()">x</p>',
        "<iframe src='https://example.org'></iframe>",
        "<form action='https://example.org'><input></form>",
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_what_could_act_is_gone(bad):
    cleaned = richtext.clean(f"<p>davor</p>{bad}")

    assert cleaned.startswith("<p>davor</p>")
    for sign in ("script", "onerror", "onclick", "style", "iframe", "form", "svg", "img"):
        assert sign not in cleaned


@pytest.mark.django_db
def test_database_holds_clean_text_however_it_got_there():
    article = make_article(body="<p>Text</p><script>alert(1)</script>")

    assert Article.objects.get(pk=article.pk).body == "<p>Text</p>"


@pytest.mark.django_db
def test_text_that_is_bad_in_the_database_is_clean_on_the_page(client):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(body="<p>Text</p><script>boese()</script>")

    page = client.get(article.get_absolute_url()).content.decode()

    assert "<p>Text</p>" in page
    assert "boese" not in page


def test_plain_text_becomes_escaped_paragraphs():
    made = richtext.from_plain("Eins <b>\n\nZwei & drei")

    assert made == "<p>Eins &lt;b&gt;</p><p>Zwei &amp; drei</p>"
