"""Marked example data: people, a second session, a working group, news."""

import datetime as dt
from pathlib import Path

import yaml
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.visibility import Visibility
from gremium.example_answers import invite
from meetings.models import AgendaItem, Document, Meeting, Venue
from news.models import Article
from partners.files import pdf_pages
from partners.models import Board, Consent, Mandate, Organisation, Person, Rules, Seat
from partners.richtext import from_plain

FOLDER = Path(settings.BASE_DIR) / "data" / "example"
EXAMPLE = {"is_example": True}
PUBLIC = {"visibility": Visibility.PUBLIC}
THURSDAY = 3


class RealPeopleError(Exception):
    """The database holds real people; examples would mix with them."""


@transaction.atomic
def load(board) -> bool:
    """
    Fill `board` and a second one with marked examples; False if they are there.

    Raise RealPeopleError when the database holds a person who is none.
    """
    if Person.objects.filter(is_example=False).exists():
        raise RealPeopleError
    if Person.objects.exists():
        return False
    words = yaml.safe_load((FOLDER / "example.yaml").read_text(encoding="utf-8"))
    seat_people(board, words["people"])
    meeting = second_session(board, words["meeting"])
    invite(meeting, words["answers"])
    draft_session(board, words["draft_meeting"])
    working_group(words["working_group"])
    for article in words["articles"]:
        add_article(article, meeting)
    return True


def thursday(weeks_ahead):
    """Return a Thursday about so many weeks from today."""
    day = timezone.localdate() + dt.timedelta(weeks=weeks_ahead)
    return day + dt.timedelta(days=THURSDAY - day.weekday())


def add_person(given_name, family_name, **values):
    name = f"{given_name}.{family_name}".lower().replace("ü", "ue")
    return Person.objects.create(
        given_name=given_name,
        family_name=family_name,
        email=f"{name}@example.org",
        **EXAMPLE | values,
    )


def seat_people(board, names):
    """Put a member and a deputy on each seat; every other member may be named."""
    seats = board.seats.active_on(timezone.localdate())
    for index, (seat, row) in enumerate(zip(seats, names, strict=False)):
        member, deputy = add_person(*row[:2]), add_person(*row[2:])
        office = Mandate.Office.CHAIR if index == 0 else Mandate.Office.NONE
        starts_on = timezone.localdate() - dt.timedelta(days=365)
        Mandate.objects.create(seat=seat, person=member, office=office, starts_on=starts_on)
        Mandate.objects.create(
            seat=seat, person=deputy, role=Mandate.Role.DEPUTY, starts_on=starts_on
        )
        if index % 2 == 0:
            Consent.objects.create(person=member, item=Consent.Item.NAME)


def second_session(board, words):
    meeting = add_meeting(
        board,
        words,
        venue=Venue.objects.order_by("pk").first(),
        text=from_plain(words["text"]),
        video_link=words["video_link"],
        **PUBLIC,
    )
    add_document(meeting, *words["document"], **PUBLIC)
    for position, entry in enumerate(words["agenda"], start=1):
        add_item(meeting, position, entry)
    return meeting


def draft_session(board, words):
    add_meeting(board, words, visibility=Visibility.OFFICE)


def add_meeting(board, words, **values):
    number = board.meetings.count() + 1
    cancelled = words.get("cancelled", "")
    return Meeting.objects.create(
        board=board,
        number=number,
        slug=f"{board.slug}-{number}",
        held_on=thursday(words["weeks_ahead"]),
        starts_at=words.get("starts_at") and dt.time.fromisoformat(words["starts_at"]),
        ends_at=words.get("ends_at") and dt.time.fromisoformat(words["ends_at"]),
        note=words.get("note", ""),
        is_cancelled=bool(cancelled),
        cancellation_reason=cancelled,
        cancelled_at=timezone.now() if cancelled else None,
        **EXAMPLE | values,
    )


def add_item(meeting, position, entry):
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=position,
        kind=entry["kind"],
        title=entry["title"],
        minutes_planned=entry.get("minutes"),
        visibility=entry["visibility"],
        text=from_plain(entry.get("text", "")),
    )
    if entry.get("consortium"):
        item.rapporteurs.set(Organisation.objects.consortium())
        item.refresh_public_face()
    if "document" in entry:
        add_document(meeting, *entry["document"], agenda_item=item, visibility=item.visibility)


def add_document(meeting, name, title, **values):
    content = ContentFile((FOLDER / name).read_bytes(), name=name)
    document = Document(meeting=meeting, title=title, **values)
    document.add_version(content, name, pages=pdf_pages(content))


def working_group(words):
    today = timezone.localdate()
    board = Board.objects.create(
        **{key: words[key] for key in ("slug", "name", "short_name")},
        kind=Board.Kind.WORKING_GROUP,
        purpose=from_plain(words["purpose"]),
        started_on=today - dt.timedelta(weeks=20),
        position=1,
        **EXAMPLE,
        **PUBLIC,
    )
    Rules.objects.create(board=board, valid_from=board.started_on, source="Beispieldaten")
    for entry in words["organisations"]:
        organisation = Organisation.objects.create(**entry, **EXAMPLE)
        Seat.objects.create(board=board, organisation=organisation, starts_on=board.started_on)
    venue = Venue.objects.create(**words["venue"])
    for entry in words["meetings"]:
        meeting = add_meeting(board, entry, state=entry["state"], venue=venue, **PUBLIC)
        AgendaItem.objects.create(meeting=meeting, position=1, title=entry["title"], **PUBLIC)


def add_article(words, meeting):
    days = words.get("days_ago")
    Article.objects.create(
        slug=words["slug"],
        title=words["title"],
        teaser=words["teaser"],
        body=from_plain(words["body"]),
        visibility=words.get("visibility", Visibility.PUBLIC),
        published_from=None if days is None else timezone.now() - dt.timedelta(days=days),
        meeting=meeting if words.get("of_meeting") else None,
        **EXAMPLE,
    )
