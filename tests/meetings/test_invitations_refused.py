"""What does not go out, and what the office is told to do about it."""

import datetime as dt

import pytest

from meetings.models import Dispatch, Meeting
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import cancel, change, in_days, meeting, refusal, send, staff

__all__ = ["meeting", "send", "staff"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind


LACKS = {
    "time": ({"starts_at": None, "ends_at": None}, "Es fehlt die Uhrzeit."),
    "place": ({"venue": None}, "Es fehlt der Ort."),
    "closed": ({"visibility": make.OFFICE}, "Die Sitzung sieht nur die Geschäftsstelle."),
    "past": ({"held_on": in_days(-1)}, "Die Sitzung ist vorbei."),
    "late": ({"held_on": in_days(6)}, "Noch 6 Tage bis zur Sitzung. Auch die verkürzte"),
    "off": ({"is_cancelled": True, "cancellation_reason": "X"}, "Die Sitzung ist abgesagt."),
}


@pytest.mark.parametrize(("values", "text"), LACKS.values(), ids=LACKS)
def test_invitation_is_refused_with_what_to_do(meeting, send, values, text):
    change(meeting, **values)

    [message] = refusal(send, Kind.INVITATION)

    assert message.startswith(text)


def test_invitation_needs_an_agenda(meeting, send):
    meeting.agenda_items.all().delete()

    [message] = refusal(send, Kind.INVITATION)

    assert message.startswith("Es fehlt die Tagesordnung.")


def test_video_conference_is_a_place(meeting, send):
    change(meeting, venue=None, video_link="https://video.example.org/x")

    assert send(Kind.INVITATION)


def test_nobody_to_send_to(meeting, send):
    meeting.board.seats.get().mandates.all().delete()

    assert refusal(send, Kind.INVITATION) == [
        "Es gibt niemanden, an den das geht. Besetzen Sie zuerst Sitze."
    ]
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PLANNED


def test_other_kinds_follow_what_they_belong_to(meeting, send):
    assert refusal(send, Kind.ADDENDUM)[0].startswith("Ein Nachtrag folgt auf die Einladung.")
    assert refusal(send, Kind.CHANGE)[0].startswith("Von der Sitzung weiß noch niemand.")
    assert refusal(send, Kind.CANCELLATION)[0].startswith("Die Sitzung ist nicht abgesagt.")
    cancel(meeting)
    assert refusal(send, Kind.CANCELLATION)[0].startswith("Von der Sitzung weiß noch niemand.")


def test_change_and_addendum_need_something_new(send):
    send(Kind.INVITATION)

    assert refusal(send, Kind.CHANGE)[0].startswith("Seit dem letzten Versand haben sich Termin")
    assert refusal(send, Kind.ADDENDUM)[0].startswith("Seit dem letzten Versand gibt es nichts")


def test_save_the_date_comes_before_the_invitation(send):
    send(Kind.INVITATION)

    assert refusal(send, Kind.SAVE_THE_DATE)[0].startswith("Zur Sitzung ist schon eingeladen.")


def test_time_found_after_the_save_the_date_comes_with_the_invitation(meeting, send):
    change(meeting, starts_at=None, ends_at=None)
    send(Kind.SAVE_THE_DATE)
    change(meeting, starts_at=dt.time(14), video_link="https://video.example.org/x")

    assert refusal(send, Kind.CHANGE)[0].startswith("Seit dem letzten Versand haben sich Termin")
    assert send(Kind.INVITATION)


# --- Notice -------------------------------------------------------------------


def test_shorter_notice_needs_a_reason_which_is_kept_and_told(meeting, send):
    change(meeting, held_on=in_days(10))

    [message] = refusal(send, Kind.INVITATION)
    dispatch = send(Kind.INVITATION, short_notice_reason=" Förderzusage\nkam spät ")

    assert "21 Tagen ist unterschritten" in message
    assert message.endswith("Bitte nennen Sie den Grund.")
    assert dispatch.short_notice_reason == "Förderzusage kam spät"
    text = "Wir laden mit verkürzter Frist ein. Grund: Förderzusage kam spät"
    assert text in Mail.objects.get().text


def test_rules_of_the_board_set_the_notice(meeting, send):
    meeting.board.rules.create(
        valid_from=make.LONG_AGO, invitation_days=10, urgent_invitation_days=5
    )
    change(meeting, held_on=in_days(10))

    assert send(Kind.INVITATION).short_notice_reason == ""


def test_reason_has_its_length(meeting, send):
    change(meeting, held_on=in_days(10))

    assert refusal(send, Kind.INVITATION, short_notice_reason="x" * 301) == [
        "Bitte begründen Sie kürzer: höchstens 300 Zeichen."
    ]
