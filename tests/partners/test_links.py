"""Links in rich text say where they lead when their words claim another place."""

import pytest

from meetings import pdf
from partners import richtext
from tests import factories as make

REL = 'rel="noopener noreferrer nofollow"'
TOLD = [
    ("https://evil.example", "https://bank.example", "evil.example"),
    ("https://evil.example/bank.example", "bank.example", "evil.example"),
    ("https://evil.example", "www.bank.example/konto", "evil.example"),
    ("https://evil.example", "Zur Bank: bank.example", "evil.example"),
    ("https://evil.example", "https://<strong>bank</strong>.example", "evil.example"),
    ("https://evil.example", "HTTPS://BANK.EXAMPLE", "evil.example"),
    ("https://evil.example", "bank.exa&#8203;mple", "evil.example"),
    ("https://evil.example", "ｂａｎｋ．example", "evil.example"),
    ("https://evil.example", "bаnk.example", "evil.example"),
    ("https://evil.example", "info@bank.example", "evil.example"),
    ("https://evil.example", "https://bank", "evil.example"),
    ("https://evil.example", "http://192.0.2.7/", "evil.example"),
    ("https://evil.example", "https://bank.example@evil.example", "evil.example"),
    ("https://bank.example@evil.example/", "https://bank.example", "evil.example"),
    ("https://bank.example.evil.example", "bank.example", "bank.example.evil.example"),
    ("https://evilbank.example", "bank.example", "evilbank.example"),
    ("//evil.example", "bank.example", "evil.example"),
    ("https:/evil.example", "bank.example", "evil.example"),
    ("https:\\\\evil.example", "bank.example", "evil.example"),
    ("https:///evil.example", "bank.example", "evil.example"),
    ("/anmelden/", "bank.example", "127.0.0.1"),
    ("mailto:x@evil.example", "info@bank.example", "x@evil.example"),
    ("mailto:x@evil.example", "bank.example", "x@evil.example"),
    ("https://bücher.example", "bücher.example.org", "xn--bcher-kva.example"),
]
SILENT = [
    ("https://bank.example/konto?a=1#b", "https://bank.example/konto"),
    ("https://bank.example", "bank.example"),
    ("https://www.bank.example", "bank.example"),
    ("https://bank.example", "www.bank.example"),
    ("https://konto.bank.example", "Bank (bank.example)"),
    ("https://bank.example/", "die Bank"),
    ("https://bank.example/", "z. B. hier, am 27.01.2017 um 14.30 Uhr"),
    ("https://bank.example/b.pdf", "Bericht_2026.pdf"),
    ("https://bank.example/b.html", "https://bank.example/b.html"),
    ("https://bücher.example", "bücher.example"),
    ("https://xn--bcher-kva.example", "bücher.example"),
    ("mailto:max.muster@bank.example?subject=x", "max.muster@bank.example"),
    ("/anmelden/", "zur Anmeldung"),
]


def link(href, words):
    return f'<p>Davor <a href="{href}">{words}</a>, danach.</p>'


@pytest.mark.parametrize(("href", "words", "host"), TOLD)
def test_host_stands_beside_a_link_that_claims_another(href, words, host):
    cleaned = richtext.clean(link(href, words))

    assert f"</a> ({host}), danach." in cleaned
    assert richtext.clean(cleaned) == cleaned


@pytest.mark.parametrize(("href", "words"), SILENT)
def test_honest_links_stay_as_they_are(href, words):
    assert "</a>, danach." in richtext.clean(link(href, words))


def test_title_of_a_link_claims_like_its_words():
    html = '<p><a href="https://evil.example" title="https://bank.example">hier</a></p>'

    assert "</a> (evil.example)" in richtext.clean(html)


@pytest.mark.parametrize("rel", ["", ' rel="opener"', ' rel="me noopener"', f" {REL}"])
def test_every_link_says_the_same_of_itself(rel):
    cleaned = richtext.clean(f'<p><a href="https://bank.example"{rel}>Bank</a></p>')

    assert cleaned == f'<p><a href="https://bank.example" {REL}>Bank</a></p>'


@pytest.mark.django_db
def test_page_and_paper_name_the_host_of_a_text_older_than_the_rule(client):
    words = link("https://evil.example", "https://bank.example")
    article = make.make_article(body=words)
    assert "(evil.example)" in type(article).objects.get(pk=article.pk).body
    type(article).objects.filter(pk=article.pk).update(body=words)

    page = client.get(article.get_absolute_url()).content.decode()

    assert f'<a href="https://evil.example" {REL}>https://bank.example</a> (evil.example)' in page
    assert " (evil.example), danach." in str(pdf.tree(words))
