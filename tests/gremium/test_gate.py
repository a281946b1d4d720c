"""The publication gate: the inside beside the outside, what speaks against it, who did it."""

import pytest
from django.db import connection
from django.urls import reverse

from gremium.gate import acts
from gremium.gate.kinds import KINDS
from news.models import Article, Publication
from tests import factories as make
from tests.advising import make_advice, make_project, make_report, make_round
from tests.held import make_held_meeting, make_minutes
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel-4711"


def gate(kind, obj, act=""):
    return reverse(f"admin:gate{act}", args=[kind, obj.pk])


@pytest.fixture
def board():
    make.make_centre()
    return make.make_board()


def publish(client, kind, obj, **confirmed):
    """Look, then publish, as the office does in its browser."""
    seen = client.get(gate(kind, obj)).context["look"].mark
    return client.post(gate(kind, obj, "_publish"), {"seen": seen} | confirmed)


def make_public_words(board):
    return make_advice(board=board, text=CANARY, public_text="Mehr Beispiele zeigen")


def things(board):
    """One of each kind, ready to be published, with the words that then are public."""
    meeting = make.make_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting, title="Bericht aus der Werkstatt")
    hidden = make.make_meeting(board=board, visibility="members", text="<p>Worum es geht</p>")
    project = make_project(board=board)
    report = make_report(round=make_round(meeting=meeting), project=project, status="Läuft gut")
    item.visibility = "members"
    item.save()
    return {
        "sitzung": (hidden, "Worum es geht"),
        "top": (item, "Bericht aus der Werkstatt"),
        "dokument": (
            make.make_document(meeting=meeting, title="Plan der Woche", visibility="members"),
            "Plan der Woche",
        ),
        "anregung": (make_public_words(board), "Mehr Beispiele zeigen"),
        "bericht": (report, ""),
        "meldung": (make.make_article(title="Neues Haus", published_from=None), "Neues Haus"),
    }


@pytest.mark.parametrize("kind", ["sitzung", "top", "dokument", "anregung", "meldung"])
def test_preview_shows_the_real_page_and_changes_nothing(client, office, board, kind):
    obj, words = things(board)[kind]
    before = dump()

    page = client.get(gate(kind, obj))
    shown = client.get(gate(kind, obj, "_preview"))

    assert "Das ist nicht öffentlich." in page.content.decode()
    assert words in shown.content.decode()
    assert CANARY not in shown.content.decode()
    assert shown["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert dump() == before


def dump():
    """Every row there is, but for the session of who looks."""
    tables = [one for one in connection.introspection.table_names() if "session" not in one]
    with connection.cursor() as cursor:
        found = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - names of our own tables.
            found[name] = sorted(map(repr, cursor.fetchall()))
    return found


@pytest.mark.parametrize("kind", ["sitzung", "top", "dokument", "anregung", "bericht", "meldung"])
def test_publishing_and_taking_back_are_noted_with_who(client, office, board, kind):
    obj, _words = things(board)[kind]

    publish(client, kind, obj, trotzdem="on")
    is_out = KINDS[kind].is_public(fresh(obj))
    publish(client, kind, obj, trotzdem="on")
    client.post(gate(kind, obj, "_withdraw"))

    assert is_out
    assert not KINDS[kind].is_public(fresh(obj))
    found = [(one.act, str(one.user)) for one in Publication.objects.order_by("pk")]
    assert found == [("published", "Chefin"), ("withdrawn", "Chefin")]


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def test_minutes_go_their_own_way(client, office, board):
    minutes = make_minutes(meeting=make_held_meeting(board=board))

    page = client.get(gate("protokoll", minutes)).content.decode()
    publish(client, "protokoll", minutes, trotzdem="on")

    assert "Veröffentlicht wird erst ein genehmigtes Protokoll." in page
    assert "Jetzt veröffentlichen" not in page
    assert not Publication.objects.exists()


def warnings(client, kind, obj):
    return client.get(gate(kind, obj)).context["found"].warnings


def test_name_without_consent_is_a_warning_that_has_to_be_confirmed(client, office, board):
    person = make.make_person(given_name="Robin", family_name="Ohnewort")
    named = make.make_person(given_name="Kim", family_name="Mitwort", consents=["name"])
    body = f"<p>{person.full_name} und {named.full_name} sprachen.</p>"
    article = make.make_article(published_from=None, body=body)

    found = warnings(client, "meldung", article)
    publish(client, "meldung", article)
    refused = Article.objects.get().published_from
    publish(client, "meldung", article, trotzdem="on")

    assert found == ["Nennt Robin Ohnewort, ohne dass eine Einwilligung vorliegt."]
    assert refused is None
    assert Publication.objects.get().overruled == found


def test_title_of_a_hidden_item_is_noticed(client, office, board):
    meeting = make.make_meeting(board=board)
    make.make_agenda_item(meeting=meeting, title="Haushalt der Werkstatt", visibility="members")
    article = make.make_article(
        meeting=meeting, published_from=None, body="<p>Es ging um: Haushalt der Werkstatt.</p>"
    )

    assert warnings(client, "meldung", article) == [
        "Nennt die Überschrift eines nichtöffentlichen TOP: „Haushalt der Werkstatt“."
    ]


def test_giver_in_the_words_of_an_advice_is_noticed(client, office, board):
    partner = make.make_organisation(short_name="Partner Nord")
    advice = make_advice(
        board=board, organisation=partner, public_text="Partner Nord wünscht Beispiele"
    )

    assert warnings(client, "anregung", advice) == [
        "Nennt die gebende Organisation (Partner Nord) im Text."
    ]


def test_advice_without_public_words_cannot_go_out(client, office, board):
    advice = make_advice(board=board)

    page = client.get(gate("anregung", advice)).content.decode()
    publish(client, "anregung", advice)

    assert "Bitte schreiben Sie zuerst, wie die Anregung öffentlich steht." in page
    assert fresh(advice).visibility == "members"


def test_document_of_a_hidden_item_cannot_go_out(client, office, board):
    item = make.make_agenda_item(
        meeting=make.make_meeting(board=board), title="Werkstattplan", visibility="members"
    )
    document = make.make_document(agenda_item=item, visibility="members")

    found = client.get(gate("dokument", document)).context["found"]

    assert found.obstacles == ["Der TOP ist nichtöffentlich. Veröffentlichen Sie erst ihn."]


# --- Who may --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rights", "looking", "publishing"),
    [
        ((), 403, 403),
        (("advice.view_advice",), 200, 403),
        (("advice.view_advice", "news.add_publication"), 200, 403),
        (("advice.view_advice", "advice.change_advice"), 200, 403),
        (("advice.view_advice", "advice.change_advice", "news.add_publication"), 200, 302),
    ],
)
def test_looking_and_publishing_need_their_rights(client, board, rights, looking, publishing):
    advice = make_public_words(board)
    client.force_login(make.make_staff(*rights))

    page = client.get(gate("anregung", advice))
    seen = {"seen": page.context["look"].mark} if looking == 200 else {}

    assert page.status_code == looking
    assert client.get(gate("anregung", advice, "_preview")).status_code == looking
    assert client.post(gate("anregung", advice, "_publish"), seen).status_code == publishing


