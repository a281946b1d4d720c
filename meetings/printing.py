"""Letters to those who have no e-mail address: the same words, on paper."""

import io

import segno
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import facts, pdf
from meetings.access import open_until
from meetings.invitations import REPLACES_ALL
from meetings.letters import Letters
from meetings.models import Delivery, Dispatch, Meeting
from meetings.recipients import recipient_of
from partners.models import Centre
from post import links
from post.models import PersonalLink


@transaction.atomic
def print_letters(dispatch) -> bytes:
    """
    Return the letters of `dispatch` as one PDF, and note that they were printed.

    Each carries a personal link of its own, made now and stored nowhere. Raise
    ValidationError if everybody got a mail.
    """
    meeting = Meeting.objects.select_for_update().get(pk=dispatch.meeting_id)
    deliveries = list(waiting_for_paper(dispatch))
    if not deliveries:
        raise ValidationError(_("Alle haben eine E-Mail-Adresse: Es gibt keinen Brief zu drucken."))
    at = timezone.now()
    letters = Letters(dispatch)
    data = {
        "title": _("Briefe: %s") % dispatch.get_kind_display(),
        "letters": [letter(one, letters, meeting, at) for one in deliveries],
    }
    for one in deliveries:
        one.letter_printed_at = at
    Delivery.objects.bulk_update(deliveries, ["letter_printed_at", "link"])
    return pdf.render("letter.typ", data, at)


def waiting_for_paper(dispatch):
    rows = dispatch.deliveries.filter(mail=None)
    rows = rows.select_related("person", "link", "dispatch__meeting")
    return rows.order_by("person__family_name", "pk")


def open_letters(meeting) -> int:
    """
    Return how many letters about the session are still to be printed; at most one query.

    For the session's page and the office's start page. What a later change or
    cancellation has overtaken does not count, nor does anything once the day is over.
    """
    return 0 if meeting.has_passed else to_print().filter(dispatch__meeting=meeting).count()


def to_print():
    """Return the letters nobody printed yet and nothing later has overtaken."""
    later = Dispatch.objects.filter(
        meeting=OuterRef("dispatch__meeting"), pk__gt=OuterRef("dispatch"), kind__in=REPLACES_ALL
    )
    rows = Delivery.objects.filter(mail=None, letter_printed_at=None)
    return rows.exclude(Exists(later))


def letter(delivery, letters, meeting, at) -> dict:
    """Return one letter as letter.typ sets it."""
    recipient = recipient_of(delivery)
    message = letters.to(recipient)
    url = links.address(token_on(delivery, meeting))
    return {
        "sender": sender(letters.centre),
        "address": list(filter(None, [recipient.represents, delivery.person.full_name])),
        "name": delivery.person.full_name,
        "session": f"{meeting.title}, {facts.day_month_year(meeting.held_on)}",
        "date": facts.day_month_year(timezone.localdate(at)),
        "kicker": message.kicker,
        "title": message.title,
        "greeting": message.greeting,
        "lead": message.lead,
        "facts": [list(one) for one in message.facts],
        "paragraphs": message.paragraphs,
        "sections": [{"heading": one.heading, "lines": one.lines} for one in message.sections],
        "reason": message.reason,
        "asks_answer": recipient.asks_answer and asks_answer(delivery),
        "url": url,
        "code": code(url),
        "is_example": message.is_example,
    }


def asks_answer(delivery) -> bool:
    return delivery.dispatch.kind in {Dispatch.Kind.INVITATION, Dispatch.Kind.CHANGE}


def token_on(delivery, meeting):
    """Return a new token; the delivery knows its link, unless one printed earlier was used."""
    token = new_token(delivery.person, meeting)
    if not (delivery.link and delivery.link.used_at):
        delivery.link = PersonalLink.objects.find(token, PersonalLink.Purpose.PERSONAL)
    return token


def new_token(person, meeting):
    purpose = PersonalLink.Purpose.PERSONAL
    return PersonalLink.objects.mint(
        person, purpose, expires_on=open_until(meeting), board_id=meeting.board_id
    )


def sender(centre: Centre) -> str:
    town = f"{centre.postal_code} {centre.city}".strip()
    return " · ".join(filter(None, [centre.short_name or centre.name, centre.street, town]))


def code(url) -> str:
    """Return a QR code of `url` as SVG."""
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=0, dark="#1c2321", xmldecl=False)
    return out.getvalue().decode()
