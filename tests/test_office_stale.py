"""Two at one form: the later one gets 409, the other's values, and loses nothing typed."""

import pytest

from meetings.models import AgendaItem, Meeting
from tests import factories as make
from tests.office import change, item, office, paper, rows, session

__all__ = ["office"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = make.make_meeting(note="alt")
    make.make_agenda_item(meeting=meeting, title="Erstens")
    make.make_agenda_item(meeting=meeting, title="Zweitens")
    return meeting


def opened(office, obj):
    """Return the mark in the form as the office opened it."""
    form = office.get(change(obj)).context["adminform"].form
    assert 'name="seen"' in str(form["seen"])
    return form["seen"].value()


def form_of(meeting, seen, items=None, **more):
    there = [
        item(one.title, one.position, id=one.pk, meeting=meeting.pk)
        for one in meeting.agenda_items.all()
    ]
    values = {"number": meeting.number, "slug": meeting.slug, "held_on": meeting.held_on}
    filled = items if items is not None else there
    return session(meeting.board, filled, items_there=len(there), **values | more, seen=seen)


def save_by_another(obj, **values):
    for name, value in values.items():
        setattr(obj, name, value)
    obj._history_user = make.make_staff(name="Robin Büro")
    obj.save()


def errors_of(response):
    return " ".join(response.context["adminform"].form.non_field_errors())


def test_form_saved_in_the_meantime_answers_409_and_keeps_what_was_typed(office, meeting):
    seen = opened(office, meeting)
    save_by_another(meeting, note="vom anderen")

    response = office.post(change(meeting), form_of(meeting, seen, note="von mir"))

    assert response.status_code == 409
    assert "Inzwischen wurde hier etwas anderes gespeichert" in errors_of(response)
    assert "Interne Notiz: alt → vom anderen (Robin Büro, " in errors_of(response)
    assert response.context["adminform"].form["note"].value() == "von mir"
    meeting.refresh_from_db()
    assert meeting.note == "vom anderen"


def test_saving_again_after_reading_is_meant(office, meeting):
    seen = opened(office, meeting)
    save_by_another(meeting, note="vom anderen")

    refused = office.post(change(meeting), form_of(meeting, seen, note="von mir"))
    fresh = refused.context["adminform"].form["seen"].value()
    response = office.post(change(meeting), form_of(meeting, fresh, note="von mir"))

    assert (fresh != seen, response.status_code) == (True, 302)
    meeting.refresh_from_db()
    assert meeting.note == "von mir"


def test_form_nobody_else_saved_is_saved(office, meeting):
    response = office.post(change(meeting), form_of(meeting, opened(office, meeting), note="neu"))

    assert response.status_code == 302
    assert Meeting.objects.get().note == "neu"


def test_saving_without_a_change_makes_no_other_form_stale(office, meeting):
    seen = opened(office, meeting)
    save_by_another(meeting)

    assert office.post(change(meeting), form_of(meeting, seen)).status_code == 302


def test_new_changed_and_deleted_items_are_named(office, meeting):
    seen = opened(office, meeting)
    first, second = meeting.agenda_items.all()
    save_by_another(first, minutes_planned=25)
    second.delete()
    make.make_agenda_item(meeting=meeting, title="Drittens & mehr")

    response = office.post(change(meeting), form_of(meeting, seen))

    text = errors_of(response)
    assert response.status_code == 409
    assert "Tagesordnungspunkt „Erstens“: Minuten: leer → 25" in text
    assert "Tagesordnungspunkt „Zweitens“: gelöscht" in text
    assert "Tagesordnungspunkt „Drittens &amp; mehr“: neu" in text


def test_new_file_of_a_document_makes_the_form_stale(office, meeting):
    document = make.make_document(meeting=meeting, title="Vorlage")
    seen = opened(office, meeting)
    upload = paper(make.pdf_bytes(pages=2), title="Vorlage") | rows("versions", [])

    office.post(change(document), upload)
    response = office.post(change(meeting), form_of(meeting, seen))

    assert response.status_code == 409
    assert "Dokument „Vorlage“: Datei hochgeladen: vorlage_eins.pdf" in errors_of(response)


def test_row_deleted_by_another_comes_back_with_what_was_typed(office, meeting):
    seen = opened(office, meeting)
    first, second = meeting.agenda_items.all()
    typed = [
        item("Erstens, von mir", 1, id=first.pk, meeting=meeting.pk),
        item("Zweitens, von mir", 2, id=second.pk, meeting=meeting.pk),
        item("Neu", 3),
    ]
    first.delete()

    refused = office.post(change(meeting), form_of(meeting, seen) | rows("agenda_items", typed, 2))
    formset = refused.context["inline_admin_formsets"][0].formset
    fields = [one for form in formset.forms for one in form]
    again = {one.html_name: one.value() for one in fields if one.value()}
    again |= {one.html_name: one.value() or 0 for one in formset.management_form}
    fresh = refused.context["adminform"].form["seen"].value()
    saved = office.post(change(meeting), form_of(meeting, fresh) | again)

    assert (refused.status_code, saved.status_code) == (409, 302)
    assert list(AgendaItem.objects.values_list("position", "title")) == [
        (1, "Erstens, von mir"),
        (2, "Zweitens, von mir"),
        (3, "Neu"),
    ]
    assert AgendaItem.objects.get(position=2).pk == second.pk


@pytest.mark.parametrize("mark", ["", "abc", "9" * 40, "1.2", "1.1.1.1.1.1", "\u0661"])
def test_nonsense_for_a_mark_is_no_error_of_ours(office, meeting, mark):
    response = office.post(change(meeting), form_of(meeting, mark))

    assert response.status_code in {302, 409}


def test_values_the_user_may_not_see_are_not_named(client):
    mine = make.make_board()
    meeting = make.make_meeting(board=mine, venue=make.make_venue(name="Altes Haus"))
    user = make.make_staff("meetings.change_meeting", "meetings.view_meeting")
    mine.staff.add(user)
    client.force_login(user)
    seen = client.get(change(meeting)).context["adminform"].form["seen"].value()
    save_by_another(meeting, venue=make.make_venue(name="Geheimes Haus"), note="offen")

    response = client.post(change(meeting), form_of(meeting, seen))

    assert response.status_code == 409
    assert "offen" in errors_of(response)
    assert "Geheimes Haus" not in response.content.decode()


def test_news_are_protected_too(office):
    article = make.make_article(title="Titel")
    seen = opened(office, article)
    save_by_another(article, title="Neuer Titel")
    form = {"title": "Meiner", "slug": article.slug, "teaser": "t", "visibility": "public"}

    response = office.post(change(article), form | {"body": "<p>x</p>", "seen": seen})

    assert response.status_code == 409
    assert "Überschrift: Titel → Neuer Titel" in errors_of(response)
    assert response.context["adminform"].form["title"].value() == "Meiner"
