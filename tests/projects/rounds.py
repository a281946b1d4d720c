"""A reporting round with partners, as the office opens it and partners answer it."""

import re

from post.models import Mail, PersonalLink
from projects import rounds
from tests import advising
from tests import factories as make

GOOD = {
    "status": "Läuft.",
    "since_last": "Zwei Betriebe begonnen.",
    "figures": "Betriebe beraten: 12",
    "light": "green",
    "light_reason": "",
    "request": "",
    "image_alt": "",
}


def make_asked(count=1, meeting=None, partners=None):
    """Return a round that asked `count` partners with one project each."""
    meeting = meeting or make.make_meeting()
    round_ = advising.make_round(meeting=meeting, opened_at=None)
    for number in range(count):
        organisation = make.make_organisation(
            name=f"Partner {number + 1}",
            short_name=f"P{number + 1}",
            consortium_role="partner",
            consortium_position=number,
        )
        advising.make_project(board=meeting.board, reporter=organisation)
        advising.make_request(round=round_, organisation=organisation, asked_at=None)
    rounds.ask(round_)
    round_.refresh_from_db()
    return round_


def link_to(person, **options):
    token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL, **options)
    return f"/l/{token}/"


def form_of(door, request):
    """The address of the form of the partner's only project."""
    project = rounds.projects_of(request).get()
    return f"{door}berichte/{request.pk}/{project.slug}/"


def seen_on(client, address):
    return re.search(r'name="seen" value="(\d+)"', client.get(address).content.decode())[1]


def hand_in(client, address, act="hand_in", **values):
    data = GOOD | {"seen": seen_on(client, address), act: "1"} | values
    return client.post(f"{address}speichern/", data)


def mails(kind):
    return list(Mail.objects.filter(kind=kind).order_by("to_address"))
