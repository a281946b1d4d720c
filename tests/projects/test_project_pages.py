"""Projects for everybody: the list with its filters, one project, and nothing hidden."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile

from projects.models import Project
from tests import advising
from tests import factories as make
from tests.factories import MEMBERS, OFFICE, PUBLIC

pytestmark = pytest.mark.django_db
CANARY = "Kanarienvogel-4711"
LIST = "/projekte/"
HIDDEN = pytest.mark.parametrize("level", [MEMBERS, OFFICE])


def page_of(client, address=LIST):
    return client.get(address).content.decode()


def test_list_names_kind_period_partners_topics_and_picture(client):
    board = make.make_board()
    topic = advising.make_topic(board=board, title="Künstliche Intelligenz")
    partner = make.make_organisation(name="Werkstatt e. V.", consortium_role="partner")
    project = advising.make_project(
        board=board,
        title="KI im Handwerk",
        partners=[partner],
        topics=[topic],
        starts_on=dt.date(2026, 3, 1),
        ends_on=dt.date(2028, 2, 29),
        image=ContentFile(make.picture_bytes(), name="bild.png"),
        image_alt="Eine Werkbank",
        is_example=True,
    )
    advising.make_project(board=board, kind=Project.Kind.IMPLEMENTATION)

    page = page_of(client)

    assert f'<a href="{project.get_absolute_url()}">KI im Handwerk</a>' in page
    for words in (
        "Transferprojekt",
        "Umsetzungsprojekt",
        "März 2026 – Februar 2028",
        project.reporter.name,
        "Werkstatt e. V.",
        f'<a href="{topic.get_absolute_url()}">Künstliche Intelligenz</a>',
        'alt="Eine Werkbank"',
        "Beispieldaten",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Alpha", "Beta", "Gamma"}),
        ("?art=transfer", {"Alpha", "Beta"}),
        ("?thema=ki", {"Alpha", "Gamma"}),
        ("?art=transfer&thema=ki", {"Alpha"}),
        ("?thema=gibt-es-nicht", {"Alpha", "Beta", "Gamma"}),
        ("?art=quatsch&page=99999999999999999999", {"Alpha", "Beta", "Gamma"}),
    ],
)
def test_list_is_narrowed_by_kind_and_topic(client, query, shown):
    board = make.make_board()
    topic = advising.make_topic(board=board, slug="ki")
    advising.make_project(board=board, title="Alpha", topics=[topic])
    advising.make_project(board=board, title="Beta")
    advising.make_project(
        board=board, title="Gamma", topics=[topic], kind=Project.Kind.IMPLEMENTATION
    )

    page = page_of(client, LIST + query)

    assert {name for name in ("Alpha", "Beta", "Gamma") if f">{name}</a>" in page} == shown


def test_long_list_is_turned_and_keeps_the_filter(client):
    board = make.make_board()
    for _ in range(21):
        advising.make_project(board=board)

    first, second = page_of(client, f"{LIST}?art=transfer"), page_of(client, f"{LIST}?page=2")

    assert 'href="?art=transfer&amp;page=2"' in first
    assert second.count('class="project"') == 1


def test_page_tells_who_what_and_when(client):
    topic = advising.make_topic()
    project = advising.make_project(
        board=topic.board, summary="<p>Worum es geht</p>", topics=[topic]
    )
    article = make.make_article(title="Das Projekt beginnt")
    article.projects.add(project)

    page = page_of(client, project.get_absolute_url())

    for words in ("Worum es geht", project.reporter.name, topic.title, "Das Projekt beginnt"):
        assert words in page
    assert '<a href="/projekte/">Projekte</a>' in page


def test_picture_goes_with_its_project(client):
    image = ContentFile(make.picture_bytes(), name="bild.png")
    project = advising.make_project(image=image, image_alt="Haus")
    address = f"{project.get_absolute_url()}bild/{project.image.name.rsplit('/', 1)[-1]}"

    shown = client.get(address)

    assert shown.getvalue().startswith(b"\x89PNG")
    Project.objects.update(visibility=MEMBERS)
    assert client.get(address).status_code == 404


# --- What is hidden -----------------------------------------------------------


def doors(client):
    addresses = ("/", LIST, "/sitemap.xml", "/aktuelles/", "/aktuelles/feed/", "/themen/")
    return {one: page_of(client, one) for one in addresses}


@HIDDEN
def test_hidden_project_is_nowhere(client, level):
    board = make.make_board()
    shown = advising.make_project(board=board)
    hidden = advising.make_project(board=board, title=CANARY, summary=CANARY, visibility=level)
    missing = client.get("/projekte/gibt-es-nicht/")

    answer = client.get(hidden.get_absolute_url())
    pages = doors(client)

    assert answer.status_code == missing.status_code == 404
    assert answer.content == missing.content
    assert set(answer.headers) == set(missing.headers)
    assert CANARY not in "".join(pages.values())
    assert [one for one, page in pages.items() if hidden.slug in page] == []
    assert [one for one, page in pages.items() if f"{shown.slug}/" in page] == [
        LIST,
        "/sitemap.xml",
    ]


@HIDDEN
def test_public_project_of_a_hidden_board_is_hidden(client, level):
    project = advising.make_project(board=make.make_board(visibility=level), title=CANARY)

    assert client.get(project.get_absolute_url()).status_code == 404
    assert CANARY not in page_of(client)


@HIDDEN
def test_hidden_topic_and_partner_of_a_hidden_board_are_not_named(client, level):
    board = make.make_board()
    topic = advising.make_topic(board=board, title=CANARY, slug="geheim", visibility=level)
    partner = make.make_organisation(name=CANARY)
    make.make_seat(board=make.make_board(visibility=level), organisation=partner)
    project = advising.make_project(
        board=board, reporter=partner, partners=[partner], topics=[topic]
    )

    pages = [page_of(client), page_of(client, project.get_absolute_url())]
    filtered = [page_of(client, f"{LIST}?thema={one}") for one in ("geheim", "gibt-es-nicht")]

    assert project.title in pages[0]
    assert CANARY not in "".join([*pages, *filtered])
    assert project.title in filtered[0]
    assert filtered[0].replace("geheim", "gibt-es-nicht") == filtered[1]


def test_members_report_is_read_by_members_and_not_by_visitors(client):
    report = advising.make_report(status=CANARY)
    public = advising.make_report(status="Öffentlicher Stand", visibility=PUBLIC)
    address = report.project.get_absolute_url()

    visitor = page_of(client, address)
    client.force_login(make.make_member(report.project.board))

    assert CANARY not in visitor
    assert CANARY in page_of(client, address)
    client.logout()
    assert "Öffentlicher Stand" in page_of(client, public.project.get_absolute_url())


def test_public_report_does_not_tell_of_a_hidden_session(client):
    board = make.make_board()
    meeting = make.make_meeting(board=board, visibility=OFFICE, number=77)
    report = advising.make_report(
        round=advising.make_round(meeting=meeting), status="Öffentlich", visibility=PUBLIC
    )

    page = page_of(client, report.project.get_absolute_url())

    assert "Öffentlich" in page
    assert "77. Sitzung" not in page


def test_draft_of_a_report_is_on_no_page(client):
    report = advising.make_report(status=CANARY, submitted_at=None, visibility=PUBLIC)

    assert CANARY not in page_of(client, report.project.get_absolute_url())


# --- Queries ------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 10])
@pytest.mark.parametrize(
    ("address", "count"), [(LIST, 6), (f"{LIST}?thema=thema", 6), ("/projekte/projekt/", 5)]
)
def test_page_needs_so_many_queries(client, django_assert_num_queries, size, address, count):
    make.make_centre()
    board = make.make_board()
    for number in range(size):
        topic = advising.make_topic(board=board, slug=f"thema{number or ''}")
        partners = [make.make_organisation(consortium_role="partner") for _ in range(size)]
        project = advising.make_project(
            board=board, slug=f"projekt{number or ''}", partners=partners, topics=[topic]
        )
        meeting = make.make_meeting(board=board)
        advising.make_report(
            round=advising.make_round(meeting=meeting), project=project, visibility=PUBLIC
        )
    client.get(address)

    with django_assert_num_queries(count):
        client.get(address)
