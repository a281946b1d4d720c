"""A partner's reports behind the personal link: kept, handed in, changed, never lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from meetings.models import Meeting
from projects.models import ProgressReport, Project
from tests import advising
from tests import factories as make
from tests.projects.rounds import form_of, hand_in, link_to, make_asked, seen_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return make_asked().requests.get()


@pytest.fixture
def door(asked):
    return link_to(asked.person)


@pytest.fixture
def form(door, asked):
    return form_of(door, asked)


def test_contact_without_mandate_finds_a_calm_page_and_the_reports(client, asked, door):
    home = client.get(door).content.decode()
    listed = client.get(f"{door}berichte/").content.decode()

    assert f"{door}berichte/" in home
    assert "Vorschläge" not in home
    assert "noch nicht begonnen" in listed
    assert asked.organisation.reported_projects.get().title in listed


@pytest.mark.parametrize(
    "path", ["unterlagen/", "gremium/", "kalender/", "vorschlaege/", "aufgaben/", "beschluesse/"]
)
def test_contact_without_mandate_sees_nothing_of_the_board(client, asked, door, path):
    missing = client.get("/l/gibt-es-nicht/")

    answer = client.get(door + path)
    make.make_mandate(seat=make.make_seat(board=asked.round.meeting.board), person=asked.person)

    assert (answer.status_code, answer.content) == (404, missing.content)
    assert client.get(door + path).status_code == 200


def test_opening_changes_nothing(client, form, door):
    for address in (door, f"{door}berichte/", form):
        assert client.get(address).status_code == 200

    assert ProgressReport.objects.count() == 0
    assert client.get(f"{form}speichern/").status_code == 405


def test_draft_may_be_incomplete_and_is_not_handed_in(client, form):
    response = hand_in(client, form, "keep", status="", light="red", figures="halb fertig")

    report = ProgressReport.objects.get()
    assert response.status_code == 302
    assert (report.light, report.figures, report.submitted_at) == ("red", "halb fertig", None)
    assert "halb fertig" in client.get(form).content.decode()


def test_handed_in_report_is_there_and_can_be_changed(client, form, asked):
    hand_in(client, form)
    hand_in(client, form, status="Läuft gut.")

    report = ProgressReport.objects.get()
    assert report.status == "Läuft gut."
    assert report.submitted_by == asked.person
    assert report.organisation == asked.organisation
    page = client.get(form).content.decode()
    assert "Änderungen abgeben" in page
    assert "Zwischenspeichern" not in page


def test_report_changed_after_its_release_waits_for_a_new_one(client, form):
    hand_in(client, form)
    ProgressReport.objects.update(visibility="public")

    hand_in(client, form, status="Ganz anders.")

    assert ProgressReport.objects.get().visibility == "members"


def test_draft_of_who_reported_before_is_not_shown_to_the_next(client, asked, form):
    hand_in(client, form, act="keep", status="Nur unser Entwurf")
    other = make.make_organisation(consortium_role="partner")
    project = Project.objects.get()
    project.reporter = other
    project.save()
    request = advising.make_request(round=asked.round, organisation=other)
    theirs = form_of(link_to(request.person), request)

    page = client.get(theirs).content.decode()
    hand_in(client, theirs, status="Unser eigener Bericht")

    assert "Nur unser Entwurf" not in page
    report = ProgressReport.objects.get()
    assert (report.organisation, report.status) == (other, "Unser eigener Bericht")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": " "}, "Bitte schreiben Sie, wie das Projekt steht."),
        ({"light": ""}, "Bitte wählen Sie eine Farbe der Ampel."),
        ({"light": "yellow"}, "Bitte begründen Sie Gelb oder Rot."),
        ({"light": "red"}, "Bitte begründen Sie Gelb oder Rot."),
        ({"figures": "zwölf Betriebe"}, "ist keine Zahl mit Bezeichnung."),
        ({"figures": "a: 1\na: 2"}, "„a“ steht zweimal da."),
    ],
)
def test_incomplete_report_is_refused_and_keeps_what_was_typed(client, form, values, words):
    page = hand_in(client, form, since_last="Mein langer Text", **values).content.decode()

    assert words in page
    assert "Mein langer Text" in page
    assert ProgressReport.objects.count() == 0


def test_stale_form_gets_both_texts_and_the_second_try_goes_through(client, form):
    old = seen_on(client, form)
    hand_in(client, form, status="Vom Kollegen")

    refused = hand_in(client, form, status="Von mir", seen=old)
    page = refused.content.decode()

    assert refused.status_code == 409
    assert "Vom Kollegen" in page
    assert "Von mir" in page
    assert ProgressReport.objects.get().status == "Vom Kollegen"
    again = hand_in(client, form, status="Von mir und dem Kollegen")
    assert again.status_code == 302
    assert ProgressReport.objects.get().status == "Von mir und dem Kollegen"


def test_draft_from_an_old_window_does_not_take_back_what_is_handed_in(client, form):
    hand_in(client, form)

    page = hand_in(client, form, "keep", status="").content.decode()

    assert "Dieser Bericht ist schon abgegeben." in page
    assert ProgressReport.objects.get().status == "Läuft."


def test_report_of_another_partner_or_project_does_not_exist(client, asked, door):
    other = make_asked(meeting=make.make_meeting(board=asked.round.meeting.board)).requests.get()
    own = asked.organisation.reported_projects.get()
    foreign = other.organisation.reported_projects.get()
    paths = [
        f"berichte/{other.pk}/{foreign.slug}/",
        f"berichte/{asked.pk}/{foreign.slug}/",
        f"berichte/{other.pk}/{own.slug}/",
    ]

    answers = [client.get(door + path) for path in paths]
    answers += [client.post(f"{door}{path}speichern/", {"hand_in": "1"}) for path in paths]

    assert {one.status_code for one in answers} == {404}
    assert client.get(f"{door}berichte/{asked.pk}/{own.slug}/").status_code == 200


@pytest.mark.parametrize("end", ["held", "cancelled", "not asked", "another contact"])
def test_way_in_ends_with_the_round(client, asked, door, end):
    meeting = asked.round.meeting
    before = client.get(door).status_code

    if end == "held":
        meeting.held_on, meeting.state = timezone.localdate(), Meeting.State.HELD
    elif end == "cancelled":
        meeting.is_cancelled, meeting.cancellation_reason = True, "Sturm"
    elif end == "not asked":
        asked.asked_at = None
    else:
        asked.person = make.make_person()
    meeting.save()
    asked.save()

    assert before == 200
    assert client.get(door).status_code == 404
    assert client.get(f"{door}berichte/").status_code == 404


def test_link_bound_to_another_board_opens_no_report(client, asked):
    here, there = asked.round.meeting.board, make.make_board()

    assert client.get(link_to(asked.person, board_id=here.pk)).status_code == 200
    assert client.get(link_to(asked.person, board_id=there.pk)).status_code == 404


def test_signed_in_contact_finds_the_same(client, asked):
    asked.person.user = make.make_user()
    asked.person.save()
    client.force_login(asked.person.user)

    home = client.get("/mein/").content.decode()
    hand_in(client, form_of("/mein/", asked))

    assert "/mein/berichte/" in home
    assert ProgressReport.objects.get().submitted_by == asked.person


def test_picture_is_seen_by_who_may_and_needs_words_to_be_handed_in(client, form, asked):
    def picture():
        return SimpleUploadedFile("stand.png", make.picture_bytes())

    refused = hand_in(client, form, image=picture())
    hand_in(client, form, image=picture(), image_alt="Ein Prüfstand")
    report = ProgressReport.objects.get()
    name = report.image.name.rsplit("/", 1)[-1]
    public = f"/projektberichte/{report.pk}/bild/{name}"

    assert "Bitte beschreiben Sie das Bild." in refused.content.decode()
    assert client.get(f"{form}bild/{name}").getvalue().startswith(b"\x89PNG")
    assert client.get(public).status_code == 404
    client.force_login(make.make_member(asked.round.meeting.board))
    assert client.get(public).getvalue().startswith(b"\x89PNG")
    hand_in(client, form, removes_image="on")
    assert ProgressReport.objects.get().image.name == ""


def test_second_round_begins_with_the_last_report(client, asked, form):
    hand_in(client, form, status="Alter Stand", since_last="Altes Ereignis")
    board = asked.round.meeting.board
    later = make.make_meeting(
        board=board, held_on=asked.round.meeting.held_on + dt.timedelta(days=90)
    )
    second = advising.make_request(
        round=advising.make_round(meeting=later),
        organisation=asked.organisation,
        person=asked.person,
    )

    page = client.get(form_of(link_to(asked.person), second)).content.decode()

    assert "Im Formular steht, was Sie zuletzt berichtet haben." in page
    assert "Alter Stand</textarea>" in page
    assert "Betriebe beraten: 12</textarea>" in page
    assert "Letztes Mal: Altes Ereignis" in page
    assert "Altes Ereignis</textarea>" not in page
    assert ProgressReport.objects.count() == 1
