import datetime as dt
import json

import pytest
from django.template import Context, Template

from gremium.templatetags.gremium import basename, host, in_words, kind_heading
from partners.models import Organisation


def render(source, **values):
    return Template(source).render(Context(values))


def test_data_for_search_engines_cannot_leave_its_element():
    name = "</script><script>alert(1)</script> & <!--"

    html = render("{% json_ld data %}", data={"name": name})

    start, end = '<script type="application/ld+json">', "</script>"
    inner = html.removeprefix(start).removesuffix(end)
    assert html == start + inner + end
    assert not set(inner) & set("<>&")
    assert json.loads(inner) == {"name": name}


@pytest.mark.parametrize(
    ("level", "shown"),
    [
        (2, "<h2>A</h2><h3>B</h3><p>&lt;h3&gt;</p>"),
        (3, "<h3>A</h3><h4>B</h4><p>&lt;h3&gt;</p>"),
        (4, "<h4>A</h4><h5>B</h5><p>&lt;h3&gt;</p>"),
    ],
)
def test_headings_of_a_text_follow_those_of_the_page(level, shown):
    text = "<h3>A</h3><h4>B</h4><p>&lt;h3&gt;</p><script>x</script>"

    assert render("{{ text|rich:level }}", text=text, level=level) == shown


@pytest.mark.parametrize(("number", "words"), [(0, "null"), (1, "ein"), (11, "elf"), (13, "13")])
def test_small_numbers_are_words(number, words):
    assert in_words(number) == words


@pytest.mark.parametrize(
    ("kind", "count", "heading"),
    [
        ("ministry", 1, "Ministerium"),
        ("ministry", 2, "Ministerien"),
        ("chamber", 2, "Kammern"),
        ("", 1, "Weitere"),
        ("", 2, "Weitere"),
    ],
)
def test_kind_stands_in_the_plural_over_several(kind, count, heading):
    assert kind_heading([Organisation(kind=kind)] * count) == heading


def test_every_kind_has_its_plural():
    headings = {kind: kind_heading([Organisation(kind=kind)] * 2) for kind in Organisation.Kind}

    assert [kind for kind, heading in headings.items() if heading == "Weitere"] == []


def test_website_is_named_by_its_host():
    assert host("https://www.vdi.de/wsbv") == "vdi.de"


def test_stored_file_is_named_without_its_folder():
    assert basename("organisation/ab12.png") == "ab12.png"


def test_day_of_a_moment_is_the_day_in_berlin():
    late = dt.datetime(2026, 11, 22, 23, 30, tzinfo=dt.UTC)

    assert render("{{ moment|long_day }}", moment=late) == "23. November 2026"
