"""What stands in the mails: the facts, once and plainly, and nothing its reader may not read."""

import datetime as dt
import html as html_lib

import pytest

from meetings import invitations
from meetings.letters import Letters
from meetings.models import Dispatch
from meetings.recipients import recipients
from partners.models import Person
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import cancel, change, meeting, send, staff

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

    address = f"{settings.SITE_URL}/l/PERSOENLICHER-LINK/#{meeting_of_board.slug}"
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


# --- Change and cancellation ------------------------------------------------------


def test_change_says_what_was_and_what_is(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    change(meeting_of_board, held_on=dt.date(2027, 1, 15), venue=make.make_venue(name="Haus Zwei"))

    mail = send_for(Kind.CHANGE)

    assert mail.subject == "Neuer Termin: 2. Sitzung des Begleitgremiums am 15. Januar 2027"
    assert "ist neu: Datum und Ort." in mail.text
    assert "Datum: Freitag, 15. Januar 2027 (bisher: Donnerstag, 14. Januar 2027)" in mail.text
    assert "Chemnitz (bisher: Haus Eins, Beispielstraße 1, 09111 Chemnitz)" in mail.text
    assert "Uhrzeit: 14:00–16:30 Uhr\n" in mail.text
    assert "METHOD:REQUEST" in mail.calendar
    assert "SEQUENCE:1" in mail.calendar


def test_second_change_is_told_against_the_first(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    change(meeting_of_board, held_on=dt.date(2027, 1, 15))
    send_for(Kind.CHANGE)
    change(meeting_of_board, starts_at=dt.time(13))

    mail = send_for(Kind.CHANGE) and Mail.objects.latest("pk")

    assert "Datum: Freitag, 15. Januar 2027\n" in mail.text
    assert "Uhrzeit: 13:00–16:30 Uhr (bisher: 14:00–16:30 Uhr)" in mail.text


def test_cancellation_names_day_and_reason_and_removes_the_entry(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    change(meeting_of_board, held_on=dt.date(2027, 1, 15))
    cancel(meeting_of_board)

    mail = send_for(Kind.CANCELLATION)

    # The new day was never told.
    assert mail.subject == "Abgesagt: 2. Sitzung des Begleitgremiums am 14. Januar 2027"
    assert "Grund: Sturm" in mail.text
    assert mail.calendar_method == "CANCEL"
    assert "STATUS:CANCELLED" in mail.calendar


def test_taking_place_after_all_is_a_change(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    cancel(meeting_of_board)
    send_for(Kind.CANCELLATION)
    change(meeting_of_board, is_cancelled=False, cancellation_reason="")

    assert "Sie findet nun doch statt." in send_for(Kind.CHANGE).text


def test_addendum_names_what_is_new_first(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    make.make_agenda_item(meeting=meeting_of_board, title="Nachgereicht")

    text = send_for(Kind.ADDENDUM).text

    assert "Neu\n  TOP 2 ist neu: Nachgereicht\n" in text
    assert text.index("Neu\n") < text.index("Tagesordnung\n")
