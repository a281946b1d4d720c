"""What a change, an addendum and a cancellation say: what was, what is, what is new."""

import datetime as dt

import pytest

from meetings import invitations
from meetings.letters import Letters
from meetings.models import Dispatch
from meetings.preparation import Preparation
from meetings.recipients import recipients
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


def to(person, kind):
    return Mail.objects.filter(person=person, kind=kind).latest("pk")


def test_change_says_what_was_and_what_is(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    change(meeting_of_board, held_on=dt.date(2027, 1, 15), venue=make.make_venue(name="Haus Zwei"))

    mail = send_for(Kind.CHANGE)

    assert mail.subject == "Neuer Termin: 2. Sitzung des Begleitgremiums am 15. Januar 2027"
    assert "findet an einem anderen Tag und an einem anderen Ort statt." in mail.text
    assert (
        "Wann: Freitag, 15. Januar 2027, 14:00–16:30 Uhr "
        "(bisher: Donnerstag, 14. Januar 2027, 14:00–16:30 Uhr)\n"
    ) in mail.text
    assert "Chemnitz (bisher: Haus Eins, Beispielstraße 1, 09111 Chemnitz)" in mail.text
    assert "METHOD:REQUEST" in mail.calendar
    assert "SEQUENCE:1" in mail.calendar


def test_second_change_is_told_against_the_first(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    change(meeting_of_board, held_on=dt.date(2027, 1, 15))
    send_for(Kind.CHANGE)
    change(meeting_of_board, starts_at=dt.time(13))

    mail = send_for(Kind.CHANGE) and Mail.objects.latest("pk")

    assert "findet zu einer anderen Uhrzeit statt." in mail.text
    assert (
        "Wann: Freitag, 15. Januar 2027, 13:00–16:30 Uhr "
        "(bisher: Freitag, 15. Januar 2027, 14:00–16:30 Uhr)\n"
    ) in mail.text


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ({}, {"ends_at": dt.time(17)}, "findet zu einer anderen Uhrzeit statt."),
        ({}, {"video_link": ""}, "gibt es eine Änderung. Eine Videokonferenz gibt es nicht mehr."),
        ({"video_link": ""}, {"video_link": "https://v.example.org"}, "auch per Videokonferenz"),
        ({}, {"starts_at": None, "ends_at": None}, "Änderung. Die Uhrzeit ist wieder offen."),
        ({}, {"venue": None}, "Änderung. Der Ort ist wieder offen."),
    ],
)
def test_change_is_said_in_a_sentence(meeting_of_board, send_for, before, after, words):
    change(meeting_of_board, **before)
    send_for(Kind.INVITATION)
    change(meeting_of_board, **after)
    message = Letters(Dispatch(meeting=meeting_of_board, kind=Kind.CHANGE)).to(
        recipients(meeting_of_board, Kind.CHANGE)[0]
    )

    assert words in message.lead


def test_change_marks_what_is_new_on_the_agenda_and_what_is_gone(meeting_of_board, send_for):
    make.make_agenda_item(meeting=meeting_of_board, title="Weggefallen", visibility=make.MEMBERS)
    send_for(Kind.INVITATION)
    meeting_of_board.agenda_items.get(title="Weggefallen").delete()
    make.make_agenda_item(meeting=meeting_of_board, title="Nachgereicht")
    change(meeting_of_board, held_on=dt.date(2027, 1, 15))

    text = send_for(Kind.CHANGE).text

    assert "Auch bei Tagesordnung oder Unterlagen gibt es Neues." in text
    assert "Neu\n  TOP 2 ist neu: Nachgereicht\n  TOP entfällt: Weggefallen (bisher TOP 2)" in text
    assert "2. Nachgereicht (neu)\n" in text


def test_item_that_is_gone_is_named_only_to_who_could_read_it(meeting_of_board, send_for):
    make.make_agenda_item(meeting=meeting_of_board, title="Intern", visibility=make.MEMBERS)
    make.make_agenda_item(meeting=meeting_of_board, title="Offen")
    guest = make.make_guest(meeting=meeting_of_board).person
    send_for(Kind.INVITATION)
    for title in ("Intern", "Offen"):
        meeting_of_board.agenda_items.get(title=title).delete()

    of_member = send_for(Kind.ADDENDUM).text

    assert "Intern" in of_member
    assert "Offen" in to(guest, Kind.ADDENDUM).text
    assert "Intern" not in to(guest, Kind.ADDENDUM).text


def test_after_a_change_nothing_is_new_that_it_told(meeting_of_board, send_for):
    send_for(Kind.INVITATION)
    make.make_agenda_item(meeting=meeting_of_board, title="Nachgereicht")
    change(meeting_of_board, held_on=dt.date(2027, 1, 15))
    before = Preparation(meeting_of_board).has_news

    send_for(Kind.CHANGE)

    meeting_of_board.refresh_from_db()
    assert (before, Preparation(meeting_of_board).has_news) == (True, False)


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
