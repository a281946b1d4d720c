"""
What people are told about answers: the confirmation, and word to deputies.

All of it is part of the thread of the session's mails to that person, so that
a cancellation replaces what still waits.
"""

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import entitlement, ical
from meetings.access import open_until
from meetings.facts import day_month_year, facts_of
from meetings.invitations import AlreadySentError, send_to, thread_of
from meetings.models import Dispatch, Response
from meetings.places import places_of
from meetings.recipients import told_off
from partners.models import Centre, Mandate
from partners.standing import is_seated
from post import links, outbox
from post.messages import Act, Message
from post.models import Mail
from post.outbox import Circumstances

CONFIRMATION, STAND_IN, VACANCY = "answer", "stand_in", "vacancy"
# Asks for the answer (meetings.reminders); not any more once it is there.
REMINDER = "answer_reminder"


def confirm(row, person, by=None):
    """Confirm the present answer; an earlier confirmation that still waits is dropped."""
    if not person.email:
        return
    for kind in (CONFIRMATION, REMINDER):
        outbox.supersede(thread_of(row.meeting, person), kind=kind)
    send(row, person, CONFIRMATION, confirmation(row, person, by))


def tell_deputies(row, former, *, is_named_anew=False):
    """Tell who comes instead now, and who did until now; also who was named for another day."""
    if row.deputy == former and not is_named_anew:
        return
    if former and former.email and former != row.deputy:
        release(row, former)
    # Somebody without an address gets the invitation as a letter.
    if row.deputy and not invited_now(row) and row.deputy.email:
        outbox.supersede(thread_of(row.meeting, row.deputy), kind=STAND_IN)
        send(row, row.deputy, STAND_IN, appointed(row, row.deputy), "REQUEST")


def tell_of_vacancy(row, *informed):
    """
    Ask the seat's permanent deputies to step in for a member who does not come.

    Not those `informed`, who answered themselves or just stepped back, nor whose
    mandate begins later. Once the answer is another one, a question that still
    waits is dropped.
    """
    for mandate in deputies_of(row).exclude(person__email="").select_related("person"):
        person = mandate.person
        outbox.supersede(thread_of(row.meeting, person), kind=VACANCY)
        is_asked = row.response == Response.DECLINED and person not in informed
        if is_asked and may_enter(person, row.meeting):
            send(row, person, VACANCY, vacancy(row, person))


def release(row, former):
    """
    Drop what still waits; say so only to somebody who has heard of it.

    A permanent deputy stays informed of the session, everybody else leaves it.
    """
    stays = bool(places_of(former, [row.meeting])[row.meeting.pk])
    mails = Mail.objects.of_thread(thread_of(row.meeting, former))
    outbox.supersede(thread_of(row.meeting, former), kind=STAND_IN if stays else "")
    heard = mails.filter(kind=STAND_IN) if stays else mails
    has_left = not stays and former.pk in told_off(row.meeting)
    if heard.exclude(state=Mail.State.DROPPED).exists() and not has_left:
        method = "REQUEST" if stays else "CANCEL"
        send(row, former, STAND_IN, released(row, former), method)


def invited_now(row) -> bool:
    """Send the invitation to a deputy who does not have it; tell whether that was done."""
    invitation = row.meeting.dispatches.filter(kind=Dispatch.Kind.INVITATION).first()
    if invitation is None or invitation.deliveries.filter(person=row.deputy).exists():
        return False
    try:
        send_to(row.meeting, row.deputy)
    except AlreadySentError:
        return False
    return True


def deputies_of(row):
    """Return the mandates of the seat's deputies on the day of the session."""
    mandates = Mandate.objects.active_on(row.meeting.held_on)
    return mandates.filter(seat=row.seat, role=Mandate.Role.DEPUTY)


def member_of(row):
    mandates = row.seat.mandates.filter(role=Mandate.Role.MAIN).select_related("person")
    return next((one.person for one in mandates if is_seated(one, row.meeting.held_on)), None)


def tell_member_of_refusal(row, member, name, reason=""):
    if member.email:
        send(row, member, CONFIRMATION, refusal(row, member, name, reason))


