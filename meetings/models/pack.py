"""The papers of a session in one file, one for each kind of reader."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from partners import files


def pack_path(instance, name):
    return files.random_name("mappen", name)


class Pack(models.Model):
    """
    A made or awaited pack (Sitzungsmappe).

    `audience` says whose rights it was made with, `fingerprint` from what;
    it is stale as soon as the present fingerprint differs.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("wartet")
        MAKING = "making", _("wird erstellt")
        READY = "ready", _("fertig")
        FAILED = "failed", _("fehlgeschlagen")

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="packs", on_delete=models.CASCADE
    )
    audience = models.CharField(_("für"), max_length=30)
    version = models.PositiveSmallIntegerField(_("Fassung"), default=0)
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveSmallIntegerField(_("erledigte Dokumente"), default=0)
    total = models.PositiveSmallIntegerField(_("Dokumente"), default=0)
    file = models.FileField(upload_to=pack_path, max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    pages = models.PositiveIntegerField(_("Seiten"), default=0)
    asked_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(_("erstellt am"), null=True, blank=True)
    error = models.CharField(_("Fehler"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Sitzungsmappe")
        verbose_name_plural = _("Sitzungsmappen")
        constraints = [models.UniqueConstraint(fields=["meeting", "audience"], name="pack_once")]

    def __str__(self):
        return f"Sitzungsmappe {self.version}"
