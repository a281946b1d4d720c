"""
Writing a mail: in the transaction of what causes it, once an occasion.

Nothing here talks to a mail server; see post.delivery.
"""

from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from post import links
from post.kinds import KINDS
from post.messages import Message, one_line
from post.models import Mail


@dataclass(frozen=True)
class Circumstances:
    """
    Why and how a mail goes out.

    `occasion` names its cause and recipient for ever: the second mail of the
    same occasion is not written. Mails of one `thread` arrive in order.
    """

    kind: str
    occasion: str
    thread: str = ""
    calendar: str = ""
    calendar_method: str = ""
    reply_to: str = ""
    link_expires_on: object = None
    is_secret: bool = False

    def __post_init__(self):
        """Raise ValueError for a kind that the office would read as a code word."""
        if self.kind not in KINDS:
            raise ValueError(f"post.kinds has no name for {self.kind}.")


def write(message: Message, circumstances: Circumstances, *, person=None, address="", name=""):
    """
    Queue `message` to `person`, or to a bare `address`; return the mail.

    A mail of the same occasion is returned as it is. Raise ValueError without
    an address, or for a personal link of nobody.
    """
    to_address = address or (person.email if person else "")
    if not to_address:
        raise ValueError("A mail needs an address.")
    if person is None and links.has_one(message):
        raise ValueError("A personal link needs a person.")
    message, mark = links.marked(message)
    return Mail.objects.get_or_create(
        occasion=circumstances.occasion,
        defaults={
            **asdict(circumstances),
            "person": person,
            "to_name": one_line(name or (person.full_name if person else "")),
            "to_address": to_address,
            "subject": one_line(message.subject),
            "text": message.as_text(),
            "html": message.as_html(),
            "link_mark": mark,
        },
    )[0]


def supersede(thread, kind="") -> int:
    """
    Drop what waits in `thread`, all or one kind; return how many nobody will get.

    What is just being handed over is not tried again. Call it in the
    transaction that writes the mail which replaces the others.
    """
    # Marked first: from here to the end of the transaction nobody can claim one (Mail.claim).
    mails = Mail.objects.of_thread(thread)
    if kind:
        mails = mails.filter(kind=kind)
    mails.filter(state__in=[Mail.State.QUEUED, Mail.State.FAILED]).update(is_superseded=True)
    mails.filter(is_secret=True).free(timezone.now()).update(text="", html="")
    return mails.queued().free(timezone.now()).update(state=Mail.State.DROPPED)


def stop(thread, kinds) -> int:
    """Drop what waits in `thread` though nothing newer replaces it; remember it of `kinds`."""
    waiting = Mail.objects.of_thread(thread).filter(
        kind__in=kinds, state__in=[Mail.State.QUEUED, Mail.State.FAILED], is_superseded=False
    )
    waiting.update(stopped_at=timezone.now())
    return supersede(thread)


@transaction.atomic
def retry(mail):
    """
    Let a mail that waits or failed be tried at once, at the person's address of today.

    Raise ValidationError where it would be too late or in somebody's hands.
    """
    mail = in_our_hands(mail)
    if mail.is_secret:
        raise ValidationError(
            _("Ein Code zum Anmelden wird nicht wiederholt, nur neu angefordert.")
        )
    if mail.is_superseded:
        raise ValidationError(
            _("Eine neuere Mail hat diese ersetzt; sie wird nicht mehr versandt.")
        )
    if mail.person and mail.person.email:
        mail.to_address = mail.person.email
    mail.state, mail.attempts, mail.next_attempt_at = Mail.State.QUEUED, 0, timezone.now()
    mail.save(update_fields=["state", "attempts", "next_attempt_at", "to_address"])


@transaction.atomic
def drop(mail):
    """Never send the mail. Raise ValidationError if it is sent or just being handed over."""
    mail = in_our_hands(mail)
    mail.state = Mail.State.DROPPED
    mail.save(update_fields=["state"])


def in_our_hands(mail):
    """Return the mail, locked, if it is neither through nor just being handed over."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state == Mail.State.SENT:
        raise ValidationError(_("Diese Mail ist schon versandt."))
    if mail.state == Mail.State.DROPPED:
        raise ValidationError(_("Diese Mail wird nicht mehr versandt."))
    if mail.claimed_until and mail.claimed_until >= timezone.now():
        raise ValidationError(_("Diese Mail wird gerade übergeben. Bitte warten Sie einen Moment."))
    return mail