def send(row, person, kind, message, method=""):
    """Write the mail; with `method` it carries the session as the person's calendar knows it."""
    moment = f"{timezone.now():%Y%m%d%H%M%S%f}"
    circumstances = Circumstances(
        kind=kind,
        occasion=f"{kind}:{row._meta.model_name}:{row.pk}:person:{person.pk}:{moment}",
        thread=thread_of(row.meeting, person),
        calendar=ical.request(row.meeting, person, method) if method else "",
        calendar_method=method,
        reply_to=Centre.objects.current().email,
        link_expires_on=open_until(row.meeting),
    )
    outbox.write(message, circumstances, person=person)


# --- Texts ------------------------------------------------------------------


def confirmation(row, person, by) -> Message:
    words = [
        in_words(row),
        _("Die Geschäftsstelle hat das für Sie eingetragen.") if by else "",
        _("Sie können das bis zum Beginn der Sitzung ändern."),
    ]
    return letter(
        row,
        person,
        RECEIPTS[row.response]() % name_and_day(row.meeting),
        " ".join(filter(None, words)),
        _("Antwort ansehen oder ändern"),
        [(_("Ihr Grund"), row.reason)] if row.reason else [],
    )


# A member's own refusal must not look like the cancellation of the session.
RECEIPTS = {
    Response.ACCEPTED: lambda: _("Ihre Zusage zur %s"),
    Response.DECLINED: lambda: _("Ihre Absage zur %s"),
    Response.DELEGATED: lambda: _("Ihre Vertretung in der %s"),
}


def in_words(row) -> str:
    if row.response == Response.ACCEPTED:
        return _("Sie haben zugesagt.")
    if row.response == Response.DECLINED:
        return _("Sie haben abgesagt.")
    if row.deputy:
        return _("%s vertritt Sie.") % row.deputy.full_name
    return _("Sie haben %s als Vertretung benannt. Die Geschäftsstelle bestätigt das noch.") % (
        row.deputy_name
    )


def appointed(row, person) -> Message:
    return letter(
        row,
        person,
        _("Sie vertreten %(organisation)s: %(meeting)s")
        % {
            "organisation": row.seat.organisation.short_name,
            "meeting": name_and_day(row.meeting),
        },
        as_member(row),
        _("Tagesordnung und Unterlagen öffnen"),
    )


def as_member(row) -> str:
    member = member_of(row)
    who = member.full_name if member else row.seat.organisation.name
    text = _("Sie vertreten %s und haben in dieser Sitzung alle Rechte des Mitglieds.")
    return f"{text % who} {_('Antworten müssen Sie nicht.')}"


def vacancy(row, person) -> Message:
    return letter(
        row,
        person,
        _("Können Sie einspringen? %s") % name_and_day(row.meeting),
        _("das Mitglied für %s kommt nicht. Sie sind die Stellvertretung.")
        % row.seat.organisation.short_name,
        _("Einspringen oder ansehen"),
    )


def released(row, person) -> Message:
    return letter(
        row,
        person,
        _("Vertretung aufgehoben: %s") % name_and_day(row.meeting),
        _("Sie vertreten in dieser Sitzung niemanden mehr. Vielen Dank für Ihre Bereitschaft."),
    )


def refusal(row, person, name, reason) -> Message:
    lead = _("%s kann Sie in dieser Sitzung nicht vertreten.") % name
    return letter(
        row,
        person,
        _("Bitte antworten Sie noch einmal: %s") % name_and_day(row.meeting),
        f"{lead} {_('Grund: %s') % reason}" if reason else lead,
        _("Neu antworten"),
    )


def may_enter(person, meeting):
    """Whose mandate begins later has no page to be led to yet."""
    return entitlement.may(person, entitlement.Act.ENTER, meeting)


def letter(row, person, subject, lead, act="", more=()) -> Message:
    return Message(
        subject=subject,
        title=subject,
        kicker=row.meeting.board.name,
        greeting=_("Guten Tag, %s,") % person.full_name,
        lead=lead,
        facts=[*facts(row.meeting), *more],
        acts=[Act(act, links.address())] if act and may_enter(person, row.meeting) else [],
        reason=_("Diese Nachricht gehört zu einer Sitzung, an der Sie beteiligt sind."),
        is_example=row.meeting.is_example,
    )


def name_and_day(meeting) -> str:
    day = day_month_year(meeting.held_on)
    return _("%(title)s am %(day)s") % {"title": meeting.title, "day": day}


def facts(meeting) -> list[tuple[str, str]]:
    found = facts_of(meeting)
    rows = [(_("Wann"), found.when), (_("Wo"), found.where)]
    return [(label, value) for label, value in rows if value]
