"""A person's own calendar: a secret address, dead with the last thing that ties them here."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from meetings.models.meeting import guest_at, member_of, stands_in
from partners.models import Board, Person
from partners.reader import Reader
from post.models import PersonalLink

# A guest's calendar shows a session as long as their personal link does.
DAYS_AFTER = 30
MOST_ADDRESSES = 5


def owner(token):
    """Return the person of a calendar address that is still good, or None."""
    link = PersonalLink.objects.find(token, PersonalLink.Purpose.CALENDAR)
    return link.person if link and belongs(link.person) else None


def belongs(person):
    """Whether the person sits on a board today, or comes to a session for once."""
    reader = Reader(person)
    if Board.objects.with_member(reader).exists():
        return True
    since = timezone.localdate() - dt.timedelta(days=DAYS_AFTER)
    return attended_once(reader).filter(held_on__gte=since).exists()


def attended_once(reader):
    return Meeting.objects.filter(guest_at(reader) | stands_in(reader, "pk"))


def sessions_of(person):
    """Return the person as a reader, and the sessions of their boards or to which they come."""
    reader = Reader(person)
    own = member_of(reader, "board") | Q(pk__in=attended_once(reader).values("pk"))
    found = Meeting.objects.visible_to(reader).filter(own)
    return reader, found.select_related("board", "venue")


# --- Addresses --------------------------------------------------------------


def public_address(board=None):
    """Return the address of the public calendar, of one board or of all."""
    choice = f"?gremium={board.slug}" if board else ""
    return f"{settings.SITE_URL}{reverse('meetings:meeting-calendar')}{choice}"


def address(token):
    return settings.SITE_URL + reverse("meetings:personal-calendar", args=[token])


def webcal(address):
    """Return `address` so that a click subscribes to it instead of downloading it once."""
    return f"webcal://{address.partition('://')[2]}"


def addresses_of(person):
    return person.links.open().filter(purpose=PersonalLink.Purpose.CALENDAR)


@transaction.atomic
def create_address(person):
    """
    Make a further address and return its token, which is stored nowhere.

    One for each device, as none can be shown again. Raise ValidationError when
    there are enough.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if addresses_of(person).count() >= MOST_ADDRESSES:
        raise ValidationError(
            f"Sie haben schon {MOST_ADDRESSES} Kalenderadressen. Bitte sperren Sie zuerst eine."
        )
    return PersonalLink.objects.mint(person, PersonalLink.Purpose.CALENDAR)
