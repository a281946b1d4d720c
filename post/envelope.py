"""A stored mail as what goes over the line, personal link and calendar entry included."""

from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from partners.models import Centre
from post.messages import one_line
from post.models import PersonalLink


@dataclass(frozen=True)
class Letter:
    """A mail with its token: the message, its two texts, and the link, if there is one."""

    message: EmailMultiAlternatives
    text: str
    html: str
    link: PersonalLink | None


def seal(mail) -> Letter:
    """
    Return `mail` ready to be handed over.

    Its token stands there and nowhere else. Raise ValidationError for an
    address no server would take.
    """
    validate_email(mail.to_address)
    message = envelope(mail)
    token, link = mint(mail)
    text, html = mail.text, mail.html
    if link:
        text, html = (part.replace(mail.link_mark, token) for part in (text, html))
    message.body = text
    if html:
        message.attach_alternative(html, "text/html")
    if mail.calendar:
        add_calendar(message, mail)
    return Letter(message, text, html, link)


def envelope(mail):
    """Return the message with its head and nothing in it."""
    centre = Centre.objects.current()
    reply_to = mail.reply_to or centre.email
    return EmailMultiAlternatives(
        subject=one_line(mail.subject),
        from_email=sender(centre),
        to=[mailbox(mail.to_name, mail.to_address)],
        reply_to=[reply_to] if reply_to else [],
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )


def mint(mail):
    """Return a new token with its link if the mail has a place for one, else nothing."""
    if not mail.person or not mail.link_mark:
        return "", None
    purpose = PersonalLink.Purpose.PERSONAL
    token = PersonalLink.objects.mint(mail.person, purpose, mail.link_expires_on, mail)
    return token, mail.links.latest("pk")


def mailbox(name, address):
    """Return name and address for a header; commas and quotes in the name stay in the name."""
    return str(Address(display_name=one_line(name), addr_spec=address))


def sender(centre):
    """Return the configured sender, with the centre's name if it was given without one."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return mailbox(name or centre.short_name or centre.name, address)


def add_calendar(message, mail):
    """Add the entry twice: some programs look at the alternatives, others at attachments."""
    method = one_line(mail.calendar_method) or "PUBLISH"
    message.attach_alternative(mail.calendar, f"text/calendar; method={method}")
    message.attach("einladung.ics", mail.calendar.encode(), "application/ics")
