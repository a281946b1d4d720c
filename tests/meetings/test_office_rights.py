"""A right to act never opens by itself what the act shows: people, answers, the agenda."""

import html

import pytest
from django.urls import reverse

from meetings import invitations, rights
from meetings.models import Participation
from post.models import Mail
from tests import factories as make

pytestmark = pytest.mark.django_db

SEE = {"meetings.view_meeting"}
SEND = SEE | {*rights.SENDING}
PROOF = SEE | {*rights.SEEING}
# Name of the door, its arguments from the things below, and all the rights it needs.
DOORS = {
    "preview": ("meeting_dispatch", ("meeting", "change"), SEND),
    "proof": ("meeting_proof", ("meeting",), PROOF),
    "reminder": ("meeting_remind", ("meeting",), SEND | PROOF),
    "letters": ("meeting_letters", ("meeting",), SEE | {*rights.LETTERS}),
    "proposals": (
        "agendaproposal_changelist",
        (),
        {"meetings.view_agendaproposal", "partners.view_person"},
    ),
    "proposal": (
        "agendaproposal_change",
        ("proposal",),
        {"meetings.view_agendaproposal", "partners.view_person"},
    ),
    "proposals as a table": (
        "agendaproposal_export",
        (),
        {"meetings.view_agendaproposal", "partners.view_person"},
    ),
    "history of a proposal": (
        "agendaproposal_history",
        ("proposal",),
        {"meetings.view_agendaproposal", "partners.view_person"},
    ),
    "answers": (
        "participation_changelist",
        (),
        {"meetings.view_participation", "partners.view_person"},
    ),
    "answer": (
        "participation_change",
        ("answer",),
        {"meetings.view_participation", "partners.view_person"},
    ),
    "history of an answer": (
        "participation_history",
        ("answer",),
        {"meetings.view_participation", "partners.view_person"},
    ),
    "guests": ("guest_changelist", (), {"meetings.view_guest", "partners.view_person"}),
    "guest": ("guest_change", ("guest",), {"meetings.view_guest", "partners.view_person"}),
    "guests as a table": (
        "guest_export",
        (),
        {"meetings.view_guest", "partners.view_person"},
    ),
}


@pytest.fixture
def things():
    """A session that was sent out: a closed item, a letter, a guest, an answer, a proposal."""
    meeting = make.make_planned_meeting()
    make.make_agenda_item(meeting=meeting, title="Vertrauliches", visibility="members")
    seat = make.make_seat(board=meeting.board)
    person = make.make_person(family_name="Geheimnis", email="")
    make.make_mandate(seat=seat, person=person)
    guest = make.make_guest(meeting=meeting, person=make.make_person(family_name="Gastgeheimnis"))
    proposal = make.make_proposal(meeting=meeting, person=person, title="Vorschlaggeheimnis")
    invitations.send(meeting, "invitation", make.make_staff())
    meeting.refresh_from_db()
    answer = Participation.objects.get_or_create(meeting=meeting, seat=seat)[0]
    return {"meeting": meeting, "guest": guest, "proposal": proposal, "answer": answer}


def sign_in(client, *permissions):
    client.force_login(make.make_staff(*permissions))


def address(name, things, *args):
    found = [things[one].pk if one in things else one for one in args]
    return reverse(f"admin:meetings_{name}", args=found)


@pytest.mark.parametrize("door", DOORS)
def test_door_opens_with_all_its_rights_and_with_none_missing(client, things, door):
    name, args, needed = DOORS[door]
    path = address(name, things, *args)

    sign_in(client, *needed)
    assert client.get(path).status_code == 200

    # Who may change a session may see it, as everywhere in the office.
    for missing in needed - SEE:
        sign_in(client, *needed - {missing})
        refused = client.get(path)
        assert refused.status_code == 403, missing
        assert "eheimnis" not in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dispatch", {"send": "1", "number": 1, "message": "Hallo"}),
        ("send_to", {"person": 1}),
        ("send_again", {"delivery": 1}),
        ("mail_letter", {"delivery": 1}),
        ("remind", {}),
    ],
)
def test_nothing_goes_out_with_the_right_to_send_alone(client, things, name, data):
    before = Mail.objects.count()
    kind = ("change",) if name == "dispatch" else ()
    path = address(f"meeting_{name}", things, "meeting", *kind)

    for missing in rights.SENDING:
        sign_in(client, *(SEND | PROOF) - {missing})
        assert client.post(path, data).status_code == 403, missing
    assert Mail.objects.count() == before


@pytest.mark.parametrize(
    ("name", "key", "acting"),
    [
        ("answer", "person", "meetings.change_participation"),
        ("deputy", "participation", "meetings.change_participation"),
        ("printed", "delivery", "meetings.change_delivery"),
    ],
)
def test_acts_do_not_name_who_is_behind_a_number(client, things, name, key, acting):
    sign_in(client, "meetings.view_meeting", acting, "meetings.view_participation")

    refused = client.post(address(f"meeting_{name}", things, "meeting"), {key: 1})

    assert refused.status_code == 403


def test_letters_are_printed_only_by_who_may_read_them(client, things):
    path = address("meeting_letters", things, "meeting")
    data = {"dispatch": things["meeting"].dispatches.get().pk}

    for missing in rights.READING:
        sign_in(client, *(SEE | {*rights.PRINTING}) - {missing})
        assert client.post(path, data).status_code == 403, missing
    sign_in(client, *SEE, *rights.PRINTING)
    assert client.post(path, data)["Content-Type"] == "application/pdf"


def test_session_page_shows_no_more_than_the_rights_allow(client, things):
    path = address("meeting_change", things, "meeting")
    secrets = ["Vorschlaggeheimnis", "Gastgeheimnis", "Vertrauliches"]
    org = things["answer"].seat.organisation.short_name

    def shown(*permissions):
        sign_in(client, *permissions)
        page = html.unescape(client.get(path).content.decode())
        return [one for one in [*secrets, org] if one in page]

    acts = ("meetings.add_dispatch", "meetings.view_agendaproposal", "meetings.view_guest")
    alone = shown("meetings.view_meeting", *acts, "meetings.view_participation")
    everything = {*SEND, *PROOF, *acts}

    assert alone == []
    assert shown(*everything) == [*secrets, org]


def test_today_leads_nobody_to_a_door_that_is_closed(client, things):
    Participation.objects.filter(pk=things["answer"].pk).update(note="Mitteilung")
    make.make_mandate(seat=make.make_seat(board=things["meeting"].board))
    every = {
        *SEND,
        *PROOF,
        *rights.PRINTING,
        *rights.ANSWERING,
        "meetings.view_agendaproposal",
    }
    paths = [
        address("meeting_proof", things, "meeting"),
        address("meeting_letters", things, "meeting"),
        address("agendaproposal_change", things, "proposal"),
    ]

    def led(permissions):
        sign_in(client, *permissions)
        page = client.get("/admin/").content.decode()
        return [one for one in paths if f'"{one}"' in page]

    assert led(every) == paths
    assert led(every - {rights.PEOPLE}) == []
