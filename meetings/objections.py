"""
Members object to released minutes; the office answers in words, and tells them.

Every act holds the session's row, so that none gets between an approval and
the look for open objections before it.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from meetings import entitlement, facts
from meetings.ical import flat
from meetings.minutes.acts import locked
from meetings.models import AgendaItem, Minutes, Objection
from partners.models import Centre
from partners.reader import Reader
from post import links, outbox
from post.messages import Act, Message
from post.outbox import Circumstances

KIND = "objection"
LINK_DAYS = 30
LONGEST = Objection._meta.get_field("text").max_length
LONGEST_ANSWER = Objection._meta.get_field("answer").max_length
Outcome = Objection.Outcome


@transaction.atomic
def raise_objection(minutes, person, item, text) -> Objection:
    """
    Object to an item, or without one to the minutes as a whole; say so by mail.

    The same words twice are one objection. Raise ValidationError without words,
    outside the period, and for somebody who speaks for no seat today and did not then.
    """
    minutes, text = locked(minutes), printable(text).strip()
    ruling = entitlement.may(person, entitlement.Act.OBJECT, minutes)
    if not ruling:
        raise ValidationError(ruling.reason)
    check_period(minutes)
    if not text:
        raise ValidationError(_("Bitte schreiben Sie, was nicht stimmt."))
    if len(text) > LONGEST:
        raise ValidationError(_("Bitte schreiben Sie kürzer: höchstens 4.000 Zeichen."))
    words = {"agenda_item": item, "person": person, "text": text}
    if same := minutes.objections.filter(outcome=Outcome.OPEN, **words).first():
        return same
    objection = minutes.objections.create(seat=ruling.seat, **words)
    write(objection, "received", receipt(objection))
    return objection


def check_period(minutes):
    """Raise ValidationError, with what is left to do, unless objections are taken."""
    if minutes.takes_objections:
        return
    if minutes.state == Minutes.State.APPROVED:
        raise ValidationError(
            _("Das Protokoll ist schon genehmigt. Bitte wenden Sie sich an die Geschäftsstelle.")
        )
    if not minutes.is_released:
        raise ValidationError(_("Das Protokoll ist noch nicht freigegeben."))
    raise ValidationError(
        _(
            "Die Frist für Einwendungen endete am %s. Bitte bringen Sie es in der nächsten "
            "Sitzung vor, oder wenden Sie sich an die Geschäftsstelle."
        )
        % facts.day_month_year(minutes.objections_until)
    )


@transaction.atomic
def withdraw(objection, person):
    """Take back one's own objection. Raise ValidationError once the office has answered."""
    objection = unanswered(objection)
    if objection.person_id != person.pk:
        raise ValidationError(_("Das ist nicht Ihre Einwendung."))
    objection.delete()


@transaction.atomic
def answer(objection, outcome, words, by=None) -> Objection:
    """
    Answer once, with words, and tell who objected.

    Accepting changes nothing in the minutes by itself: the office mends them,
    and the board approves what it then reads.
    """
    objection, words = unanswered(objection), printable(words).strip()
    if outcome not in {Outcome.ACCEPTED, Outcome.DECLINED}:
        raise ValidationError(_("Bitte wählen Sie, ob die Einwendung übernommen wird."))
    if not words:
        raise ValidationError(_("Bitte beantworten Sie die Einwendung."))
    if len(words) > LONGEST_ANSWER:
        raise ValidationError(_("Bitte antworten Sie kürzer: höchstens 4.000 Zeichen."))
    objection.outcome, objection.answer = Outcome(outcome), words
    objection.answered_at = timezone.now()
    objection._history_user = by
    objection.save()
    write(objection, "answered", told(objection))
    return objection


def unanswered(objection) -> Objection:
    """Return the objection as it is now, with its session locked; refuse an answered one."""
    locked(objection.minutes)
    related = ("minutes__meeting__board", "agenda_item", "person")
    found = Objection.objects.filter(pk=objection.pk).select_related(*related).first()
    if found is None:
        raise ValidationError(_("Die Einwendung wurde zurückgezogen."))
    if found.outcome != Outcome.OPEN:
        raise ValidationError(
            _("Diese Einwendung ist schon beantwortet: %s.") % found.get_outcome_display()
        )
    return found


# --- Mails ------------------------------------------------------------------


def write(objection, occasion, message):
    """Write to who objected; nothing to somebody without an address."""
    person, minutes = objection.person, objection.minutes
    if not person.email:
        return
    last_day = max(minutes.objections_until, timezone.localdate())
    circumstances = Circumstances(
        kind=KIND,
        occasion=f"objection:{objection.pk}:{occasion}",
        thread=f"minutes:{minutes.pk}:person:{person.pk}",
        reply_to=Centre.objects.current().email,
        link_expires_on=last_day + dt.timedelta(days=LINK_DAYS),
    )
    outbox.write(message, circumstances, person=person)


def receipt(objection) -> Message:
    until = facts.day_month_year(objection.minutes.objections_until)
    return letter(
        objection,
        _("Ihre Einwendung ist eingegangen: %s"),
        _("Ihre Einwendung ist eingegangen. Die Geschäftsstelle antwortet Ihnen."),
        paragraphs=[
            flat(objection.text),
            _("Bis zum %s können Sie weitere erheben.") % until,
        ],
    )


def told(objection) -> Message:
    is_accepted = objection.outcome == Outcome.ACCEPTED
    lead = (
        _("Ihre Einwendung ist übernommen: Das Protokoll wird zur Genehmigung geändert.")
        if is_accepted
        else _("Ihre Einwendung ist nicht übernommen. Über das Protokoll entscheidet das Gremium.")
    )
    return letter(
        objection,
        _("Antwort auf Ihre Einwendung: %s"),
        lead,
        paragraphs=[
            _("Ihre Einwendung: %s") % flat(objection.text),
            _("Antwort der Geschäftsstelle: %s") % flat(objection.answer),
        ],
    )


def letter(objection, subject, lead, paragraphs) -> Message:
    meeting, person = objection.minutes.meeting, objection.person
    subject %= _("Protokoll der %s") % facts.full_title(meeting)
    path = f"sitzungen/{meeting.slug}/protokoll/#einwendungen"
    return Message(
        subject=subject,
        title=subject,
        kicker=flat(meeting.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        lead=lead,
        facts=[
            (_("Sitzung"), facts.long_date(meeting.held_on)),
            (_("Zu"), as_known(objection, Reader(person))),
        ],
        paragraphs=paragraphs,
        acts=[Act(_("Protokoll und Einwendungen öffnen"), links.address(path=path))],
        reason=_("Sie bekommen diese Mail, weil Sie eine Einwendung erhoben haben."),
        is_example=meeting.is_example,
    )


def subject_of(objection) -> str:
    """TOP 3 Berichte, or the minutes as a whole"""
    item = objection.agenda_item
    return flat(str(item)) if item else _("Protokoll als Ganzem")


def as_known(objection, reader) -> str:
    """Say the same to who objected: of an item that is hidden from them by now, its number."""
    known = AgendaItem.objects.readable_by(reader).filter(pk=objection.agenda_item_id)
    return subject_for(objection, set(known.values_list("pk", flat=True)))


def subject_for(objection, readable_items) -> str:
    """Return it for a reader of `readable_items`, keys of items."""
    item = objection.agenda_item
    if item is None or item.pk in readable_items:
        return subject_of(objection)
    return _("TOP %d, nichtöffentlich") % item.position
