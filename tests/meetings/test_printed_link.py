"""The link on a printed letter: its use shows in the proof like that of a mailed one."""

import datetime as dt

import pytest

from meetings import invitations, printing
from meetings.models import Dispatch
from meetings.proof import Proofs
from tests import factories as make
from tests.meetings import papers

pytestmark = pytest.mark.django_db


@pytest.fixture
def dispatch(time_machine):
    """An invitation to one member without an address, sent on the first of March."""
    time_machine.move_to(dt.datetime(2027, 3, 1, 9, tzinfo=dt.UTC), tick=False)
    meeting = make.make_planned_meeting(held_on=dt.date(2027, 3, 25))
    person = meeting.board.seats.get().mandates.get().person
    person.email = ""
    person.save()
    return invitations.send(meeting, Dispatch.Kind.INVITATION, None)


def shown(dispatch):
    [[proof]] = [entry.proofs for entry in Proofs(dispatch.meeting).entries]
    return proof.text


def link_on(content):
    words = "\n".join(papers.text_of(content)).split()
    word = next(one for one in words if "/l/" in one)
    return word[word.index("/l/") :].rstrip("/")


def test_use_of_a_printed_link_shows_even_after_another_print(client, dispatch, time_machine):
    link = link_on(printing.print_letters(dispatch))
    unused = shown(dispatch)

    time_machine.move_to(dt.datetime(2027, 3, 2, 10, tzinfo=dt.UTC), tick=False)
    answer = f"{link}/sitzungen/{dispatch.meeting.slug}/antwort/"
    assert client.get(f"{link}/").status_code == 200
    opened = shown(dispatch)
    assert client.post(answer, {"response": "accepted"}).status_code == 302
    used = shown(dispatch)
    printing.print_letters(dispatch)

    assert unused == opened == "Brief gedruckt am 01.03.2027, 10:00 Uhr"
    assert used == f"{unused}; Link benutzt am 02.03.2027, 11:00 Uhr"
    assert shown(dispatch).endswith("; Link benutzt am 02.03.2027, 11:00 Uhr")


def test_link_of_the_last_print_counts_as_long_as_none_was_used(client, dispatch):
    printing.print_letters(dispatch)
    link = link_on(printing.print_letters(dispatch))

    client.post(f"{link}/sitzungen/{dispatch.meeting.slug}/antwort/", {"response": "accepted"})

    assert "; Link benutzt am 01.03.2027, 10:00 Uhr" in shown(dispatch)


def test_use_shows_when_the_letter_was_mailed_afterwards_too(client, dispatch):
    link = link_on(printing.print_letters(dispatch))
    client.post(f"{link}/sitzungen/{dispatch.meeting.slug}/antwort/", {"response": "accepted"})
    mail = make.make_mail(state="sent", sent_at=dt.datetime(2027, 3, 3, tzinfo=dt.UTC))
    dispatch.deliveries.update(mail=mail)

    assert shown(dispatch) == (
        "Brief gedruckt am 01.03.2027, 10:00 Uhr; versandt am 03.03.2027, 01:00 Uhr; "
        "Link benutzt am 01.03.2027, 10:00 Uhr"
    )
