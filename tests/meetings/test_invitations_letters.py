"""What stands in the mails: the facts, once and plainly, and nothing its reader may not read."""

import datetime as dt
import html as html_lib

import pytest

from meetings import answers, deputies, invitations
from meetings.admin.dispatch_preview import Preview
from meetings.letters import Letters
from meetings.models import Dispatch
from meetings.recipients import recipients
from partners.models import Person
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import meeting, send, staff

__all__ = ["meeting", "send", "staff"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
DAY = dt.date(2027, 1, 14)


@pytest.fixture
def meeting_of_board():
    make.make_centre(name="Zentrum Beispielstadt", phone="0371 4711", email="buero@example.org")
    board = make.make_board(short_name="Begleitgremium", name="Begleitgremium Beispielstadt")
    return make.make_planned_meeting(
        board=board,
        number=2,
        held_on=DAY,
        venue=make.make_venue(name="Haus Eins", directions="Zugang über den Hof."),
        video_link="https://video.example.org/zwei",
    )


@pytest.fixture
def send_for(meeting_of_board, staff):
    def send_for(kind, **words):
        meeting_of_board.refresh_from_db()
        invitations.send(meeting_of_board, kind, staff, **words)
        return Mail.objects.filter(kind=kind).order_by("pk").first()

    return send_for


@pytest.fixture(autouse=True)
def before_christmas(time_machine):
    time_machine.move_to(dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC))


def readable(html):
    """Return what a person reads of the HTML, in one line."""
    body = html.split("</head>")[-1]
    text = "".join(part.split(">", 1)[-1] for part in body.split("<"))
    return " ".join(html_lib.unescape(text).split())


def to(person, kind):
    return Mail.objects.filter(person=person, kind=kind).latest("pk")


# --- The facts ------------------------------------------------------------------

FACTS = [
    "Einladung zur 2. Sitzung",
    "wir laden Sie herzlich zur 2. Sitzung des Begleitgremiums ein.",
    "Donnerstag, 14. Januar 2027",
    "14:00–16:30 Uhr",
    "Haus Eins, Beispielstraße 1, 09111 Chemnitz",
    "https://video.example.org/zwei",
    "Donnerstag, 7. Januar 2027",
    "Jetzt antworten",
    "1. Begrüßung (14:00 Uhr, 5 Min.)",
    "2. Berichte (14:05 Uhr)",
    "Vorlage (zu TOP 2, 1 Seite)",
    "Anreise und Zugang: Zugang über den Hof.",
    "Bitte bringen Sie Beispiele mit.",
]


def test_facts_stand_in_text_and_html_alike(meeting_of_board, send_for):
    meeting_of_board.agenda_items.all().delete()
    make.make_agenda_item(meeting=meeting_of_board, title="Begrüßung", minutes_planned=5)
    second = make.make_agenda_item(meeting=meeting_of_board, title="Berichte")
    make.make_document(agenda_item=second, title="Vorlage")

    mail = send_for(Kind.INVITATION, message="Bitte bringen Sie Beispiele mit.")

    assert mail.subject == "Einladung: 2. Sitzung des Begleitgremiums am 14. Januar 2027"
    name = f"Guten Tag, {mail.person.full_name},"
    for fact in [*FACTS, name]:
        assert fact in " ".join(mail.text.split())
        assert fact in readable(mail.html)


def test_one_button_leads_to_the_personal_page(send_for, settings, meeting_of_board):
    mail = send_for(Kind.INVITATION)

    address = f"{settings.SITE_URL}/l/{mail.link_mark}/#{meeting_of_board.slug}"
    assert mail.text.count("/l/") == 1
    assert f"Jetzt antworten:\n{address}" in mail.text
    assert mail.html.count(address) >= 1


def test_working_group_is_named(send_for, meeting_of_board):
    board = meeting_of_board.board
    board.short_name = "AG Werkzeuge"
    board.save()

    assert (
        send_for(Kind.INVITATION).subject
        == "Einladung: 2. Sitzung (AG Werkzeuge) am 14. Januar 2027"
    )


def test_deputy_gets_words_of_their_own(meeting_of_board, send_for):
    seat = meeting_of_board.board.seats.get()
    deputy = make.make_mandate(seat=seat, role="deputy").person

    send_for(Kind.INVITATION)

    text = to(deputy, Kind.INVITATION).text
    assert "Zur Kenntnis: Einladung zur 2. Sitzung" in text
    assert f"das Mitglied Ihres Sitzes ({seat.organisation.name}) ist" in text
    assert "Jetzt antworten" not in text
    assert "Rückmeldung bis" not in text
    assert "Sitzung ansehen" in text


def test_guest_of_one_item_is_invited_to_it(meeting_of_board, send_for):
    item = meeting_of_board.agenda_items.get()
    guest = make.make_guest(meeting=meeting_of_board, agenda_item=item).person

    send_for(Kind.INVITATION)

    text = to(guest, Kind.INVITATION).text
    assert "als Gast zu TOP 1 der 2. Sitzung des Begleitgremiums ein." in text


def test_letter_asks_for_an_answer_by_phone_or_post(meeting_of_board):
    Person.objects.update(email="")
    [recipient] = recipients(meeting_of_board, Kind.INVITATION)

    message = Letters(Dispatch(meeting=meeting_of_board, kind=Kind.INVITATION)).to(recipient)

    assert message.acts == []
    assert message.paragraphs[0] == (
        "Bitte antworten Sie der Geschäftsstelle telefonisch unter 0371 4711 oder "
        "per E-Mail an buero@example.org oder per Post."
    )
    assert message.reason.startswith("Sie erhalten diesen Brief als Mitglied")


def test_save_the_date_says_the_day_and_until_when_to_propose(send_for):
    mail = send_for(Kind.SAVE_THE_DATE)

    assert mail.subject == "Save-the-Date: 2. Sitzung des Begleitgremiums am 14. Januar 2027"
    assert "bis zum 31. Dezember 2026 entgegen" in mail.text
    assert "Tagesordnung\n" not in mail.text
    assert "video.example.org" not in mail.text + mail.calendar


# --- In somebody's place ----------------------------------------------------------


def test_stand_in_reads_for_whom_and_is_not_asked(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    seat = meeting_of_board.board.seats.get()
    member = seat.mandates.get().person
    answers.name_deputy(meeting_of_board, member, "Kim Muster", "kim@example.org")

    person = deputies.confirm_deputy(meeting_of_board.participations.get(), None).deputy

    mail = to(person, Kind.INVITATION)
    assert f"Sie vertreten dort {member.full_name} ({seat.organisation.name}). " in mail.text
    assert "Antworten müssen Sie nicht mehr." in mail.text
    assert "Jetzt antworten" not in mail.text
    assert "Antwort bis" not in mail.text


@pytest.mark.parametrize("kind", [Kind.SAVE_THE_DATE, Kind.INVITATION])
def test_preview_is_the_mail_that_is_stored(meeting_of_board, send_for, kind):
    make.make_document(meeting=meeting_of_board)
    words = "Bis bald,\r\n\r\nIhre  Geschäftsstelle "
    preview = Preview(meeting_of_board, kind, {"message": words})

    mail = send_for(kind, message=words)

    shown = preview.shown.as_text().replace("/PERSOENLICHER-LINK/", "/LINK/")
    assert mail.text.replace(f"/{mail.link_mark}/", "/LINK/") == shown
    assert mail.subject == preview.shown.subject
