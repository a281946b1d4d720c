"""What sessions need now: lines for the office's start page, the most urgent session first."""

import datetime as dt
from itertools import chain

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from meetings.admin.assistant import READ, Assistant, sending
from meetings.facts import clock
from meetings.models import Dispatch, Meeting
from meetings.preparation import Preparation
from meetings.rights import SENDING

Kind = Dispatch.Kind
LOOK_BACK = dt.timedelta(days=90)
LOOK_AHEAD_DAYS = 14
NEWS = {
    Kind.CHANGE: gettext_lazy("Änderung noch nicht mitgeteilt"),
    Kind.CANCELLATION: gettext_lazy("Absage noch nicht mitgeteilt"),
}


def session_lines(request, meetings, line):
    """Yield what waits in `meetings`, as `line(text, url, act)`; only to those who may act."""
    if not request.user.has_perm("meetings.change_meeting"):
        return
    may_send = request.user.has_perms(SENDING)
    for meeting in prepared(meetings):
        known = Preparation(meeting)
        today = running(meeting, request.user)
        last = [] if today else afterwards(known)
        for text, url, act in chain(today, duties(known, may_send), papers(known), last):
            yield line(f"{meeting.title} – {meeting.board}: {text}", url, act)


def prepared(meetings):
    """Return the sessions about which something may have to be done, with what tells so."""
    since = timezone.localdate() - LOOK_BACK
    found = meetings.filter(held_on__gte=since).exclude(state=Meeting.State.HELD)
    return found.select_related("board").prefetch_related(*READ).order_by("held_on", "pk")


def page_of(meeting, part=""):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk]) + part


def running(meeting, user):
    """Return the way to the cockpit on the day of the session, where it is marked as held."""
    is_today = meeting.held_on == timezone.localdate()
    step = Assistant(meeting, user).cockpit if is_today else None
    when = ", ".join(filter(None, [_("heute"), clock(meeting)]))
    return [(when, step.url, step.label)] if step else []


def duties(known, may_send):
    kind = known.duty
    if not kind or not may_send:
        return
    text = NEWS.get(kind) or until(known, kind)
    if text:
        step = sending(known.meeting, kind)
        yield text, step.url, step.label


def until(known, code):
    """Return up to when the step is due, or "" while that is far."""
    one = next((one for one in known.watched if one.deadline.code == code), None)
    if one is None or not one.is_due_within(LOOK_AHEAD_DAYS):
        return ""
    label, day = one.deadline.label, f"{one.deadline.due_on:%d.%m.%Y}"
    if one.is_overdue:
        words = _("%(step)s war bis %(day)s fällig")
        if code == "papers":
            words = _("%(step)s waren bis %(day)s fällig")
        return words % {"step": label, "day": day}
    return _("%(step)s bis %(day)s") % {"step": label, "day": day}


def papers(known):
    if text := until(known, "papers"):
        yield text, page_of(known.meeting, "#documents-group"), _("hochladen")


def afterwards(known):
    if known.awaits_mark:
        yield _("Termin ist vorbei"), page_of(known.meeting), _("als durchgeführt vermerken")
