"""The office's page for minutes: what it shows, saves and refuses."""

import pytest

from meetings.minutes import acts
from meetings.models import ItemRecord, Minutes
from tests import factories as make
from tests.held import make_held_meeting, make_ready_minutes
from tests.meetings.minuting import approved, later, released

pytestmark = pytest.mark.django_db

State = Minutes.State


@pytest.fixture
def office(client):
    client.force_login(make.make_leader())
    return client


def page(minutes, part="change"):
    return f"/admin/meetings/minutes/{minutes.pk}/{part}/"


def fields(answer):
    """Return what the page's form would post, untouched."""
    form = answer.context["form"]
    found = {"state": form.state}
    for part in form.parts:
        for bound in part:
            value = bound.value()
            if value is not None and value is not False:
                name = bound.html_name
                found[name] = "on" if value is True else getattr(value, "pk", value)
    return found


def opened(office, minutes):
    return fields(office.get(page(minutes)))


def top(minutes, name="text"):
    return f"top-{minutes.meeting.agenda_items.get().pk}-{name}"


def text_of(minutes):
    return ItemRecord.objects.get(agenda_item__meeting=minutes.meeting).text


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_page_shows_steps_checklist_and_the_minutes_as_members_read_them(office):
    minutes = make_ready_minutes()

    answer = office.get(page(minutes))

    assert [one for one, is_current in answer.context["stages"] if is_current] == ["in Abstimmung"]
    assert [one.text for one in answer.context["points"] if one.is_blocking] == []
    assert [one.act for one in answer.context["steps"]] == ["release"]
    text = answer.content.decode()
    assert text_of(minutes) in text
    assert "Die Sitzung ist ordnungsgemäß einberufen." in text


def test_text_head_and_result_are_saved_together(office):
    minutes = make_ready_minutes()
    typed = opened(office, minutes) | {
        top(minutes): "Neu <b>gefasst</b>",
        top(minutes, "result"): "postponed",
        "kopf-closing": "Ende um fünf",
    }

    answer = office.post(page(minutes), typed, follow=True)

    minutes.refresh_from_db()
    record = minutes.meeting.agenda_items.get().record
    assert said(answer) == ["Gespeichert."]
    assert (record.text, record.result, record.revision) == ("Neu <b>gefasst</b>", "postponed", 1)
    assert (minutes.closing, minutes.revision) == ("Ende um fünf", 1)
    assert "Neu &lt;b&gt;gefasst&lt;/b&gt;" in answer.content.decode()


def test_saving_nothing_new_counts_nothing(office):
    minutes = make_ready_minutes()

    office.post(page(minutes), opened(office, minutes))

    minutes.refresh_from_db()
    assert (minutes.revision, minutes.history.count()) == (0, 1)


def test_two_in_different_items_lose_nothing(office):
    minutes = make_ready_minutes()
    first, second = opened(office, minutes), opened(office, minutes)

    office.post(page(minutes), first | {top(minutes): "Vom ersten"})
    answer = office.post(page(minutes), second | {"kopf-closing": "Vom zweiten"})

    minutes.refresh_from_db()
    assert answer.status_code == 302
    assert (text_of(minutes), minutes.closing) == ("Vom ersten", "Vom zweiten")


def test_second_in_the_same_item_gets_409_with_both_texts_and_may_insist(office):
    minutes = make_ready_minutes()
    first, second = opened(office, minutes), opened(office, minutes)
    office.post(page(minutes), first | {top(minutes): "Vom ersten"})

    refused = office.post(
        page(minutes), second | {top(minutes): "Vom zweiten", "kopf-closing": "Schluss"}
    )
    text = refused.content.decode()
    kept = text_of(minutes)
    insisting = office.post(page(minutes), fields(refused))

    assert refused.status_code == 409
    assert "Vom ersten" in text
    assert "Vom zweiten" in text
    assert "Schluss" in text
    assert kept == "Vom ersten"
    assert insisting.status_code == 302
    assert text_of(minutes) == "Vom zweiten"


def test_text_typed_before_a_release_is_not_slipped_in_after_it(office):
    minutes = make_ready_minutes()
    typed = opened(office, minutes) | {top(minutes): "Zu spät"}
    acts.release(minutes, None)

    answer = office.post(page(minutes), typed)

    assert answer.status_code == 409
    assert "Das Protokoll ist inzwischen freigegeben." in answer.content.decode()
    assert "Zu spät" in answer.content.decode()
    assert text_of(minutes) != "Zu spät"


# --- The next step ----------------------------------------------------------


def test_button_saves_first_and_then_goes_on(office):
    minutes = make_ready_minutes(state=State.DRAFT)
    typed = opened(office, minutes) | {top(minutes): "Noch schnell", "act": "review"}

    answer = office.post(page(minutes), typed, follow=True)

    minutes.refresh_from_db()
    assert minutes.state == State.IN_REVIEW
    assert text_of(minutes) == "Noch schnell"
    assert said(answer) == ["In Abstimmung mit der Sitzungsleitung. Versandt wurde nichts."]


