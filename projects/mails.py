"""Mails to those who report: the request, and the reminder while something is missing."""

from django.utils.translation import gettext as _

from meetings import facts
from meetings.access import open_until
from meetings.ical import flat
from partners.models import Centre
from post import links, outbox
from post.messages import Act, Message, Section
from post.outbox import Circumstances

REQUEST, REMINDER = "report_request", "report_reminder"


def thread_of(round_, person) -> str:
    """Name what mails follow each other; it begins as all do that belong to a session's board."""
    return f"meeting:{round_.meeting_id}:reports:{person.pk}"


def ask(round_, letter, now):
    # With the moment: a contact who comes back after somebody else is asked again.
    occasion = f"{REQUEST}:{round_.pk}:{now:%Y-%m-%dT%H:%M:%S.%f}:person:{letter.person.pk}"
    return send(round_, letter.person, request_message(round_, letter), REQUEST, occasion)


def remind(round_, letter, stage):
    occasion = f"{REMINDER}:{round_.pk}:{round_.due_on}:{stage}:person:{letter.person.pk}"
    return send(round_, letter.person, reminder_message(round_, letter), REMINDER, occasion)


def send(round_, person, message, kind, occasion):
    circumstances = Circumstances(
        kind=kind,
        occasion=occasion,
        thread=thread_of(round_, person),
        reply_to=Centre.objects.current().email,
        link_expires_on=open_until(round_.meeting),
    )
    return outbox.write(message, circumstances, person=person)


def request_message(round_, letter) -> Message:
    values = named(round_.meeting)
    return message(
        round_,
        letter,
        subject=_("Bitte um Ihren Bericht: %(name)s am %(day)s") % values,
        title=_("Wie stehen Ihre Projekte?"),
        lead=_("für die %(name)s bitten wir Sie um einen kurzen Bericht je Projekt.") % values,
    )


def reminder_message(round_, letter) -> Message:
    values = named(round_.meeting)
    return message(
        round_,
        letter,
        subject=_("Ihr Bericht fehlt noch: %(name)s am %(day)s") % values,
        title=_("Ihr Bericht fehlt noch"),
        lead=_("zur %(name)s fehlt uns noch Ihr Bericht. Er hilft auch nach der Frist.") % values,
    )


def message(round_, letter, **words) -> Message:
    meeting = round_.meeting
    partners = ", ".join(flat(one.organisation.short_name) for one in letter.requests)
    return Message(
        kicker=flat(meeting.board.name),
        greeting=_("Guten Tag, %s,") % flat(letter.person.full_name),
        facts=[
            (_("Sitzung"), facts.long_date(meeting.held_on)),
            (_("Bericht bis"), facts.long_date(round_.due_on)),
        ],
        sections=[
            Section(flat(one.organisation.name), [flat(project.title) for project in one.projects])
            for one in letter.requests
        ],
        acts=[Act(_("Bericht schreiben"), links.address(path="berichte/"))],
        paragraphs=[
            _(
                "Das Formular beginnt mit dem, was Sie zuletzt berichtet haben. Sie können "
                "zwischenspeichern und Ihren Bericht bis zur Sitzung ändern."
            )
        ],
        reason=_(
            "Sie bekommen diese Mail, weil Sie für %s berichten. Der Link darin gilt nur für Sie."
        )
        % partners,
        is_example=meeting.is_example,
        **words,
    )


def named(meeting) -> dict[str, str]:
    return {"name": facts.full_title(meeting), "day": facts.day_month_year(meeting.held_on)}
