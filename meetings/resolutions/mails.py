"""
Mails of a circular procedure: the question, reminders, code, receipt and result.

All but the code share a thread per person: once the procedure is closed, a
question that still waits is dropped and the result goes out instead.
"""

import datetime as dt
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import grouped
from meetings import entitlement
from meetings.facts import day_month_year, long_date
from meetings.ical import flat
from meetings.models import Choice, Resolution
from meetings.procedure.circular import end_of
from partners.models import Centre, Person
from post import links, outbox
from post.messages import Act, Message, Section
from post.models import Mail
from post.outbox import Circumstances

QUESTION, REMINDER, RECEIPT, RESULT, CODE = (
    "circular",
    "circular_reminder",
    "circular_receipt",
    "circular_result",
    "circular_code",
)
LINK_DAYS = 30


def thread_of(resolution, person) -> str:
    return f"circular:{resolution.pk}:person:{person.pk}"


def occasion_of(resolution, person, kind, part="") -> str:
    return ":".join(filter(None, [kind, f"{resolution.pk}:person:{person.pk}", part]))


def send(resolution, person, kind, message, part=""):
    """Write the mail, once for each `part` of its kind; nothing to somebody without an address."""
    if not person.email:
        return None
    circumstances = Circumstances(
        kind=kind,
        occasion=occasion_of(resolution, person, kind, part),
        thread=thread_of(resolution, person),
        reply_to=Centre.objects.current().email,
        link_expires_on=resolution.due_on + dt.timedelta(days=LINK_DAYS),
    )
    return outbox.write(message, circumstances, person=person)


# --- The question -------------------------------------------------------------


def ask(resolution, asked):
    return send(resolution, asked.person, QUESTION, question(resolution, asked))


def question(resolution, asked) -> Message:
    """Return the mail to a member, or to a deputy for information; `closes_at` has to be set."""
    subject = _("Umlaufbeschluss bis %(day)s: %(title)s") % {
        "day": f"{resolution.due_on:%d.%m.%Y}",
        "title": flat(resolution.title),
    }
    return letter(
        resolution,
        asked.person,
        subject=subject,
        lead=lead_to(asked),
        facts=[*until(resolution), (_("Ihre Stimme für"), organisations(asked))],
        sections=wording(resolution),
        act=_("Lesen und abstimmen") if asked.votes else _("Lesen"),
        paragraphs=[how_it_goes(asked)],
    )


def lead_to(asked) -> str:
    if asked.votes:
        return _("bitte stimmen Sie schriftlich ab, außerhalb einer Sitzung.")
    return _("zu Ihrer Kenntnis: Das Mitglied, das Sie vertreten, ist um seine Stimme gebeten.")


def how_it_goes(asked) -> str:
    if not asked.votes:
        return _(
            "Ist das Mitglied verhindert, stimmen Sie ab. Ihre Stimme zählt nur, solange das "
            "Mitglied nicht selbst abstimmt."
        )
    return _(
        "Sie beantworten zwei Fragen: ob Sie mit dem Umlauf einverstanden sind, und wie Sie in "
        "der Sache stimmen. Ein Widerspruch gegen den Umlauf beendet ihn; die Sache kommt dann auf "
        "die Tagesordnung der nächsten Sitzung. Bis zum Ende können Sie Ihre Stimme ändern."
    )


def organisations(asked) -> str:
    return ", ".join(flat(one.seat.organisation.short_name) for one in asked.places)


def until(resolution) -> list[tuple[str, str]]:
    return [(_("Stimmen bis"), _("%s, 24:00 Uhr") % long_date(resolution.due_on))]


def wording(resolution) -> list[Section]:
    parts = [(_("Wortlaut"), resolution.text), (_("Begründung"), resolution.reason)]
    return [Section(label, lines(text)) for label, text in parts if lines(text)]


def lines(text) -> list[str]:
    return [one for part in text.splitlines() if (one := flat(part))]


# --- While it runs ------------------------------------------------------------


def remind(resolution, asked, part):
    """Remind once for each `part` of the way to the deadline; tell whether that was now."""
    person = asked.person
    if Mail.objects.filter(occasion=occasion_of(resolution, person, REMINDER, part)).exists():
        return False
    subject = _("Ihre Stimme fehlt noch: %s") % flat(resolution.title)
    message = letter(
        resolution,
        person,
        subject=subject,
        lead=_("zur Erinnerung: Der Umlaufbeschluss läuft, und Ihre Stimme fehlt noch."),
        facts=[*until(resolution), (_("Ihre Stimme für"), organisations(asked))],
        act=_("Lesen und abstimmen"),
    )
    return bool(send(resolution, person, REMINDER, message, part))


def drop_reminders(resolution, person):
    outbox.supersede(thread_of(resolution, person), kind=REMINDER)