def test_release_is_looked_at_before_it_happens(office):
    minutes = make_ready_minutes()
    typed = opened(office, minutes) | {"act": "release"}

    looking = office.post(page(minutes), typed, follow=True)
    minutes.refresh_from_db()
    before = minutes.state
    done = office.post(page(minutes, "freigeben"), follow=True)

    minutes.refresh_from_db()
    assert before == State.IN_REVIEW
    assert "Jetzt freigeben und 1 Person schreiben" in looking.content.decode()
    assert said(done) == ["Freigegeben. 1 Person bekommt eine Mail."]
    assert minutes.state == State.RELEASED


def test_way_from_release_to_publication_and_back(office):
    minutes = released()
    meeting = later(minutes)

    asked = office.get(page(minutes, "genehmigen")).content.decode()
    agreed = office.post(page(minutes, "genehmigen"), {"meeting": meeting.pk}, follow=True)
    shown = office.get(page(minutes, "veroeffentlichen")).content.decode()
    public = office.post(page(minutes, "veroeffentlichen"), follow=True)
    typed = fields(public) | {"act": "withdraw"}
    back = office.post(page(minutes), typed, follow=True)

    assert str(meeting) in asked
    assert said(agreed) == ["Das Protokoll ist genehmigt."]
    assert "Robin Büro" not in shown
    assert said(public) == ["Der öffentliche Teil des Protokolls ist veröffentlicht."]
    assert said(back) == ["Das Protokoll ist nicht mehr öffentlich."]


# --- Sealed -----------------------------------------------------------------


def test_approved_text_is_changed_by_a_correction_with_reason_only(office):
    minutes = approved()
    before = text_of(minutes)
    typed = opened(office, minutes) | {top(minutes): "Berichtigt"}

    plain = office.post(page(minutes), typed, follow=True)
    bare = office.post(page(minutes), typed | {"act": "correct", "reason": " "})
    untouched = text_of(minutes)
    done = office.post(
        page(minutes), typed | {"act": "correct", "reason": "Zahl falsch"}, follow=True
    )

    assert said(plain) == ["Ein genehmigtes Protokoll wird nur noch berichtigt."]
    assert said(bare) == ["Bitte begründen Sie die Berichtigung."]
    assert "Berichtigt" in bare.content.decode()
    assert untouched == before
    assert said(done) == ["Berichtigt. Die Mitglieder bekommen eine Mail."]
    assert minutes.versions.last().reason == "Zahl falsch"
    shown = office.get(page(minutes, "fassung/3")).content.decode()
    assert "<ins>Berichtigt</ins>" in shown


def test_history_shows_and_does_not_restore(office):
    minutes = approved()
    oldest = minutes.history.last()
    address = f"/admin/meetings/minutes/{minutes.pk}/history/{oldest.history_id}/"

    assert office.get(page(minutes, "history")).status_code == 200
    assert office.get(address).status_code == 200
    assert office.post(address, {"closing": "Umgangen"}).status_code == 403
    assert office.get(page(minutes, "delete")).status_code == 403
    assert office.get("/admin/meetings/minutes/add/").status_code == 403
    minutes.refresh_from_db()
    assert minutes.state == State.APPROVED


# --- Who may ----------------------------------------------------------------


def test_minutes_of_another_board_do_not_exist(client):
    minutes = make_ready_minutes()
    client.force_login(make.make_leader(make.make_board()))

    for part in ("change", "freigeben", "genehmigen", "veroeffentlichen", "fassung/1"):
        assert client.get(page(minutes, part)).status_code == 404
    begin = f"/admin/meetings/minutes/beginnen/{minutes.meeting.pk}/"
    assert client.post(begin).status_code == 404


def test_reading_alone_shows_no_form_and_saves_nothing(client):
    minutes = make_ready_minutes()
    client.force_login(make.make_staff("meetings.view_minutes"))

    shown = client.get(page(minutes)).content.decode()

    assert text_of(minutes) in shown
    assert "<textarea" not in shown
    assert client.post(page(minutes), {}).status_code == 403
    assert client.post(page(minutes, "freigeben")).status_code == 403


def test_meeting_service_releases_and_does_not_approve(client):
    minutes = released()
    client.force_login(make.make_staff("meetings.view_minutes", "meetings.change_minutes"))

    answer = client.get(page(minutes))

    assert answer.context["steps"] == []
    assert client.post(page(minutes, "genehmigen")).status_code == 403


def test_session_of_long_ago_gets_its_minutes_by_hand(office):
    meeting = make_held_meeting()
    make.make_agenda_item(meeting=meeting)

    shown = office.get(f"/admin/meetings/meeting/{meeting.pk}/change/").content.decode()
    answer = office.post(f"/admin/meetings/minutes/beginnen/{meeting.pk}/")

    assert "Protokoll beginnen" in shown
    assert answer["Location"] == page(Minutes.objects.get())


@pytest.mark.parametrize("size", [1, 10])
def test_page_needs_so_many_queries(office, django_assert_num_queries, size):
    meeting = make_held_meeting()
    for _ in range(size):
        make.make_mandate(seat=make.make_seat(board=meeting.board))
        make.make_agenda_item(meeting=meeting, rapporteurs=[make.make_organisation()])
    minutes = acts.begin(meeting)
    office.get(page(minutes))

    # One of them for when the board was invited: its rules of that day count.
    with django_assert_num_queries(43):
        office.get(page(minutes))
