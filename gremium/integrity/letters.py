"""What was sent: mails, sendings with their recipients, links."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gremium.integrity.rule import Rule, keys
from meetings.models import Delivery, Dispatch
from post.models import Mail, PersonalLink


def sent_when():
    sent = Q(state=Mail.State.SENT)
    dated = Q(sent_at__isnull=False)
    return keys(Mail.objects.filter((sent & ~dated) | (dated & ~sent)))


def to_nobody():
    recipients = Delivery.objects.filter(dispatch=OuterRef("pk"))
    return keys(Dispatch.objects.filter(~Exists(recipients)))


def misdirected():
    """Find mails and links that are somebody else's."""
    for model in (Delivery, PersonalLink):
        known = model.objects.filter(mail__person__isnull=False)
        yield from keys(known.exclude(mail__person=F("person")))


RULES = (
    Rule("mail", _("Versandt ist eine Mail mit Zeitpunkt."), sent_when),
    Rule("dispatch", _("Ein Versand hat Empfänger."), to_nobody),
    Rule("recipient", _("Mail und Link gehören derselben Person."), misdirected),
)
