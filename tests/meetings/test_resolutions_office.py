"""Resolutions in the office: prepared, looked at, begun on purpose, closed, kept."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from meetings.models import Meeting, Resolution, ResolutionPaper
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.file_contents import pdf_bytes
from tests.held import make_circular
from tests.meetings.balloting import begun, in_session, make_deputy, make_voters, out, vote

pytestmark = pytest.mark.django_db

LIST = "/admin/meetings/resolution/"
EMPTY = {"papers-TOTAL_FORMS": 0, "papers-INITIAL_FORMS": 0}


@pytest.fixture
def office(client):
    client.force_login(make.make_leader())
    return client


def page_of(resolution, part="change/"):
    return f"{LIST}{resolution.pk}/{part}"


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_draft_is_written_and_gets_papers(office):
    board = make.make_board(is_example=True)
    words = {"title": "Termin", "text": "Wortlaut", "board": board.pk, "visibility": "members"}
    office.post(f"{LIST}add/", words)
    draft = Resolution.objects.get()
    file = SimpleUploadedFile("der plan.pdf", pdf_bytes(), "application/pdf")
    papers = {"papers-TOTAL_FORMS": 1, "papers-INITIAL_FORMS": 0, "papers-0-file": file}

    answer = office.post(page_of(draft), {**words, **papers}, follow=True)

    paper = draft.papers.get()
    assert answer.status_code == 200
    assert (draft.kind, draft.state, draft.is_example) == ("circular", "draft", True)
    assert (paper.title, paper.file_name) == ("der plan", "der_plan.pdf")


def test_paper_of_a_wrong_kind_is_refused(office):
    draft = make_circular()
    file = SimpleUploadedFile("seite.html", b"<script>", "text/html")
    papers = {"papers-TOTAL_FORMS": 1, "papers-INITIAL_FORMS": 0, "papers-0-file": file}
    words = {"title": "Termin", "text": "Wortlaut", "visibility": "members"}

    answer = office.post(page_of(draft), {**words, **papers})

    assert "Dieses Format wird nicht angenommen." in answer.content.decode()
    assert ResolutionPaper.objects.count() == 0


def test_members_get_the_papers_while_strangers_do_not(client):
    board, (person,) = make_voters(1)
    stranger = make_voters(1)[1][0]
    draft = make_circular(board=board)
    file = SimpleUploadedFile("plan.pdf", pdf_bytes(), "application/pdf")
    paper = ResolutionPaper.objects.create(
        resolution=draft, title="Plan", file=file, file_name="plan.pdf", size=9
    )

    def asked(reader, name="plan.pdf"):
        token = PersonalLink.objects.mint(reader, PersonalLink.Purpose.PERSONAL)
        path = f"/l/{token}/umlauf/{draft.pk}/unterlagen/{paper.pk}/{name}"
        answer = client.get(path)
        answer.getvalue()
        return answer.status_code

    assert asked(person) == 404
    Resolution.objects.update(state="open")
    assert asked(person) == 200
    assert asked(person, "anders.pdf") == 404
    assert asked(stranger) == 404


def test_preview_shows_the_mail_and_its_readers_and_sends_nothing(office):
    board, people = make_voters(2)
    deputy = make_deputy(people[0])
    draft = make_circular(board=board, title="Neuer Termin", text="Wir tagen im Mai.")
    silent = make.make_person(email="")
    make.make_mandate(seat=make.make_seat(board=board), person=silent)

    page = office.get(page_of(draft, "starten/")).content.decode()
    as_deputy = office.get(page_of(draft, f"starten/?person={deputy.pk}")).content.decode()

    draft.refresh_from_db()
    assert "Wir tagen im Mai." in page
    assert "bitte stimmen Sie schriftlich ab" in page
    assert "10 Tage Frist; üblich 10, mindestens 7 Tage" in page
    assert f"Ohne E-Mail-Adresse, kann so nicht abstimmen: {silent.full_name}" in page
    assert "Jetzt an 3 Personen senden" in page
    assert "zu Ihrer Kenntnis" in as_deputy
    assert (draft.state, draft.due_on, Mail.objects.count()) == ("draft", None, 0)


def test_it_begins_with_the_button_and_only_once(office):
    board, _people = make_voters(2)
    draft = make_circular(board=board, title="Neuer Termin")

    answers = [office.post(page_of(draft, "starten/"), follow=True) for _time in range(2)]

    assert said(answers[0]) == ["Der Umlauf läuft; 2 Personen bekommen eine Mail."]
    assert said(answers[1]) == ["Dieser Umlauf hat schon begonnen."]
    assert Mail.objects.filter(kind="circular").count() == 2


def test_too_short_a_period_is_refused_with_the_rule(office):
    board, _people = make_voters(1)
    due_on = timezone.localdate() + dt.timedelta(days=6)
    draft = make_circular(board=board, due_on=due_on)

    page = office.get(page_of(draft, "starten/")).content.decode()
    answer = office.post(page_of(draft, "starten/"), follow=True)

    assert "Die Frist ist zu kurz: 6 Tage Frist" in page
    assert "Jetzt an" not in page
    assert said(answer)[0].startswith("Die Frist ist zu kurz: 6 Tage Frist")


def test_wording_stays_once_members_are_asked(office):
    board, _people = make_voters(1)
    resolution = begun(board)

    office.post(page_of(resolution), {"title": "x", "text": "y", "visibility": "public", **EMPTY})

    resolution.refresh_from_db()
    assert (resolution.title, resolution.text) == ("Neuer Termin", "Die Sitzung wird verlegt.")


def test_office_sees_who_is_missing_and_closes_when_all_have_voted(office):
    board, (first, second) = make_voters(2)
    resolution = begun(board)
    vote(resolution, first)
    page = office.get(page_of(resolution)).content.decode()
    early = office.post(page_of(resolution, "schliessen/"), follow=True)
    vote(resolution, second)

    ready = office.get(page_of(resolution)).content.decode()
    today = office.get("/admin/").content.decode()
    done = office.post(page_of(resolution, "schliessen/"), follow=True)

    missing = second.mandates.get().seat.organisation.short_name
    assert f"Es fehlen noch: {missing}." in " ".join(page.split())
    assert "Jetzt schließen" not in page
    assert said(early)[0].startswith("Vor dem Ende der Frist")
    assert "Alle haben abgestimmt." in ready
    assert "Neuer Termin" in today
    assert "alle haben abgestimmt" in today
    assert said(done) == ["Der Umlauf ist geschlossen: angenommen."]


def test_objected_matter_comes_on_an_announced_agenda_by_hand(office):
    board, (person, _other) = make_voters(2)
    meeting = make.make_meeting(board=board, state=Meeting.State.INVITED)
    resolution = begun(board)
    vote(resolution, person, procedure="no")
    page = office.get(page_of(resolution)).content.decode()
    before = meeting.agenda_items.count()

    done = office.post(page_of(resolution, "tagesordnung/"), follow=True)
    again = office.post(page_of(resolution, "tagesordnung/"), follow=True)

    assert before == 0
    assert "Dazu ist schon eingeladen: Bitte senden Sie danach einen Nachtrag." in page
    assert said(done) == ["Die Sache ist jetzt TOP 1 der 1. Sitzung."]
    assert said(again) == ["Diese Sache steht schon auf einer Tagesordnung."]
    assert meeting.agenda_items.get().title == "Neuer Termin"


def test_what_became_of_it_is_kept_and_shown(office, client):
    resolution = out(make.make_board(), title="Ordnung")

    office.post(
        page_of(resolution),
        {"title": "Ordnung", "text": "Neu", "visibility": "public", "outcome": "Gilt."},
    )

    resolution.refresh_from_db()
    assert (resolution.outcome, resolution.text != "Neu") == ("Gilt.", True)
    assert "Gilt." in client.get(resolution.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("state", "mended"),
    [("in_review", {"text", "reason"}), ("released", {"reason"}), ("approved", set())],
)
def test_wording_is_mended_here_until_the_minutes_are_out(office, state, mended):
    """From then on their page mends it, with a version that says why."""
    resolution = in_session(make.make_board(), state)

    words = {"title": "Ordnung", "text": "Neu", "reason": "Neu", "visibility": "public"}
    office.post(page_of(resolution), words | {"outcome": ""})

    resolution.refresh_from_db()
    assert {name for name in ("text", "reason") if getattr(resolution, name) == "Neu"} == mended


def test_drafts_can_be_deleted_and_nothing_that_has_a_number(client):
    client.force_login(make.make_user(is_staff=True, is_superuser=True))
    board, _people = make_voters(1)
    draft, running = make_circular(board=board), begun(board)
    kept = [running, out(board), in_session(board, "draft", number=None)]

    answers = [client.post(page_of(one, "delete/"), {"post": "yes"}) for one in [draft, *kept]]

    assert [one.status_code for one in answers] == [302, 403, 403, 403]
    assert set(Resolution.objects.all()) == set(kept)
    assert "delete_selected" not in client.get(LIST).content.decode()


@pytest.mark.parametrize("part", ["starten/", "schliessen/", "tagesordnung/"])
def test_acts_are_for_those_who_may_and_for_their_boards(client, part):
    board, _people = make_voters(1)
    draft = make_circular(board=board)
    reader = make.make_staff("meetings.view_resolution")
    elsewhere = make.make_leader(make.make_board())

    answers = []
    for user in (reader, elsewhere):
        client.force_login(user)
        answers.append(client.post(page_of(draft, part)).status_code)

    draft.refresh_from_db()
    assert answers == [403, 404]
    assert draft.state == "draft"


@pytest.mark.parametrize("part", ["schliessen/", "tagesordnung/"])
def test_looking_acts_on_nothing(office, part):
    assert office.get(page_of(make_circular(), part)).status_code == 405


def test_list_is_searched_filtered_and_exported(office):
    board = make.make_board()
    found = out(board, title="Ordnung", decided_on=dt.date(2020, 5, 5), text="=1+1")
    make_circular(board=board, title="Entwurf")

    def names(query):
        page = office.get(f"{LIST}?{query}").content.decode()
        return [one for one in ("Ordnung", "Entwurf") if f">{one}</a>" in page]

    assert names("") == ["Ordnung", "Entwurf"]
    assert names("q=ordn") == ["Ordnung"]
    assert names("jahr=2020") == ["Ordnung"]
    assert names("kind__exact=circular") == ["Entwurf"]
    table = office.post(f"{LIST}export/", {"format": 1}).content.decode("utf-8-sig")
    assert "'=1+1" in table
    assert f";{found.number};" in table
