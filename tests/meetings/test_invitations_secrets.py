"""Nothing confidential reaches a mailbox without the right, and nothing typed adds a header."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from meetings import resending
from meetings.models import Dispatch
from post.delivery import deliver_due
from post.models import Mail
from tests import factories as make
from tests.meetings.sending import change, in_days, meeting, send, staff
from tests.post.conftest import sink

__all__ = ["meeting", "send", "sink", "staff"]
pytestmark = pytest.mark.django_db

Kind = Dispatch.Kind
TITLE, PAPER, OFFICE = "Kanarie-TOP", "Kanarie-Vorlage", "Kanarie-Buero"


def everything(mail):
    return mail.subject + mail.text + mail.html + mail.calendar


@pytest.fixture
def mails(meeting, send):
    """The invitation to a member and to a guest of another item, of a session with secrets."""
    secret = make.make_agenda_item(meeting=meeting, title=TITLE, visibility=make.MEMBERS)
    make.make_agenda_item(meeting=meeting, title=OFFICE, visibility=make.OFFICE)
    make.make_document(agenda_item=secret, title=PAPER, visibility=make.PUBLIC)
    make.make_document(meeting=meeting, title=OFFICE, visibility=make.OFFICE)
    guest = make.make_guest(meeting=meeting, agenda_item=meeting.agenda_items.first())
    send(Kind.INVITATION)
    [member] = Mail.objects.exclude(person=guest.person)
    return member, Mail.objects.get(person=guest.person)


def test_member_reads_what_is_for_members_and_nothing_of_the_office(mails):
    member, _guest = mails

    assert TITLE in member.text
    assert PAPER in member.text
    assert "3. nichtöffentlich" in member.text
    assert OFFICE not in everything(member)


def test_guest_reads_numbers_where_they_may_not_read(mails):
    _member, guest = mails

    assert "2. nichtöffentlich" in guest.text
    assert TITLE not in everything(guest)
    assert PAPER not in everything(guest)
    assert OFFICE not in everything(guest)


def test_guest_of_the_item_reads_it(meeting, send):
    item = make.make_agenda_item(meeting=meeting, title=TITLE, visibility=make.MEMBERS)
    guest = make.make_guest(meeting=meeting, agenda_item=item).person
    send(Kind.INVITATION)

    assert TITLE in Mail.objects.get(person=guest).text


def test_guest_gets_no_addendum_about_what_they_may_not_read(meeting, send):
    guest = make.make_guest(meeting=meeting).person
    send(Kind.INVITATION)
    make.make_agenda_item(meeting=meeting, title=TITLE, visibility=make.MEMBERS)
    send(Kind.ADDENDUM)
    to_guest = Mail.objects.filter(kind="addendum", person=guest)
    assert not to_guest.exists()
    assert TITLE in Mail.objects.get(kind="addendum").text

    make.make_agenda_item(meeting=meeting, title="Offen")
    send(Kind.ADDENDUM)

    assert "Offen" in to_guest.get().text


def test_who_left_learns_neither_the_new_day_nor_the_way_in(meeting, send):
    change(meeting, visibility=make.MEMBERS, video_link="https://video.example.org/geheim")
    send(Kind.INVITATION)
    person = Mail.objects.get().person
    person.mandates.update(ends_on=in_days(-1))
    make.make_mandate(seat=meeting.board.seats.get(), starts_on=in_days(0))
    change(meeting, held_on=in_days(77), venue=make.make_venue(name=PAPER), date_note=OFFICE)
    send(Kind.CHANGE, message=TITLE)

    gone, stays = Mail.objects.filter(kind="change").order_by("person_id")

    day = f"{in_days(77):%Y%m%d}"
    for secret in (PAPER, OFFICE, TITLE, "geheim", day):
        assert secret not in everything(gone)
        assert secret in everything(stays)
    assert gone.subject.startswith("Nicht mehr eingeladen: ")
    assert gone.calendar_method == "CANCEL"


def test_who_is_not_in_office_yet_gets_no_way_into_the_conference(meeting, send):
    change(meeting, video_link="https://video.example.org/geheim")
    meeting.board.seats.get().mandates.update(starts_on=in_days(5))

    send(Kind.INVITATION)

    mail = Mail.objects.get()
    assert "geheim" not in everything(mail)
    assert "Den Zugang erhalten Sie vor der Sitzung." in mail.text


# --- What is typed -----------------------------------------------------------------


def test_nothing_typed_adds_a_header_or_a_recipient(meeting, send, sink):
    person = meeting.board.seats.get().mandates.get().person
    person.given_name = "Robin\r\nBcc: fremd@example.org\r\n"
    person.family_name = 'Beispiel, "Chef" <chef@example.org>'
    person.save()
    board = meeting.board
    board.short_name, board.name = "AG\nBcc: fremd@example.org", "Gremium\r\n\r\n<b>"
    board.save()
    change(meeting, date_note="Achtung\nBcc: fremd@example.org")
    meeting.agenda_items.update(title=f"Zeile\r\nBcc: fremd@example.org{'x' * 1000}"[:300])
    make.make_guest(meeting=meeting, person=make.make_person(email='"a,b"@example.org'))

    send(Kind.INVITATION, message="Hallo\r\nBcc: fremd@example.org")
    assert deliver_due() == 2

    recipients = sorted(one.rcpt_tos for one in sink.envelopes)
    assert recipients == [['"a,b"@example.org'], [person.email]]
    for mail in sink.mails:
        assert mail["Bcc"] is None
        assert len(mail["To"].addresses) == 1
        assert "\n" not in mail["Subject"]
        html = mail.get_body(["html"]).get_content()
        assert "<b>" not in html.split("Gremium")[1][:40]


def test_mail_carries_a_link_of_its_own_that_ends_after_the_session(meeting, send, sink):
    send(Kind.INVITATION)
    deliver_due()

    link = Mail.objects.get().links.get()
    text = sink.mails[0].get_body(["plain"]).get_content()
    assert link.expires_on == meeting.held_on + dt.timedelta(days=30)
    assert "PERSOENLICHER-LINK" not in text
    assert link.token_hash not in text
    assert "/l/" in text


def test_invitation_that_failed_does_not_go_out_after_the_cancellation(meeting, send):
    delivery = send(Kind.INVITATION).deliveries.get()
    Mail.objects.update(state=Mail.State.FAILED)
    resending.send_again(delivery)
    Mail.objects.update(state=Mail.State.FAILED)
    change(meeting, is_cancelled=True, cancellation_reason="Sturm")

    with pytest.raises(ValidationError, match="Die Sitzung ist abgesagt"):
        resending.send_again(delivery)

    assert Mail.objects.get().state == Mail.State.FAILED
