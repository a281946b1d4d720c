"""
Points: one set a seat, changeable until the end.

A member's set replaces the deputy's, never the other way round.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advice import weighing as weighings
from advice import weighing_mails
from advice.models import Weight
from advice.models.weighing import POINTS


@transaction.atomic
def give(weighing, person, seat_pk, points: dict[int, int]) -> list[Weight]:
    """
    Keep `points` (topic key → points) as those of the seat; return the rows.

    The same again changes nothing. Raise ValidationError for somebody without
    the seat, too many or no points, and after the end.
    """
    weighing = weighings.locked(weighing)
    place = check(weighing, person, seat_pk, points)
    rows = list(weighing.weights.filter(seat=place.seat))
    refuse_deputy(rows, place)
    given = {topic: number for topic, number in points.items() if number}
    if as_given(rows) == {(topic, number, person.pk, place.by) for topic, number in given.items()}:
        return rows
    weighing.weights.filter(seat=place.seat).delete()
    weighing_mails.drop_reminders(weighing, place.seat)
    fresh = {"weighing": weighing, "seat": place.seat, "person": person, "by": place.by}
    now = timezone.now()
    return Weight.objects.bulk_create(
        Weight(topic_id=topic, points=number, given_at=now, **fresh)
        for topic, number in sorted(given.items())
    )


def as_given(rows):
    return {(one.topic_id, one.points, one.person_id, one.by) for one in rows}


def check(weighing, person, seat_pk, points):
    """Return the person's place on the seat; raise ValidationError if the points do not count."""
    check_open(weighing)
    place = weighings.place_on(weighing, person, seat_pk)
    if set(points) - set(weighing.topics.values_list("pk", flat=True)):
        raise ValidationError(_("Dieses Thema gehört nicht zur Gewichtung."))
    if any(not 0 <= one <= POINTS for one in points.values()):
        raise ValidationError(_("Bitte vergeben Sie je Thema 0 bis 5 Punkte."))
    check_sum(sum(points.values()))
    return place


def check_open(weighing):
    if weighing.opened_at is None:
        raise ValidationError(_("Diese Gewichtung hat noch nicht begonnen."))
    if not weighing.is_running:
        raise ValidationError(_("Diese Punkte zählen nicht mehr: Die Gewichtung ist beendet."))


def check_sum(total):
    """Raise ValidationError unless one to five points are given in all."""
    if total < 1:
        raise ValidationError(_("Bitte vergeben Sie mindestens einen Punkt."))
    if total > POINTS:
        words = ngettext(
            "Sie haben %(given)d Punkte vergeben, es gibt aber nur 5. Bitte nehmen Sie einen "
            "Punkt zurück.",
            "Sie haben %(given)d Punkte vergeben, es gibt aber nur 5. Bitte nehmen Sie %(over)d "
            "Punkte zurück.",
            total - POINTS,
        )
        raise ValidationError(words % {"given": total, "over": total - POINTS})


def refuse_deputy(rows, place):
    if not place.is_member and any(one.by == Weight.By.MEMBER for one in rows):
        raise ValidationError(_("Das Mitglied hat seine Punkte schon vergeben; es zählen seine."))
