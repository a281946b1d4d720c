"""A person's own calendar: a secret address for each device, dead with the mandate."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from meetings.door import takes_part_still
from partners.models import Person
from partners.reader import Reader
from post.models import PersonalLink

MOST_ADDRESSES = 5


def owner(token):
    """Return the reader of a calendar address that is still good, or None."""
    link = PersonalLink.objects.find(token, PersonalLink.Purpose.CALENDAR)
    reader = link and Reader(link.person, link.board_id)
    return reader if reader and takes_part_still(reader) else None


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


def addresses_of(person, board_id=None):
    """Return the person's open addresses; by a link bound to a board, only those made there."""
    found = person.links.open().filter(purpose=PersonalLink.Purpose.CALENDAR)
    return found.filter(board=board_id) if board_id else found


@transaction.atomic
def create_address(person, board_id=None):
    """
    Make a further address and return its token, which is stored nowhere.

    One for each device, as none can be shown again. Raise ValidationError when
    there are enough.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    if addresses_of(person, board_id).count() >= MOST_ADDRESSES:
        raise ValidationError(
            _("Sie haben schon %d Kalenderadressen. Bitte sperren Sie zuerst eine.")
            % MOST_ADDRESSES
        )
    purpose = PersonalLink.Purpose.CALENDAR
    return PersonalLink.objects.mint(person, purpose, board_id=board_id)
