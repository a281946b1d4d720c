"""Whom one can name in a session: those on the board, its guests, organisations."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.cockpit.running import one_line
from partners.models import Organisation


def people_of(seats, guests) -> list:
    """Return members and deputies of the seats, and the guests, by name."""
    seated = [one.person for seat in seats for one in seat.people]
    known = {one.pk: one for one in [*seated, *(guest.person for guest in guests)]}
    return sorted(known.values(), key=lambda one: (one.family_name, one.given_name))


def organisations_of(seats) -> list:
    """Return those of the seats, and the consortium, by name."""
    known = [*(seat.organisation for seat in seats), *Organisation.objects.consortium()]
    return sorted({one.pk: one for one in known}.values(), key=lambda one: one.short_name)


def found_by(text, meeting):
    """
    Return (person, organisation) for a name as it was typed, one of them None.

    A part of the name will do if it fits one only. Raise ValidationError otherwise.
    """
    wanted = one_line(text).casefold()
    if not wanted:
        return None, None
    seats, guests = meeting.board.as_of(meeting.held_on), meeting.guests.select_related("person")
    names = [(one.full_name, one, None) for one in people_of(seats, guests)]
    for one in organisations_of(seats):
        names += [(one.short_name, None, one), (one.name, None, one)]
    exact = [found for found in names if found[0].casefold() == wanted]
    fitting = exact or [found for found in names if wanted in found[0].casefold()]
    distinct = {found[1:] for found in fitting}
    if len(distinct) != 1:
        words = _("„%s“ ist nicht eindeutig. Bitte schreiben Sie den ganzen Namen.")
        unknown = _("„%s“ ist weder im Gremium noch Gast. Bitte wählen Sie einen Namen der Liste.")
        raise ValidationError((words if distinct else unknown) % one_line(text, 60))
    return distinct.pop()
