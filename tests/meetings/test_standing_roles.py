"""A standing item is known by its role alone: in forms, in data of before, in ETags."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from advice import answering
from advice.answering import Wording
from gremium.gate.kinds import KINDS
from gremium.integrity import breaches
from meetings import planning
from meetings.models import AgendaItem, AgendaTemplate
from meetings.tasks.agenda import take_over
from tests import factories as make
from tests.advising import make_advice, make_released_advice, make_step
from tests.held import make_circular, make_held_meeting, make_minutes, make_record, make_task
from tests.office import change, item, office, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db

TWICE = "Diesen festen Punkt haben Sie zweimal gewählt."


def roles(meeting):
    return list(meeting.agenda_items.order_by("position").values_list("title", "role"))


# --- Once on an agenda ------------------------------------------------------------


def test_database_keeps_a_role_from_standing_twice():
    first = make.make_agenda_item(role="feedback")
    make.make_agenda_item(role="feedback")
    make.make_agenda_item(meeting=first.meeting)
    make.make_agenda_item(meeting=first.meeting)

    with pytest.raises(IntegrityError), transaction.atomic():
        make.make_agenda_item(meeting=first.meeting, role="feedback")


def test_office_is_told_which_item_has_the_role_already(client, office):
    first = make.make_agenda_item(role="feedback")
    second = make.make_agenda_item(meeting=first.meeting)

    answer = client.post(change(second), item(second.title, 2, role="feedback"))

    assert answer.status_code == 200
    assert "Diesen festen Punkt hat die Sitzung schon: TOP 1." in answer.content.decode()
    assert roles(first.meeting) == [(first.title, "feedback"), (second.title, "")]


def test_two_of_one_role_typed_at_once_are_refused_with_what_was_typed(client, office):
    meeting = make.make_planned_meeting()
    meeting.agenda_items.all().delete()
    known = {"number": meeting.number, "slug": meeting.slug}
    typed = [item("Eins", 1, role="welcome"), item("Zwei", 2, role="welcome")]

    answer = client.post(change(meeting), session(meeting.board, typed, **known))

    page = answer.content.decode()
    assert (answer.status_code, TWICE in page, "Zwei" in page) == (200, True, True)
    assert not meeting.agenda_items.exists()


def test_role_goes_with_template_copy_and_postponement():
    meeting = make.make_planned_meeting(number=1)
    template = AgendaTemplate.objects.get(name="Übliche Tagesordnung")
    meeting.agenda_items.all().delete()

    planning.fill_from_template(meeting, template)
    meeting.agenda_items.update(title="Umbenannt")
    following = make.make_meeting(board=meeting.board, number=2, state="planned")
    planning.copy_agenda(following, meeting)
    kept = planning.save_as_template(following, "Eigene")

    given = ["welcome", "approval", "feedback", "", "", "", "any_other_business"]
    assert [role for _title, role in roles(following)] == given
    assert list(kept.items.values_list("role", flat=True)) == given


def test_postponed_standing_item_goes_on_in_the_one_that_is_there():
    held = make_held_meeting(number=1)
    old = make.make_agenda_item(meeting=held, role="feedback", title="Vertagtes")
    make_record(agenda_item=old, result="postponed")
    make_minutes(meeting=held, state="released", released_at=timezone.now())
    make_advice(board=held.board, text="Etwas")
    meeting = make.make_meeting(board=held.board, number=2)
    there = make.make_agenda_item(meeting=meeting, role="feedback", title="Neu genannt")

    take_over(meeting)

    (only,) = meeting.agenda_items.filter(role="feedback")
    assert (only, only.title, only.continues) == (there, "Neu genannt", old)


# --- Data of before ---------------------------------------------------------------

GENERATED = (
    "<h3>Beantwortet</h3>"
    "<ul><li><p>Idee 1: <strong>Gim</strong>pel – aufgegriffen: Ja</p></li></ul>"
    "<h3>Noch offen</h3><ul><li><p>Frage 2: Zeisig – offen</p></li></ul>"
)


def convert():
    import_module("meetings.migrations.0014_roles_and_own_words").convert(apps, None)


def test_data_of_before_get_their_roles_and_keep_the_offices_words():
    meeting = make_held_meeting(number=4)
    before = make_held_meeting(board=meeting.board, number=3)
    minutes = make_minutes(meeting=before)
    make_task(board=meeting.board, title="Zahlen <b> liefern")
    add = {"meeting": meeting, "visibility": "members"}
    for title, kind, text in (
        ("Begrüßung und Tagesordnung", "formal", "<p>Herzlich</p>"),
        ("Genehmigung des Protokolls der 3. Sitzung", "formal", ""),
        ("Rückmeldung zu Anregungen", "report", f"<p>Unser Wort</p>{GENERATED}"),
        ("Offene Aufgaben", "report", "<ul><li>Zahlen &lt;b&gt; liefern (Wer, bis 1.1.)</li></ul>"),
        ("Verschiedenes", "discussion", ""),
        ("Termine und Verschiedenes", "formal", ""),
    ):
        make.make_agenda_item(title=title, kind=kind, text=text, **add)

    convert()

    found = list(meeting.agenda_items.order_by("position").values_list("role", "text"))
    assert found == [
        ("welcome", "<p>Herzlich</p>"),
        ("approval", ""),
        ("feedback", "<p>Unser Wort</p>"),
        ("open_tasks", ""),
        ("", ""),
        ("any_other_business", ""),
    ]
    assert list(meeting.agenda_items.get(role="approval").approves.all()) == [minutes]


@pytest.mark.parametrize(
    ("text", "left", "level"),
    [
        (GENERATED, "", "public"),
        (f"{GENERATED}<p>Wort</p>", "<p>Wort</p>", "members"),
        ("<ul><li><p>Von Hand</p></li></ul>", "<ul><li><p>Von Hand</p></li></ul>", "public"),
    ],
)
def test_renamed_item_with_copies_loses_them_and_what_is_doubtful_goes_to_members(
    text, left, level
):
    told = make.make_agenda_item(title="Ganz anders genannt", text=text)

    convert()

    told.refresh_from_db()
    assert (told.text, told.visibility) == (left, level)
    assert told.role == ("feedback" if "Idee 1" in text else "")


@pytest.mark.parametrize(
    ("text", "level"),
    [("<p>Wir berichten.</p>", "public"), ("<ul><li><p>Von wem?</p></li></ul>", "members")],
)
def test_sentence_of_the_office_stays_public_and_a_list_nobody_knows_does_not(text, level):
    told = make.make_agenda_item(title="Rückmeldung zu Anregungen", text=text)

    convert()

    told.refresh_from_db()
    assert (told.text, told.visibility, told.role) == (text, level, "feedback")


def test_renamed_list_of_tasks_is_known_by_what_it_lists():
    told = make.make_agenda_item(
        title="Was noch zu tun ist",
        text="<p>Unser Wort</p><ul><li>Zahlen liefern (Wer, bis 1.1.)</li><li>Mehr</li></ul>",
    )
    for title in ("Zahlen liefern", "Mehr"):
        make_task(board=told.meeting.board, title=title)

    convert()

    told.refresh_from_db()
    assert (told.role, told.text) == ("open_tasks", "<p>Unser Wort</p>")
    assert told.visibility == "members"


def test_what_was_postponed_or_objected_to_is_told_no_more_by_the_stored_text():
    old = make.make_agenda_item(meeting=make_held_meeting())
    text = (
        "<p>Vertagt in der 1. Sitzung.</p><p>Dem Umlaufverfahren wurde widersprochen. Zur "
        "Abstimmung stand:</p><p>Wortlaut</p><p>Eigenes</p>"
    )
    item = make.make_agenda_item(text=text, continues=old)
    circular = make_circular(board=item.meeting.board)
    type(circular).objects.filter(pk=circular.pk).update(continued_in=item)

    convert()

    item.refresh_from_db()
    assert (item.text, item.visibility) == ("<p>Eigenes</p>", "public")


# --- ETags ------------------------------------------------------------------------


def test_page_of_the_session_is_new_when_a_release_changes_it_and_not_otherwise(client):
    make.make_centre()
    board = make.make_board()
    hidden = make_advice(board=board, text="Unter uns", public_text="Für alle")
    released = make_released_advice(board=board)
    meeting = make.make_meeting(board=board)
    make.make_agenda_item(meeting=meeting, role="feedback")

    def tag():
        return client.get(meeting.get_absolute_url())["ETag"]

    tags = [tag()]
    make_step(advice=hidden)
    make_step(advice=released)
    answering.take_step(hidden, "accepted", Wording(answer="Nur hier"))
    hidden.text = "Anders unter uns"
    hidden.save()
    tags.append(tag())
    for act in ("show", "hide"):
        getattr(KINDS["anregung"], act)(hidden, None)
        tags.append(tag())

    # Taken back the page is as it was before.
    unchanged, again, shown, taken_back = tags
    assert unchanged == again == taken_back
    assert shown != unchanged


def test_page_is_new_when_more_minutes_are_to_be_approved(client):
    make.make_centre()
    held = make_held_meeting()
    make_minutes(meeting=held)
    meeting = make.make_meeting(board=held.board)
    make.make_agenda_item(meeting=meeting, role="approval")
    before = client.get(meeting.get_absolute_url())

    take_over(meeting)

    after = client.get(meeting.get_absolute_url(), headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "Protokoll der 1. Sitzung" in after.content.decode()


# --- The rules of the data --------------------------------------------------------


def broken():
    return {one.rule: one.rows for one in breaches() if one.rule in {"own_words", "approves"}}


def test_words_of_others_in_the_text_are_found():
    board = make.make_board()
    make_advice(board=board, text="Mehr Beispiele zeigen")
    make_task(board=board, title="Zahlen liefern bitte")
    meeting = make.make_meeting(board=board)
    texts = {"": "<p>Mehr <b>Bei</b>spiele zeigen</p>", "open_tasks": "Zahlen liefern bitte"}
    stored = [make.make_agenda_item(meeting=meeting, role=one) for one in texts]
    assert broken() == {}

    for one in stored:
        AgendaItem.objects.filter(pk=one.pk).update(text=texts[one.role])

    assert broken() == {"own_words": [f"meetings.agendaitem:{one.pk}" for one in stored]}


def test_minutes_that_cannot_be_approved_there_are_found():
    asked = make.make_agenda_item(role="approval")
    asked.approves.add(make_minutes(meeting=make_held_meeting(board=asked.meeting.board)))
    assert broken() == {}

    asked.approves.add(make_minutes())

    assert broken() == {"approves": [f"meetings.agendaitem:{asked.pk}"]}