@pytest.mark.parametrize("act", ["", "_preview"])
def test_office_of_another_board_finds_nothing(client, board, act):
    advice = make_public_words(board)
    client.force_login(make.make_leader(make.make_board()))

    assert client.get(gate("anregung", advice, act)).status_code == 404
    assert client.post(gate("anregung", advice, "_publish")).status_code == 404


@pytest.mark.parametrize("name", ["unsinn", "person", "anregung"])
def test_what_is_not_there_is_404(client, office, board, name):
    assert client.get(f"/admin/veroeffentlichen/{name}/4711/").status_code == 404


def test_get_publishes_nothing(client, office, board):
    advice = make_public_words(board)

    assert client.get(gate("anregung", advice, "_publish")).status_code == 405
    assert client.get(gate("anregung", advice, "_withdraw")).status_code == 405


def test_change_page_leads_to_the_gate(client, office, board):
    advice = make_public_words(board)

    page = client.get(f"/admin/advice/advice/{advice.pk}/change/").content.decode()

    assert gate("anregung", advice) in page


def test_acts_refuse_what_is_so_already(board):
    advice, user = make_public_words(board), make.make_staff()
    acts.publish(KINDS["anregung"], advice, user)

    with pytest.raises(Exception, match="schon veröffentlicht"):
        acts.publish(KINDS["anregung"], advice, user)
    acts.withdraw(KINDS["anregung"], advice, user)
    with pytest.raises(Exception, match="nicht veröffentlicht"):
        acts.withdraw(KINDS["anregung"], advice, user)


def test_log_is_read_only_and_not_for_those_of_some_boards(client, office, board):
    acts.publish(KINDS["anregung"], make_public_words(board), make.make_staff())
    address = "/admin/news/publication/"

    assert "Idee 1" in client.get(address).content.decode()
    assert client.get(f"{address}add/").status_code == 403
    client.force_login(make.make_leader(board))
    assert client.get(address).status_code == 403
