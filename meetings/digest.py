"""What is overdue in the office, in one mail a day; none on a day without."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.visibility import Visibility
from meetings import facts
from meetings.minutes import due as minutes_due
from meetings.models import Dispatch, Meeting, Minutes, Resolution, Task
from meetings.preparation import Preparation
from meetings.reminders import is_open
from meetings.resolutions.due import waiting as waiting_circulars
from meetings.rights import SENDING
from meetings.tasks.due import waiting
from meetings.turnout import turnout
from partners.models import Board, Centre
from post import outbox
from post.messages import Act, Message, Section
from post.models import Mail
from post.outbox import Circumstances
from post.scope import mails_of

KIND = "digest"
UNTOLD = {
    Dispatch.Kind.CHANGE: gettext_lazy("Die Änderung ist noch nicht mitgeteilt."),
    Dispatch.Kind.CANCELLATION: gettext_lazy("Die Absage ist noch nicht mitgeteilt."),
}
# Whoever has not marked a session as held by then will not do so for a mail.
LOOK_BACK = dt.timedelta(days=30)


@dataclass(frozen=True)
class Reader:
    """Somebody of the office, or the centre's own address when nobody has the right."""

    key: str
    address: str
    name: str
    boards: object
    mails: object
    # Tells whether the reader has a right.
    sees: Callable[[str], bool] = bool


def readers() -> list[Reader]:
    """Return who sends invitations: people with the rights, else superusers, else the centre."""
    staff = list(User.objects.filter(is_staff=True, is_active=True))
    able = [one for one in staff if one.has_perms(SENDING)]
    chosen = [one for one in able if not one.is_superuser] or able
    if chosen:
        return [reader(one) for one in chosen]
    centre = Centre.objects.current()
    everything = Reader("centre", centre.email, centre.name, Board.objects.all(), failed())
    return [everything] if centre.email else []


def reader(user) -> Reader:
    is_restricted = not user.is_superuser and user.assigned_boards.exists()
    return Reader(
        key=str(user.pk),
        address=user.email,
        name=str(user),
        boards=Board.objects.maintained_by(user),
        mails=mails_of(failed(), user) if is_restricted else failed(),
        sees=user.has_perm,
    )


def failed():
    return Mail.objects.failed().filter(is_secret=False)


def send_all(today=None, more=()) -> int:
    """
    Write today's digests, each once; return to how many people.

    `more` are what apps to the right have to say: functions of the reader's
    boards and the day that return a Section (`needs`).
    """
    today = today or timezone.localdate()
    written = 0
    for one in readers():
        if not is_written(one, today) and (sections := open_steps(one, today, more)):
            outbox.write(
                message(sections),
                Circumstances(kind=KIND, occasion=occasion(one, today)),
                address=one.address,
                name=one.name,
            )
            written += 1
    return written


def occasion(reader, today) -> str:
    return f"{KIND}:{reader.key}:{today}"


def is_written(reader, today) -> bool:
    return Mail.objects.filter(occasion=occasion(reader, today)).exists()


# --- What is open -----------------------------------------------------------


def open_steps(reader, today, more=()) -> list[Section]:
    """Return a section for each session with something overdue, and one for the post."""
    meetings = (
        Meeting.objects.filter(board__in=reader.boards, held_on__gte=today - LOOK_BACK)
        .exclude(state=Meeting.State.HELD)
        .select_related("board")
        .order_by("held_on", "pk")
    )
    found = [Section(heading(one), list(steps_of(one, today, reader))) for one in meetings]
    if reader.sees("meetings.view_minutes"):
        found.append(Section(_("Protokolle"), list(minutes_lines(reader, today))))
    if reader.sees("meetings.view_resolution"):
        found.append(Section(_("Umlaufbeschlüsse"), circular_lines(reader)))
    if reader.sees("meetings.view_task"):
        found.append(Section(_("Aufgaben"), task_lines(reader, today)))
    found += [one(reader.boards, today) for one in more if reader.sees(one.right)]
    found.append(Section(_("Post"), post_lines(reader)))
    return [one for one in found if one.lines]


def heading(meeting) -> str:
    day = facts.day_month_year(meeting.held_on)
    return _("%(name)s am %(day)s") % {"name": facts.full_title(meeting), "day": day}


def minutes_lines(reader, today):
    """Yield what is late about minutes."""
    minutes = Minutes.objects.filter(meeting__board__in=reader.boards)
    for one in minutes_due.waiting(minutes, today):
        if one.is_late:
            yield f"{facts.full_title(one.minutes.meeting)}: {one.text}."


def circular_lines(reader) -> list[str]:
    """Return what the office has to do about circular resolutions."""
    resolutions = Resolution.objects.filter(board__in=reader.boards)
    return [f"{one.resolution}: {one.text}." for one in waiting_circulars(resolutions)]


def task_lines(reader, today) -> list[str]:
    tasks = Task.objects.filter(board__in=reader.boards)
    return [f"{one.text}." for one in waiting(tasks, today)]


def needs(right):
    """Mark a section for `send_all` with the right its reader has to have."""

    def marked(section):
        section.right = right
        return section

    return marked


def steps_of(meeting, today, reader):
    known = Preparation(meeting, today)
    # The way back: reports are of an app to the right.
    round_ = getattr(meeting, "reporting_round", None)
    if round_ and reader.sees("projects.view_reportinground"):
        yield from round_.waiting_words(today)
    for one in known.overdue:
        values = {"what": one.deadline.label, "day": facts.day_month_year(one.deadline.due_on)}
        yield _("%(what)s: fällig war der %(day)s.") % values
    if known.next_kind in UNTOLD:
        yield str(UNTOLD[known.next_kind])
    if meeting.state == Meeting.State.INVITED and meeting.visibility == Visibility.OFFICE:
        yield _("Eingeladen ist, aber nur die Geschäftsstelle sieht die Sitzung.")
    if known.awaits_mark:
        yield _("Die Sitzung ist vorbei, aber noch nicht als durchgeführt vermerkt.")
    if not meeting.is_cancelled and not known.is_over:
        yield from answers_of(meeting, today)


def answers_of(meeting, today):
    expected = turnout(meeting)
    unconfirmed = len(expected.unconfirmed)
    proposals = meeting.proposals.open().count()
    if is_open(meeting) and today > meeting.answers_due and expected.missing:
        yield f"{expected.missing}."
    if unconfirmed:
        yield (
            ngettext(
                "%d benannte Vertretung wartet auf Bestätigung.",
                "%d benannte Vertretungen warten auf Bestätigung.",
                unconfirmed,
            )
            % unconfirmed
        )
    if proposals:
        text = ngettext(
            "%d Vorschlag für die Tagesordnung ist offen.",
            "%d Vorschläge für die Tagesordnung sind offen.",
            proposals,
        )
        yield text % proposals


def post_lines(reader) -> list[str]:
    count = reader.mails.count()
    if not count:
        return []
    text = ngettext("%d Mail war nicht zustellbar.", "%d Mails waren nicht zustellbar.", count)
    return [text % count]


def message(sections) -> Message:
    count = sum(len(one.lines) for one in sections)
    subject = ngettext("%d Schritt ist offen", "%d Schritte sind offen", count) % count
    return Message(
        subject=subject,
        title=subject,
        kicker=_("Geschäftsstelle"),
        acts=[Act(_("„Heute“ öffnen"), settings.SITE_URL + reverse("admin:index"))],
        sections=sections,
        reason=_("Diese Übersicht kommt höchstens einmal am Tag und nur, wenn etwas offen ist."),
    )
