"""
Plain builders: `make_meeting(held_on=…)` gives a saved row with sensible rest.

What can be public is public unless the test says otherwise, names are unique.
"""

import datetime as dt
from itertools import count

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from accounts.visibility import Visibility
from meetings.models import (
    AgendaItem,
    AgendaProposal,
    AgendaTemplate,
    Delivery,
    Dispatch,
    Document,
    Guest,
    Meeting,
    Venue,
)
from news.models import Article
from partners.models import Board, Centre, Consent, Mandate, Organisation, Person, Seat
from post.models import Mail
from tests.file_contents import pdf_bytes, picture_bytes  # noqa: F401 - builders too.

PUBLIC, MEMBERS, OFFICE = Visibility.PUBLIC, Visibility.MEMBERS, Visibility.OFFICE
LONG_AGO = dt.date(2017, 1, 1)
PASSWORD = "ein-langes-Passwort-4711"

numbers = count(1)


# --- Who is asking ----------------------------------------------------------


def make_user(**overrides):
    values = {"email": f"konto-{next(numbers)}@example.org", "password": PASSWORD}
    return User.objects.create_user(**values | overrides)


def make_staff(*permissions, **overrides):
    """An office account with `permissions` like "news.view_article"."""
    user = make_user(**{"is_staff": True} | overrides)
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return user


def make_leader(*boards, **overrides):
    """An office account of the group Leitung, bound to `boards` if any are given."""
    user = make_staff(**overrides)
    user.groups.add(Group.objects.get(name="Leitung"))
    for board in boards:
        board.staff.add(user)
    return user


def make_member(board=None, **overrides):
    """An account whose person sits on `board` today."""
    user = make_user(**overrides)
    make_mandate(seat=make_seat(board=board or make_board()), person=make_person(user=user))
    return user


# --- Who sits on the board --------------------------------------------------


def make_centre(**overrides):
    values = {"name": "Zentrum Beispielstadt", "short_name": "Zentrum"}
    return Centre.objects.update_or_create(pk=1, defaults=values | overrides)[0]


def make_organisation(**overrides):
    number = next(numbers)
    values = {
        "name": f"Beispielverband {number} e. V.",
        "short_name": f"Verband {number}",
        "slug": f"verband-{number}",
        "kind": Organisation.Kind.ASSOCIATION,
    }
    return Organisation.objects.create(**values | overrides)


def make_person(**overrides):
    """A person; `consents` lists what may be shown, like ["name", "photo"]."""
    number = next(numbers)
    consents = overrides.pop("consents", [])
    values = {
        "given_name": "Robin",
        "family_name": f"Beispiel {number}",
        "email": f"person-{number}@example.org",
    }
    person = Person.objects.create(**values | overrides)
    for item in consents:
        Consent.objects.create(person=person, item=item)
    if consents:
        person.refresh_public_face()
    return person


def make_board(**overrides):
    number = next(numbers)
    values = {
        "name": f"Begleitgremium {number} des Zentrums",
        "short_name": f"Gremium {number}",
        "slug": f"gremium-{number}",
        "started_on": LONG_AGO,
        "visibility": PUBLIC,
    }
    return Board.objects.create(**values | overrides)


def make_seat(**overrides):
    """A seat with a vote as long as it lasts; `is_voting=False` for an advisory one."""
    is_voting = overrides.pop("is_voting", True)
    values = {"starts_on": LONG_AGO} | overrides
    if is_voting:
        values.setdefault("votes_from", values["starts_on"])
    values["board"] = values.get("board") or make_board()
    values["organisation"] = values.get("organisation") or make_organisation()
    return Seat.objects.create(**values)


def make_mandate(**overrides):
    values = {"starts_on": LONG_AGO} | overrides
    values["seat"] = values.get("seat") or make_seat()
    values["person"] = values.get("person") or make_person()
    return Mandate.objects.create(**values)


# --- Sessions ---------------------------------------------------------------


def make_venue(**overrides):
    values = {
        "name": f"Haus {next(numbers)}",
        "street": "Beispielstraße 1",
        "postal_code": "09111",
        "city": "Chemnitz",
    }
    return Venue.objects.create(**values | overrides)


def make_meeting(**overrides):
    """An invited public session in 30 days, the next number of its board."""
    board = overrides.get("board") or make_board()
    number = overrides.get("number") or board.meetings.count() + 1
    values = {
        "slug": f"{board.slug}-{number}",
        "held_on": timezone.localdate() + dt.timedelta(days=30),
        "state": Meeting.State.INVITED,
        "visibility": PUBLIC,
    }
    return Meeting.objects.create(**values | overrides | {"board": board, "number": number})


