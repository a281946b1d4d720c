"""What was sent about a session, to whom, and what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models.meeting import Meeting
from partners.models import Person, Seat
from post.models import Mail, PersonalLink


class Dispatch(models.Model):
    """One sending: save-the-date, invitation, addendum, change, cancellation or farewell."""

    class Kind(models.TextChoices):
        SAVE_THE_DATE = "save_the_date", _("Save-the-Date")
        INVITATION = "invitation", _("Einladung")
        ADDENDUM = "addendum", _("Nachtrag")
        CHANGE = "change", _("Änderung")
        CANCELLATION = "cancellation", _("Absage")
        FAREWELL = "farewell", _("Nicht mehr eingeladen")

    # These tell those invited nothing of when and where.
    BESIDE = (Kind.ADDENDUM, Kind.FAREWELL)

    meeting = models.ForeignKey(
        Meeting, verbose_name=_("Sitzung"), related_name="dispatches", on_delete=models.PROTECT
    )
    kind = models.CharField(_("Art"), max_length=15, choices=Kind)
    number = models.PositiveSmallIntegerField(_("Nummer"), default=1)
    message = models.TextField(_("Begleittext"), blank=True)
    short_notice_reason = models.CharField(
        _("Grund der kürzeren Frist"), max_length=300, blank=True
    )
    # Of an invitation: the same matter was put off for want of a quorum, and it says what follows.
    is_second_invitation = models.BooleanField(
        _("zweite Einladung zum selben Gegenstand"), default=False
    )
    # The calendar state it announced, to tell later whether a change is due.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(_("versandt am"), default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("versandt von"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("Versand")
        verbose_name_plural = _("Versand")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "number"],
                name="dispatch_once",
                violation_error_message=_("Das wurde schon versandt."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "kind"],
                condition=Q(kind__in=["save_the_date", "invitation"]),
                name="dispatch_invitation_once",
                violation_error_message=_("Das wurde schon versandt."),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.sent_at:%d.%m.%Y}"


class Delivery(models.Model):
    """One recipient of a sending, by mail or by letter: the proof."""

    class Role(models.TextChoices):
        MEMBER = "member", _("Mitglied")
        DEPUTY = "deputy", _("Stellvertretung, zur Kenntnis")
        STAND_IN = "stand_in", _("Vertretung in dieser Sitzung")
        GUEST = "guest", _("Gast")

    dispatch = models.ForeignKey(
        Dispatch, verbose_name=_("Versand"), related_name="deliveries", on_delete=models.CASCADE
    )
    person = models.ForeignKey(
        Person, verbose_name=_("Person"), related_name="deliveries", on_delete=models.PROTECT
    )
    seat = models.ForeignKey(
        Seat, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("als"), max_length=10, choices=Role)
    # Nothing here for somebody without an address: then it is a letter.
    mail = models.OneToOneField(
        Mail, related_name="delivery", null=True, blank=True, on_delete=models.PROTECT
    )
    letter_printed_at = models.DateTimeField(_("Brief gedruckt am"), null=True, blank=True)
    # The one on the printed letter; that of a mail is found by the mail.
    link = models.ForeignKey(
        PersonalLink, related_name="+", null=True, blank=True, on_delete=models.SET_NULL
    )

    class Meta:
        verbose_name = _("Empfang")
        verbose_name_plural = _("Empfänger")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "person"], name="delivery_once")]

    def __str__(self):
        return f"{self.get_role_display()} {self.pk}"

    @property
    def is_letter(self):
        return self.mail_id is None
