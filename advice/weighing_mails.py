"""
Mails of a weighing: the question, one reminder, the result.

They share a thread per person: once it is closed, what still waits is dropped
and the result goes out instead.
"""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advice.models import Topic
from advice.ranking import ranking
from meetings import entitlement
from meetings.facts import long_date
from meetings.ical import flat
from partners.models import Centre, Person
from partners.reader import Reader
from post import links, outbox
from post.messages import Act, Message, Section
from post.models import Mail
from post.outbox import Circumstances

QUESTION, REMINDER, RESULT = "weighing", "weighing_reminder", "weighing_result"
LINK_DAYS = 30


def thread_of(weighing, person) -> str:
    return f"weighing:{weighing.pk}:person:{person.pk}"


def occasion_of(weighing, person, kind) -> str:
    return f"{kind}:{weighing.pk}:person:{person.pk}"


def send(weighing, person, kind, message):
    """Write the mail, once of its kind; nothing to somebody without an address."""
    if not person.email:
        return None
    circumstances = Circumstances(
        kind=kind,
        occasion=occasion_of(weighing, person, kind),
        thread=thread_of(weighing, person),
        reply_to=Centre.objects.current().email,
        link_expires_on=weighing.due_on + dt.timedelta(days=LINK_DAYS),
    )
    return outbox.write(message, circumstances, person=person)


# --- The question ---------------------------------------------------------------


def ask(weighing, asked):
    return send(weighing, asked.person, QUESTION, question(weighing, asked))


def question(weighing, asked) -> Message:
    """Return the mail to a member, or to a deputy for information."""
    subject = _("Themen gewichten bis %(day)s: %(title)s") % {
        "day": f"{weighing.due_on:%d.%m.%Y}",
        "title": flat(weighing.title),
    }
    return letter(
        weighing,
        asked.person,
        subject=subject,
        lead=lead_to(asked),
        facts=facts(weighing, asked),
        sections=[Section(_("Zur Wahl stehen"), titles(weighing))],
        act=_("Punkte vergeben") if asked.votes else _("Ansehen"),
        paragraphs=[how_it_goes(asked)],
    )


def lead_to(asked) -> str:
    if asked.votes:
        return _("welche Themen sind Ihnen am wichtigsten? Verteilen Sie bitte fünf Punkte.")
    return _("zu Ihrer Kenntnis: Das Mitglied, das Sie vertreten, verteilt fünf Punkte auf Themen.")


def how_it_goes(asked) -> str:
    if not asked.votes:
        return _(
            "Ist das Mitglied verhindert, vergeben Sie die Punkte. Sie zählen nur, solange das "
            "Mitglied nicht selbst welche vergibt."
        )
    return _(
        "Jeder Sitz hat fünf Punkte, alle für ein Thema oder auf mehrere verteilt. Bis zum Ende "
        "können Sie das ändern; das Ergebnis ist bis dahin verborgen und geht dann an alle."
    )


def facts(weighing, asked) -> list[tuple[str, str]]:
    return [
        (_("Gewichten bis"), _("%s, 24:00 Uhr") % long_date(weighing.due_on)),
        (_("Ihre Punkte für"), organisations(asked)),
    ]


def organisations(asked) -> str:
    return ", ".join(flat(one.seat.organisation.short_name) for one in asked.places)


def titles(weighing) -> list[str]:
    return [flat(one.title) for one in weighing.topics.all()]


# --- While it runs --------------------------------------------------------------


def remind(weighing, asked):
    """Remind once; tell whether that was now."""
    person = asked.person
    if not person.email:
        return False
    if Mail.objects.filter(occasion=occasion_of(weighing, person, REMINDER)).exists():
        return False
    message = letter(
        weighing,
        person,
        subject=_("Ihre Punkte fehlen noch: %s") % flat(weighing.title),
        lead=_("zur Erinnerung: Die Gewichtung läuft, und Ihre Punkte fehlen noch."),
        facts=facts(weighing, asked),
        act=_("Punkte vergeben"),
    )
    return bool(send(weighing, person, REMINDER, message))


def drop_reminders(weighing, seat):
    """A reminder that still waits is of no use once the seat has given its points."""
    mandates = entitlement.sitting(weighing).filter(seat=seat)
    for person in Person.objects.filter(pk__in=mandates.values("person")):
        outbox.supersede(thread_of(weighing, person), kind=REMINDER)


# --- The result -----------------------------------------------------------------


def readers_of(weighing) -> list[Person]:
    """Return members and deputies of the board today."""
    mandates = entitlement.sitting(weighing)
    return list(Person.objects.filter(pk__in=mandates.values("person")).order_by("pk"))


def tell_result(weighing):
    """Ask and remind nobody any more, and tell everybody what came of it, once."""
    ranks = ranking(weighing)
    for person in readers_of(weighing):
        for kind in (QUESTION, REMINDER):
            outbox.supersede(thread_of(weighing, person), kind=kind)
        send(weighing, person, RESULT, result(weighing, person, ranks))


def result(weighing, person, ranks) -> Message:
    seen = set(Topic.objects.visible_to(Reader(person)).values_list("pk", flat=True))
    return letter(
        weighing,
        person,
        subject=_("Ergebnis der Gewichtung: %s") % flat(weighing.title),
        lead=_("die Gewichtung ist beendet."),
        sections=[Section(_("Ergebnis"), [line_of(one) for one in ranks if one.topic.pk in seen])],
        act=_("Ergebnis ansehen"),
    )


def line_of(rank) -> str:
    points = ngettext("%d Punkt", "%d Punkte", rank.points) % rank.points
    return f"{rank.place}. {flat(rank.topic.title)}: {points}"


def letter(weighing, person, subject, act, **parts) -> Message:
    return Message(
        subject=subject,
        title=subject,
        kicker=flat(weighing.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        acts=[Act(act, links.address(path=f"gewichtung/{weighing.pk}/"))],
        reason=_(
            "Sie bekommen diese Mail, weil Sie dem Gremium angehören. Der Link darin gilt nur "
            "für Sie."
        ),
        is_example=weighing.is_example,
        **parts,
    )
