"""Guests say what they think of a station: three questions, no names."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility, printable
from projects.models import Demonstration
from projects.models.demonstration import stations

# Days after the session on which answers still come in.
OPEN_FOR = dt.timedelta(days=14)
# More than ever come; a program that answers by itself ends here.
MOST_ANSWERS = 500


def find(token):
    """Return the station whose address holds `token`, or None; none that the office keeps."""
    try:
        key = int(stations.unsign(token))
    except (BadSignature, ValueError):
        return None
    levels = (Visibility.PUBLIC, Visibility.MEMBERS)
    found = Demonstration.objects.filter(
        pk=key,
        agenda_item__visibility__in=levels,
        agenda_item__meeting__visibility__in=levels,
        agenda_item__meeting__board__visibility__in=levels,
    )
    return found.select_related("agenda_item__meeting__board").first()


def is_open(station, today=None) -> bool:
    """Tell whether answers count: from the day of the session on, two weeks."""
    meeting = station.agenda_item.meeting
    today = today or timezone.localdate()
    return not meeting.is_cancelled and meeting.held_on <= today <= meeting.held_on + OPEN_FOR


@transaction.atomic
def give(station, useful, recommends, text="", once=None):
    """
    Keep one answer; the same form, marked by `once`, sent again is the same answer.

    Raise ValidationError when the time is over or there are too many.
    """
    station = Demonstration.objects.select_for_update(of=("self",)).get(pk=station.pk)
    if not is_open(station):
        raise ValidationError(_("Rückmeldungen zu dieser Station sind zurzeit nicht möglich."))
    if once and (known := station.feedback.filter(once=once).first()):
        return known
    if station.feedback.count() >= MOST_ANSWERS:
        raise ValidationError(_("Zu dieser Station liegen schon genug Rückmeldungen vor."))
    return station.feedback.create(
        useful=useful, recommends=recommends, text=printable(text).strip(), once=once
    )