def make_planned_meeting(**overrides):
    """A session ready to be invited to: a member, a time, a place and one item."""
    board = overrides.get("board") or make_board()
    if not board.seats.exists():
        make_mandate(seat=make_seat(board=board))
    values = {"state": Meeting.State.PLANNED, "starts_at": dt.time(14), "ends_at": dt.time(16, 30)}
    venue = {} if "venue" in overrides else {"venue": make_venue()}
    meeting = make_meeting(**values | venue | overrides | {"board": board})
    make_agenda_item(meeting=meeting)
    return meeting


def make_guest(**overrides):
    """Somebody invited to one session, or with `agenda_item` to one item of it."""
    meeting = overrides.get("meeting") or make_meeting()
    person = overrides.get("person") or make_person()
    return Guest.objects.create(**overrides | {"meeting": meeting, "person": person})


def make_agenda_item(**overrides):
    """The next item of `meeting`; `rapporteurs` are organisations."""
    meeting = overrides.pop("meeting", None) or make_meeting()
    rapporteurs = overrides.pop("rapporteurs", [])
    values = {
        "position": meeting.agenda_items.count() + 1,
        "title": f"Überschrift {next(numbers)}",
        "visibility": PUBLIC,
    }
    item = AgendaItem.objects.create(meeting=meeting, **values | overrides)
    if rapporteurs:
        item.rapporteurs.set(rapporteurs)
        item.refresh_public_face()
    return item


def make_document(**overrides):
    """A paper with one version, as pages get it (`with_newest()`)."""
    item = overrides.get("agenda_item")
    meeting = overrides.pop("meeting", None) or (item.meeting if item else make_meeting())
    content = overrides.pop("content", None) or pdf_bytes()
    file_name = overrides.pop("file_name", "vorlage.pdf")
    values = {"title": f"Vorlage {next(numbers)}", "visibility": PUBLIC}
    document = Document(meeting=meeting, **values | overrides)
    document.add_version(ContentFile(content, name=file_name), file_name, pages=1)
    return Document.objects.with_newest().get(pk=document.pk)


def add_version(document):
    """Another file for a document that is there."""
    return document.add_version(ContentFile(pdf_bytes(), name="neu.pdf"), "neu.pdf", pages=1)


def make_agenda_template(*titles, **overrides):
    """A template for all boards with `titles`, ten minutes each."""
    template = AgendaTemplate.objects.create(**{"name": "Vorlage"} | overrides)
    for position, title in enumerate(titles, start=1):
        template.items.create(position=position, title=title, minutes_planned=10)
    return template


def make_proposal(**overrides):
    """A member's open proposal in time."""
    meeting = overrides.get("meeting") or make_meeting()
    person = overrides.get("person") or make_member(meeting.board).person
    mandate = person.mandates.filter(seat__board=meeting.board).first()
    values = {"title": f"Vorschlag {next(numbers)}", "seat": mandate and mandate.seat}
    return AgendaProposal.objects.create(
        **values | overrides | {"meeting": meeting, "person": person}
    )


def make_dispatch(**overrides):
    """A sending without recipients."""
    meeting = overrides.get("meeting") or make_meeting()
    values = {"kind": Dispatch.Kind.INVITATION}
    return Dispatch.objects.create(**values | overrides | {"meeting": meeting})


def make_delivery(**overrides):
    """One recipient of a sending, by letter unless a mail is given."""
    values = {"role": Delivery.Role.DEPUTY} | overrides
    values["dispatch"] = values.get("dispatch") or make_dispatch()
    values["person"] = values.get("person") or make_person()
    return Delivery.objects.create(**values)


# --- Mails ------------------------------------------------------------------


def make_mail(**overrides):
    """A mail that waits, to `person` if one is given."""
    number = next(numbers)
    person = overrides.get("person")
    values = {
        "to_name": person.full_name if person else f"Robin Beispiel {number}",
        "to_address": person.email if person else f"post-{number}@example.org",
        "kind": "invitation",
        "subject": f"Einladung {number}",
        "text": "Guten Tag",
        "occasion": f"test:{number}",
    }
    return Mail.objects.create(**values | overrides)


# --- News -------------------------------------------------------------------


def make_article(**overrides):
    """A published public article; `organisations` are those it is about."""
    number = next(numbers)
    organisations = overrides.pop("organisations", [])
    values = {
        "title": f"Meldung {number}",
        "slug": f"meldung-{number}",
        "teaser": f"Vorspann {number}",
        "body": f"<p>Text {number}</p>",
        "visibility": PUBLIC,
        "published_from": timezone.now() - dt.timedelta(days=1),
    }
    article = Article.objects.create(**values | overrides)
    if organisations:
        article.organisations.set(organisations)
        article.refresh_public_face()
    return article
