"""The gate publishes what was looked at, to those who may, and nothing beside it."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings import pack_contents
from meetings.audiences import MEMBERS
from meetings.tasks.agenda import take_over
from news.models import Article, Publication
from tests import factories as make
from tests.advising import make_advice, make_project, make_report, make_round
from tests.gremium.test_gate import fresh, gate, publish, warnings
from tests.office import change, item, office, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    make.make_centre()
    return make.make_board()


def test_what_changed_since_the_look_is_not_published(client, office, board):
    article = make.make_article(published_from=None, body="<p>Harmlos</p>")
    seen = client.get(gate("meldung", article)).context["look"].mark
    Article.objects.update(body="<p>Ganz anders</p>")

    answer = client.post(gate("meldung", article, "_publish"), {"seen": seen, "trotzdem": "on"})

    assert answer.status_code == 409
    assert "Inzwischen hat sich etwas geändert." in answer.content.decode()
    assert Article.objects.get().published_from is None
    assert not Publication.objects.exists()


def test_old_tick_confirms_no_new_warning(client, office, board):
    one, two = (make.make_person(given_name="Robin", family_name=name) for name in ("Eins", "Zwo"))
    article = make.make_article(published_from=None, body=f"<p>{one.full_name}</p>")
    seen = client.get(gate("meldung", article)).context["look"].mark
    make.make_document()
    Article.objects.update(body=f"<p>{one.full_name}, {two.full_name}</p>")

    answer = client.post(gate("meldung", article, "_publish"), {"seen": seen, "trotzdem": "on"})

    assert answer.status_code == 409
    assert len(answer.context["found"].warnings) == 2


def test_without_a_look_nothing_is_published(client, office, board):
    article = make.make_article(published_from=None)

    assert client.post(gate("meldung", article, "_publish")).status_code == 409
    assert Article.objects.get().published_from is None


def test_report_of_a_hidden_board_stays_where_it_is(client, office):
    make.make_centre()
    board = make.make_board(visibility="members")
    meeting = make.make_meeting(board=board)
    report = make_report(round=make_round(meeting=meeting), project=make_project(board=board))

    publish(client, "bericht", report)

    assert fresh(report).visibility == "members"
    assert not Publication.objects.exists()


def test_item_is_not_warned_of_its_own_title(client, office, board):
    meeting = make.make_meeting(board=board)
    item = make.make_agenda_item(meeting=meeting, title="Haushalt der Stadt", visibility="members")

    assert warnings(client, "top", item) == []


@pytest.mark.parametrize(
    "words", ["KIM OHNEWORT", "Ohnewort, Kim", "Frau Ohnewort", "Dr. Ohnewort"]
)
def test_other_spellings_of_a_name_are_noticed(client, office, board, words):
    make.make_person(given_name="Kim", family_name="Ohnewort")
    article = make.make_article(published_from=None, body=f"<p>Es sprach {words}.</p>")

    assert warnings(client, "meldung", article) == [
        "Nennt Kim Ohnewort, ohne dass eine Einwilligung vorliegt."
    ]


def test_gate_names_no_more_than_the_form(client, board):
    person = make.make_person(family_name="Verborgen")
    advice = make_advice(board=board, person=person, public_text="Mehr Beispiele")
    client.force_login(make.make_staff("advice.view_advice", "advice.change_advice"))

    page = client.get(gate("anregung", advice)).content.decode()

    assert "(verborgen)" in page
    assert "Verborgen" not in page


def test_log_knows_what_was_done_in_the_ordinary_form(client, office, board):
    article = make.make_article(published_from=None)
    article.published_from = timezone.now() - dt.timedelta(hours=1)
    article._history_user = make.make_staff(name="Redaktion")
    article.save()
    time = timezone.now() - dt.timedelta(minutes=30)
    article.history.filter(published_from__isnull=False).update(history_date=time)

    client.post(gate("meldung", article, "_withdraw"))
    page = client.get(gate("meldung", article))

    found = [(one.act, str(one.user)) for one in page.context["log"]]
    assert found == [("withdrawn", "Chefin"), ("published", "Redaktion")]


# --- „Rückmeldung zu Anregungen“ --------------------------------------------------


@pytest.fixture
def told(board):
    """An item that tells members of one released and one unreleased piece of advice."""
    make_advice(board=board, text="Nur unter uns gesagt", public_text="Noch nicht öffentlich")
    make_advice(
        board=board, text="Drinnen anders", public_text="Mehr Beispiele zeigen", visibility="public"
    )
    meeting = make.make_meeting(board=board)
    take_over(meeting)
    return meeting.agenda_items.get(role="feedback")


def test_published_item_tells_only_what_is_released(client, office, told):
    inside = str(pack_contents.for_audience(told.meeting, MEMBERS).front())
    assert "Nur unter uns gesagt" in inside

    publish(client, "top", told, trotzdem="on")
    client.logout()
    page = client.get(told.get_absolute_url()).content.decode()

    assert fresh(told).visibility == "public"
    assert "Mehr Beispiele zeigen" in page
    for one in ("Nur unter uns gesagt", "Noch nicht öffentlich", "Drinnen anders"):
        assert one not in page


def test_advice_taken_back_is_told_no_more(client, office, board, told):
    publish(client, "top", told, trotzdem="on")
    advice = board.advice.get(visibility="public")

    client.post(gate("anregung", advice, "_withdraw"))

    client.logout()
    page = client.get(told.get_absolute_url()).content.decode()
    assert "Mehr Beispiele zeigen" not in page


def test_item_made_public_in_the_form_tells_only_what_is_released(client, office, told):
    row = item(told.title, told.position, id=told.pk, meeting=told.meeting_id, text=told.text)
    known = {"number": told.meeting.number, "slug": told.meeting.slug}
    client.post(change(told.meeting), session(told.meeting.board, [row], items_there=1, **known))

    assert (fresh(told).visibility, fresh(told).role) == ("public", "feedback")
    client.logout()
    page = client.get(told.get_absolute_url()).content.decode()
    assert "Mehr Beispiele zeigen" in page
    assert "Nur unter uns gesagt" not in page
