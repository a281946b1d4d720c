"""Who is told of minutes: whoever may read them today, one mail each."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings import entitlement, facts
from meetings.ical import flat
from meetings.tasks import mails as task_mails
from partners.models import Centre, Person
from post import links, outbox
from post.messages import Act, Message, Section
from post.outbox import Circumstances

KIND = "minutes"
LINK_DAYS = 30


def readers_of(meeting) -> list[Person]:
    """Return who may read the minutes today, in the order of their names."""
    return list(entitlement.readers(meeting).order_by("family_name", "given_name", "pk"))


def without_address(meeting) -> list[Person]:
    return [one for one in readers_of(meeting) if not one.email]


def tell_of_release(minutes, version, tasks):
    """Write to everybody with an address; `tasks` are those noted, by person."""
    readers = [one for one in readers_of(minutes.meeting) if one.email]
    for person in readers:
        message = released(minutes, person, tasks.get(person, []))
        send(minutes, version, person, message)
    for person, mine in tasks.items():
        if person not in readers:
            task_mails.tell(person, mine)


def tell_of_correction(minutes, version):
    for person in readers_of(minutes.meeting):
        if person.email:
            send(minutes, version, person, corrected(minutes, person, version.reason))


def tell_of_amendment(minutes, version):
    for person in readers_of(minutes.meeting):
        if person.email:
            send(minutes, version, person, amended(minutes, person, version))


def send(minutes, version, person, message):
    days = max(minutes.objections_until - timezone.localdate(), dt.timedelta())
    circumstances = Circumstances(
        kind=KIND,
        occasion=f"minutes:{minutes.pk}:{version.number}:person:{person.pk}",
        thread=f"minutes:{minutes.pk}:person:{person.pk}",
        reply_to=Centre.objects.current().email,
        link_expires_on=timezone.localdate() + days + dt.timedelta(days=LINK_DAYS),
    )
    return outbox.write(message, circumstances, person=person)


def released(minutes, person, tasks) -> Message:
    meeting = minutes.meeting
    until = facts.long_date(minutes.objections_until)
    sections = [Section(_("Ihre Aufgaben"), [task_mails.line_of(one) for one in tasks])]
    return letter(
        meeting,
        person,
        subject=_("Protokoll der %s") % facts.full_title(meeting),
        lead=_("das Protokoll der %s liegt vor.") % facts.full_title(meeting),
        facts=[
            (_("Sitzung"), facts.long_date(meeting.held_on)),
            (_("Einwendungen bis"), until),
        ],
        sections=sections if tasks else [],
        paragraphs=[
            _("Stimmt etwas nicht? Dann sagen Sie es uns bitte bis dahin, am besten zum TOP.")
        ],
    )


def corrected(minutes, person, reason) -> Message:
    meeting = minutes.meeting
    return letter(
        meeting,
        person,
        subject=_("Berichtigt: Protokoll der %s") % facts.full_title(meeting),
        lead=_("das genehmigte Protokoll der %s ist berichtigt.") % facts.full_title(meeting),
        facts=[(_("Sitzung"), facts.long_date(meeting.held_on)), (_("Grund"), flat(reason))],
    )


def amended(minutes, person, version) -> Message:
    meeting, until = minutes.meeting, ""
    if minutes.takes_objections:
        until = facts.long_date(minutes.objections_until)
    return letter(
        meeting,
        person,
        subject=_("Geändert: Protokoll der %s") % facts.full_title(meeting),
        lead=_("vom Protokoll der %s liegt eine geänderte Fassung vor.")
        % facts.full_title(meeting),
        facts=[
            (_("Sitzung"), facts.long_date(meeting.held_on)),
            (_("Geändert"), flat(version.reason)),
            *([(_("Einwendungen bis"), until)] if until else []),
        ],
        paragraphs=[
            _(
                "Was sich im Wortlaut geändert hat, steht beim Protokoll unter „Fassungen“. Über "
                "das Protokoll entscheidet das Gremium in der nächsten Sitzung."
            )
        ],
    )


def letter(meeting, person, subject, **parts) -> Message:
    return Message(
        subject=subject,
        title=subject,
        kicker=flat(meeting.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        acts=[
            Act(_("Protokoll lesen"), links.address(path=f"sitzungen/{meeting.slug}/protokoll/"))
        ],
        reason=_(
            "Sie bekommen diese Mail, weil Sie dem Gremium angehören. Der Link darin gilt nur "
            "für Sie."
        ),
        is_example=meeting.is_example,
        **parts,
    )
