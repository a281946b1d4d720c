"""Whoever works on one board finds the mails of that board, at every door."""

import pytest
from django.urls import reverse

from meetings.models import Minutes, Resolution
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db

State = Mail.State
LIST = "/admin/post/mail/"


def page(mail, name="change"):
    return reverse(f"admin:post_mail_{name}", args=[mail.pk])


def listed(client):
    return set(client.get(LIST).context["cl"].queryset)


@pytest.fixture
def office(client):
    client.force_login(make.make_staff("post.view_mail", "post.change_mail"))
    return client


@pytest.fixture
def restricted(client):
    """A leader of one board, and the board."""
    board = make.make_board()
    client.force_login(make.make_leader(board))
    return board


def sits_on(board):
    return make.make_mandate(seat=make.make_seat(board=board)).person


def about(meeting, person, **values):
    return make.make_mail(
        person=person, thread=f"meeting:{meeting.pk}:person:{person.pk}", **values
    )


def test_who_works_on_one_board_sees_its_mails_only(client, restricted):
    other = make.make_board()
    ours, theirs = make.make_meeting(board=restricted), make.make_meeting(board=other)
    member, both, stranger = sits_on(restricted), sits_on(restricted), sits_on(other)
    make.make_mandate(seat=make.make_seat(board=other), person=both)
    guest = sits_on(restricted)
    make.make_guest(meeting=theirs, person=guest)
    seen = {
        about(ours, member),
        about(ours, both),
        about(ours, make.make_person()),
        make.make_mail(person=member),
    }
    hidden = [
        about(theirs, stranger),
        about(theirs, member),
        about(theirs, both),
        make.make_mail(person=both),
        make.make_mail(person=guest),
        make.make_mail(person=stranger),
        make.make_mail(person=make.make_person()),
        make.make_mail(),
        make.make_mail(person=member, is_secret=True),
    ]

    assert listed(client) == seen
    for mail in hidden:
        missing = page(mail, "preview").replace(f"/{mail.pk}/", "/987654/")
        assert client.get(page(mail)).status_code == 302
        assert client.get(page(mail, "preview")).content == client.get(missing).content
        assert client.post(page(mail, "drop")).status_code == 404
    assert {client.get(page(mail)).status_code for mail in seen} == {200}
    assert Mail.objects.filter(state=State.DROPPED).count() == 0


def on_minutes(meeting, person):
    return f"minutes:{Minutes.objects.create(meeting=meeting).pk}:person:{person.pk}"


def on_proposal(meeting, person):
    return f"proposal:{make.make_proposal(meeting=meeting).pk}"


def on_circular(meeting, person):
    values = {"board": meeting.board, "kind": "circular", "title": "Beschluss", "text": "Text"}
    return f"circular:{Resolution.objects.create(**values).pk}:person:{person.pk}"


@pytest.mark.parametrize("thread", [on_minutes, on_proposal, on_circular])
def test_mail_belongs_to_the_board_of_what_it_is_about(client, restricted, thread):
    ours, theirs = make.make_meeting(board=restricted), make.make_meeting()
    both, member = sits_on(restricted), sits_on(restricted)
    make.make_mandate(seat=make.make_seat(board=theirs.board), person=both)
    seen = make.make_mail(person=both, thread=thread(ours, both))
    hidden = make.make_mail(person=member, thread=thread(theirs, member))

    assert listed(client) == {seen}
    assert client.get(page(hidden)).status_code == 302


def test_who_works_on_all_boards_sees_every_mail(office):
    mails = {make.make_mail(), about(make.make_meeting(), make.make_person())}

    assert listed(office) == mails


def test_without_the_right_there_is_no_outbox(client):
    mail = make.make_mail()
    client.force_login(make.make_staff("meetings.view_meeting"))

    answers = [client.get(one).status_code for one in (LIST, page(mail), page(mail, "preview"))]

    assert answers == [403, 403, 403]


def test_code_to_sign_in_is_shown_in_the_demo_only(office, settings):
    mail = make.make_mail(is_secret=True, text="Code 123 456", html="<p>Code 123 456</p>")
    addresses = [page(mail), page(mail, "preview")]

    settings.MAIL_IS_SHOWN = True
    shown = [b"123 456" in office.get(one).content for one in addresses]
    settings.MAIL_IS_SHOWN = False
    closed = [b"123 456" in office.get(one).content for one in addresses]

    assert (shown, closed) == ([True, True], [False, False])
