"""What became of what was sent to one person: handed over, printed, failed or overtaken."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Delivery
from post.models import Mail
from post.verdict import what_to_do

SIGNS = {"done": "✓", "open": "…", "failed": "!", "over": "–"}


@dataclass(frozen=True)
class Proof:
    """What became of one sending to one person."""

    delivery: Delivery
    state: str
    text: str
    advice: str = ""
    may_print: bool = False
    may_repeat: bool = False
    # The person has an address by now: the letter can be mailed.
    may_mail: bool = False

    @property
    def sign(self):
        return SIGNS[self.state]


def moment(at) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y, %H:%M} {_('Uhr')}"


def proof_of(delivery, *, is_overtaken) -> Proof:
    """`is_overtaken` tells that a later sending said everything anew."""
    if delivery.is_letter:
        return proof_of_letter(delivery, is_overtaken=is_overtaken)
    mail = delivery.mail
    if mail.state == Mail.State.SENT:
        return Proof(delivery, "done", sent_words(delivery))
    if mail.state == Mail.State.DROPPED or mail.is_superseded:
        return Proof(delivery, "over", unsent_words(mail))
    if mail.state == Mail.State.FAILED:
        text = _("nicht zustellbar an %s") % mail.to_address
        return Proof(delivery, "failed", text, what_to_do(mail), may_repeat=True)
    return Proof(delivery, "open", _("im Postausgang"), what_to_do(mail))


def sent_words(delivery) -> str:
    words = [_("versandt am %s") % moment(delivery.mail.sent_at)]
    if delivery.letter_printed_at:
        words.insert(0, _("Brief gedruckt am %s") % moment(delivery.letter_printed_at))
    return "; ".join([*words, *link_words(delivery)])


def link_words(delivery) -> list[str]:
    """Say when a link of the mail, or that of the printed letter, was used first."""
    printed = delivery.link and delivery.link.used_at
    moments = [one for one in (delivery.link_used_at, printed) if one]
    return [_("Link benutzt am %s") % moment(min(moments))] if moments else []


def proof_of_letter(delivery, *, is_overtaken) -> Proof:
    may_mail = bool(delivery.person.email) and not is_overtaken
    if delivery.letter_printed_at:
        words = [_("Brief gedruckt am %s") % moment(delivery.letter_printed_at)]
        text = "; ".join([*words, *link_words(delivery)])
        return Proof(delivery, "done", text, may_mail=may_mail)
    if is_overtaken:
        return Proof(delivery, "over", _("Brief überholt, nicht gedruckt"))
    text = _("Brief noch zu drucken")
    return Proof(delivery, "open", text, may_print=True, may_mail=may_mail)


@dataclass(frozen=True)
class MailLine:
    """One more mail to a person about the session, and what became of it."""

    kind: str
    text: str


def state_words(mail) -> str:
    if mail.state == Mail.State.SENT:
        return _("versandt am %s") % moment(mail.sent_at)
    if mail.state == Mail.State.FAILED:
        return _("nicht zustellbar an %s") % mail.to_address
    if mail.state == Mail.State.DROPPED or mail.is_superseded:
        return unsent_words(mail)
    return _("im Postausgang")


def unsent_words(mail) -> str:
    is_stopped = mail.stopped_at is not None
    return _("wegen der Absage nicht versandt") if is_stopped else _("überholt, nicht versandt")
