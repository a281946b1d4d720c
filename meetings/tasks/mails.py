"""Mails on tasks: to who does them, once when announced and then around the due date."""

import datetime as dt

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.ical import flat
from partners.models import Centre
from post import links, outbox
from post.messages import Act, Message, Section
from post.outbox import Circumstances

LINK_DAYS = 90


def tell(person, tasks):
    """Write one mail on new `tasks`; nothing to somebody without an address."""
    if not person.email:
        return None
    keys = "-".join(str(one.pk) for one in tasks)
    count = len(tasks)
    subject = ngettext("Ihre Aufgabe: %s", "Ihre %d Aufgaben", count) % (
        flat(tasks[0].title) if count == 1 else count
    )
    lead = ngettext(
        "eine Aufgabe aus dem Gremium ist bei Ihnen.",
        "diese Aufgaben aus dem Gremium sind bei Ihnen.",
        count,
    )
    return send(person, tasks, "task", f"task:{keys}:person:{person.pk}", subject, lead)


def remind(person, tasks, today):
    """Write one mail on what is due soon, today, or overdue, once a day."""
    late = sum(one.due_on < today for one in tasks)
    subject = (
        ngettext("%d Aufgabe ist überfällig", "%d Aufgaben sind überfällig", late) % late
        if late
        else ngettext("%d Aufgabe ist bald fällig", "%d Aufgaben sind bald fällig", len(tasks))
        % len(tasks)
    )
    lead = _("zur Erinnerung: Das ist bei Ihnen offen.")
    occasion = f"task_reminder:{person.pk}:{today}"
    return send(person, tasks, "task_reminder", occasion, subject, lead)


def send(person, tasks, kind, occasion, subject, lead):
    message = Message(
        subject=subject,
        title=subject,
        kicker=flat(tasks[0].board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        lead=lead,
        sections=[Section(_("Was – bis wann"), [line_of(one) for one in tasks])],
        acts=[Act(_("Aufgaben öffnen"), links.address(path="#aufgaben"))],
        paragraphs=[_("Erledigt? Das vermerken Sie dort mit einem Klick.")],
        reason=_("Sie bekommen diese Mail, weil die Aufgabe bei Ihnen liegt."),
        is_example=any(one.is_example for one in tasks),
    )
    circumstances = Circumstances(
        kind=kind,
        occasion=occasion,
        thread=f"tasks:person:{person.pk}",
        reply_to=Centre.objects.current().email,
        link_expires_on=timezone.localdate() + dt.timedelta(days=LINK_DAYS),
    )
    return outbox.write(message, circumstances, person=person)


def line_of(task) -> str:
    if task.due_on is None:
        return flat(task.title)
    day = formats.date_format(task.due_on, "j. F Y")
    return _("%(title)s – bis %(day)s") % {"title": flat(task.title), "day": day}
