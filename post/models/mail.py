"""One mail, from the moment it is decided to the server's answer."""

from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import Person


def new_message_id():
    """Return the Message-ID a mail keeps through every attempt."""
    return make_msgid(domain=urlsplit(settings.SITE_URL).hostname)


class MailQuerySet(models.QuerySet):
    def queued(self):
        return self.filter(state=Mail.State.QUEUED)

    def failed(self):
        return self.ended_as(Mail.State.FAILED)

    def ended_as(self, outcome):
        """The mails whose `Mail.outcome` it is."""
        if outcome == Mail.REPLACED:
            return self.filter(state__in=Mail.UNSENT, is_superseded=True)
        found = self.filter(state=outcome)
        return found.filter(is_superseded=False) if outcome in Mail.UNSENT else found

    def of_thread(self, thread):
        return self.filter(thread=thread)

    def free(self, now):
        """Not in somebody's hands: never claimed, or by a process that died since."""
        return self.filter(Q(claimed_until=None) | Q(claimed_until__lt=now))

    def due(self, now):
        """What may be handed over now, of each thread the oldest; codes for signing in first."""
        older = Mail.objects.queued().filter(thread=OuterRef("thread"), pk__lt=OuterRef("pk"))
        return (
            self.queued()
            .free(now)
            .filter(Q(thread="") | ~Exists(older), is_superseded=False, next_attempt_at__lte=now)
            .order_by("-is_secret", "next_attempt_at", "pk")
        )


class Mail(models.Model):
    """A message to one address. Written with what caused it, delivered later (post.outbox)."""

    class State(models.TextChoices):
        QUEUED = "queued", _("wartet")
        SENT = "sent", _("versandt")
        FAILED = "failed", _("nicht zustellbar")
        DROPPED = "dropped", _("nicht versandt")

    # How a mail ended that will not be sent because a newer one says it better.
    REPLACED = "replaced"
    OUTCOMES = (*State.choices, (REPLACED, _("ersetzt")))
    UNSENT = (State.FAILED, State.DROPPED)

    person = models.ForeignKey(
        Person,
        verbose_name=_("Person"),
        related_name="mails",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
    )
    to_name = models.CharField(_("Name"), max_length=200, blank=True)
    to_address = models.EmailField(_("an"))
    kind = models.CharField(_("Anlass"), max_length=40)
    subject = models.CharField(_("Betreff"), max_length=250)
    text = models.TextField(_("Text"))
    html = models.TextField(_("HTML"), blank=True)
    calendar = models.TextField(_("Kalendereintrag"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    reply_to = models.EmailField(_("Antwort an"), blank=True)
    # What caused it, once: "invitation:12:person:5". A second one is refused.
    occasion = models.CharField(max_length=200, unique=True)
    # Mails of one thread reach the person in order: "meeting:12:person:5".
    thread = models.CharField(max_length=100, blank=True, db_index=True)
    message_id = models.CharField(
        "Message-ID", max_length=255, unique=True, default=new_message_id, editable=False
    )
    # Sign-in codes: never shown, and removed once sent.
    is_secret = models.BooleanField(default=False, editable=False)
    # Where the token goes, different in each mail: nothing that was typed is taken for it.
    link_mark = models.CharField(max_length=50, blank=True, editable=False)
    link_expires_on = models.DateField(null=True, blank=True, editable=False)

    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.QUEUED)
    queued_at = models.DateTimeField(_("geschrieben am"), default=timezone.now, editable=False)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    next_attempt_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    is_superseded = models.BooleanField(default=False, editable=False)
    # Superseded before there was anything newer: should its cause hold again, nobody knows.
    stopped_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("versandt am"), null=True, blank=True)
    last_error = models.CharField(_("Antwort des Mailservers"), max_length=500, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Mail")
        verbose_name_plural = _("Mails im Postausgang")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="mail_due")]

    def __str__(self):
        return self.subject

    @property
    def outcome(self):
        """The state, or REPLACED."""
        return self.REPLACED if self.is_superseded and self.state in self.UNSENT else self.state

    def get_state_display(self):
        return str(dict(self.OUTCOMES)[self.outcome])

    def claim(self, until):
        """
        Take the mail in hand up to `until`; tell whether nobody was faster.

        One statement of its own: no transaction is open while the mail is handed over.
        """
        seen = Mail.objects.queued().filter(
            pk=self.pk,
            attempts=self.attempts,
            claimed_until=self.claimed_until,
            is_superseded=False,
        )
        if not seen.update(claimed_until=until, attempts=F("attempts") + 1):
            return False
        self.claimed_until, self.attempts = until, self.attempts + 1
        return True