def send_code(resolution, person, code):
    """Queue the code; one still waiting to go out is of no use any more."""
    thread = f"circular-code:{resolution.pk}:person:{person.pk}"
    outbox.supersede(thread)
    message = Message(
        subject=_("Ihr Code für die Abstimmung"),
        title=_("Ihr Code für die Abstimmung"),
        kicker=flat(resolution.board.name),
        facts=[
            (_("Code"), grouped(code)),
            (_("Gültig"), _("10 Minuten, für eine Stimme")),
            (_("Umlaufbeschluss"), flat(resolution.title)),
        ],
        paragraphs=[
            _("Geben Sie den Code auf der Seite ein, auf der Sie ihn angefordert haben."),
            _("Geben Sie ihn niemandem weiter; wir fragen nie danach."),
        ],
        reason=_(
            "Jemand hat ihn auf Ihrer persönlichen Seite angefordert. Waren Sie das nicht, "
            "brauchen Sie nichts zu tun: Ohne den Code zählt keine Stimme."
        ),
        is_example=resolution.is_example,
    )
    occasion = f"circular-code:{secrets.token_hex(16)}"
    circumstances = Circumstances(CODE, occasion, thread, is_secret=True)
    return outbox.write(message, circumstances, person=person)


def confirm(vote):
    """Send the receipt for the vote as it is now; one that still waits is dropped."""
    resolution, person = vote.resolution, vote.person
    outbox.supersede(thread_of(resolution, person), kind=RECEIPT)
    drop_reminders(resolution, person)
    message = letter(
        resolution,
        person,
        subject=_("Ihre Stimme ist eingegangen: %s") % flat(resolution.title),
        lead=_("diese Stimme haben wir für %s vermerkt.") % flat(vote.seat.organisation.name),
        facts=[
            (_("Umlauf"), procedure_words(vote.procedure)),
            (_("In der Sache"), vote.get_vote_display()),
            (_("Eingegangen"), moment(vote.cast_at)),
        ],
        act=_("Ansehen oder ändern"),
        paragraphs=[
            _("Bis zum Ende des Umlaufs am %s gilt die letzte.") % end_of(resolution.closes_at)
        ],
    )
    return send(resolution, person, RECEIPT, message, f"{vote.cast_at:%Y%m%d%H%M%S%f}")


def procedure_words(choice) -> str:
    words = {Choice.YES: _("einverstanden"), Choice.NO: _("nicht einverstanden")}
    return words.get(choice, _("Enthaltung"))


def moment(at) -> str:
    at = timezone.localtime(at)
    return _("%(day)s, %(time)s Uhr") % {"day": day_month_year(at), "time": f"{at:%H:%M}"}


# --- The result ---------------------------------------------------------------


def readers_of(resolution) -> list[Person]:
    """Return members and deputies of the board today; they may read the result."""
    mandates = entitlement.sitting(resolution)
    return list(Person.objects.filter(pk__in=mandates.values("person")).order_by("pk"))


def tell_result(resolution):
    """Ask and remind nobody any more, and tell everybody what came of it, once."""
    for person in readers_of(resolution):
        for kind in (QUESTION, REMINDER):
            outbox.supersede(thread_of(resolution, person), kind=kind)
        send(resolution, person, RESULT, result(resolution, person))


def result(resolution, person) -> Message:
    state = resolution.get_state_display()
    facts = [(_("Ergebnis"), state), (_("Rechenweg"), flat(resolution.explanation))]
    if resolution.number:
        facts.append((_("Im Verzeichnis"), _("Beschluss %d") % resolution.number))
    return letter(
        resolution,
        person,
        subject=_("Umlaufbeschluss %(state)s: %(title)s")
        % {"state": state, "title": flat(resolution.title)},
        lead=_("der Umlauf ist beendet."),
        facts=facts,
        sections=wording(resolution),
        act=_("Ergebnis ansehen"),
        paragraphs=next_steps(resolution),
    )


def next_steps(resolution) -> list[str]:
    if resolution.state != Resolution.State.FAILED:
        return [_("Das Protokoll der nächsten Sitzung vermerkt den Beschluss.")]
    item = resolution.continued_in
    if item is None:
        return []
    meeting = item.meeting
    words = _("Die Sache steht auf der Tagesordnung der %(title)s am %(day)s.")
    return [words % {"title": meeting.title, "day": day_month_year(meeting.held_on)}]


def letter(resolution, person, subject, act, **parts) -> Message:
    return Message(
        subject=subject,
        title=subject,
        kicker=flat(resolution.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        acts=[Act(act, links.address(path=f"umlauf/{resolution.pk}/"))],
        reason=_(
            "Sie bekommen diese Mail, weil Sie dem Gremium angehören. Der Link darin gilt nur "
            "für Sie."
        ),
        is_example=resolution.is_example,
        **parts,
    )
