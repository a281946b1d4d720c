"""What a person alone knows: their notes, and what they have already seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.agenda import AgendaItem
from partners.models import Person


def quietly(collector, field, rows, using):
    """
    Delete `rows` with what they belong to, without naming or counting them.

    CASCADE would list them to the office when it asks what goes with an item.
    """
    collector.fast_deletes.append(rows)


class PersonalNote(models.Model):
    """A person's note on an item. Nobody else sees it, the office neither."""

    agenda_item = models.ForeignKey(AgendaItem, related_name="+", on_delete=quietly)
    person = models.ForeignKey(Person, related_name="personal_notes", on_delete=quietly)
    text = models.TextField(_("Notiz"), max_length=5000)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("private Notiz")
        verbose_name_plural = _("private Notizen")
        # No right of the office reaches it.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["agenda_item", "person"], name="personal_note_once")
        ]

    def __str__(self):
        return f"Notiz {self.pk}"


class Seen(models.Model):
    """Up to when a person has seen what is new; they say so themselves."""

    person = models.OneToOneField(Person, related_name="seen", on_delete=quietly)
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Stand der Kenntnis")
        verbose_name_plural = _("Stände der Kenntnis")
        default_permissions = ()

    def __str__(self):
        return f"{self.seen_at:%d.%m.%Y %H:%M}"
