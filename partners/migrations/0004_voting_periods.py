import datetime as dt
import hashlib

from django.db import migrations, models
from django.db.models import F
from django.utils import timezone


def give_periods(apps, schema_editor):
    """
    A voting seat votes as long as it lasts, an advisory one never.

    One of which the history knows since when it is so, from that day on.
    """
    seats, versions = apps.get_model("partners", "Seat"), apps.get_model("partners", "HistoricalSeat")
    for model in (seats, versions):
        model.objects.filter(is_voting=True).update(votes_from=F("starts_on"))
    for seat in seats.objects.all():
        known = versions.objects.filter(id=seat.pk).order_by("history_date", "history_id")
        seat.votes_from, seat.votes_until = period(seat, list(known))
        seat.public_digest = digest(seat)
        seat.save()


def period(seat, known):
    """Return first and last day with a vote, as far as the row and its history tell."""
    whole = (seat.starts_on, None) if seat.is_voting else (None, None)
    before = [version for version in known if version.is_voting != seat.is_voting]
    if not before:
        return whole
    after = [one for one in known if one.history_date > before[-1].history_date]
    if not after:
        return whole
    changed_on = timezone.localdate(after[0].history_date)
    last = changed_on - dt.timedelta(days=1)
    if last < seat.starts_on or (seat.ends_on and changed_on > seat.ends_on):
        # Entered wrongly and put right, or changed when the seat was over.
        return whole
    return (changed_on, None) if seat.is_voting else (seat.starts_on, last)


def digest(seat):
    """As accounts.visibility makes it of what Seat shows: nothing public changes by this."""
    days = (seat.starts_on, seat.ends_on, seat.votes_from, seat.votes_until)
    values = (seat.board_id, seat.organisation_id, *(str(day) for day in days))
    return hashlib.sha256(repr(values).encode()).hexdigest()


def take_back(apps, schema_editor):
    today = timezone.localdate()
    for name in ("Seat", "HistoricalSeat"):
        rows = apps.get_model("partners", name).objects
        is_over = models.Q(votes_until__lt=today)
        rows.update(is_voting=True)
        rows.filter(models.Q(votes_from=None) | is_over).update(is_voting=False)


def day_fields(model):
    for name, label, hint in (
        (
            "votes_from",
            "stimmberechtigt von",
            "Meist der erste Tag des Sitzes. Leer: beratend, ohne Stimme.",
        ),
        (
            "votes_until",
            "stimmberechtigt bis",
            "Letzter Tag mit Stimme. Leer: solange der Sitz besteht.",
        ),
    ):
        field = models.DateField(blank=True, null=True, help_text=hint, verbose_name=label)
        yield migrations.AddField(model_name=model, name=name, field=field)


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_rules_of_minutes_and_circulars")]

    operations = [
        *day_fields("seat"),
        *day_fields("historicalseat"),
        migrations.RunPython(give_periods, take_back),
    ]
