"""What the office has to do next about minutes, and approval by silence."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.minutes import acts
from meetings.minutes.decided import decision_on
from meetings.models import Meeting, Minutes, MinutesVersion, Objection
from meetings.planning import rules_for
from meetings.procedure import minutes_dates

State = Minutes.State


@dataclass(frozen=True)
class Waiting:
    """A step that waits, and whether it is late already."""

    minutes: Minutes
    text: str
    act: str
    is_late: bool
    # The name of the office's page to go to.
    page: str = "change"


def waiting(minutes, today=None) -> list[Waiting]:
    """Return in words what of `minutes` waits for the office, the oldest session first."""
    today = today or timezone.localdate()
    ended = Q(meeting__state=Meeting.State.HELD) | Q(meeting__held_on__lt=today)
    found = (
        minutes.exclude(state=State.APPROVED)
        .filter(ended)
        .select_related("meeting__board")
        .prefetch_related("meeting__board__rules")
        .annotate(
            unanswered=Count("objections", filter=Q(objections__outcome="open")),
            owes_version=Exists(accepted_since()),
        )
        .order_by("meeting__held_on", "pk")
    )
    return [line for one in found for line in steps_of(one, today)]


def accepted_since():
    """Return the objections that the office has accepted since the version read now."""
    last = MinutesVersion.objects.filter(minutes=OuterRef("minutes")).order_by("-number")
    return Objection.objects.filter(
        minutes=OuterRef("pk"),
        outcome=Objection.Outcome.ACCEPTED,
        answered_at__gt=Subquery(last.values("made_at")[:1]),
    )


def steps_of(minutes, today):
    if not minutes.is_released:
        due = minutes_dates(minutes.meeting.held_on, rules_for(minutes.meeting))[0].due_on
        is_late = due < today
        text = _("Protokoll war bis %s fällig") if is_late else _("Protokoll bis %s")
        yield Waiting(minutes, text % f"{due:%d.%m.%Y}", _("fertigstellen"), is_late)
        return
    is_over = minutes.objections_until < today
    if count := minutes.unanswered:
        text = ngettext(
            "%d Einwendung zum Protokoll ist offen",
            "%d Einwendungen zum Protokoll sind offen",
            count,
        )
        yield Waiting(minutes, text % count, _("beantworten"), is_over)
    elif minutes.owes_version:
        text = _("Einwendung übernommen, die geänderte Fassung steht aus")
        yield Waiting(minutes, text, _("freigeben"), is_over)
    elif decision := decision_on(minutes):
        text = _("Genehmigt in der %s, aber noch nicht so vermerkt") % decision.item.meeting.title
        yield Waiting(minutes, text, _("vermerken"), True, decision.page)
    elif later_session(minutes, today):
        text = _("Protokoll ist noch nicht als genehmigt vermerkt")
        yield Waiting(minutes, text, _("vermerken"), True)


def later_session(minutes, today=None):
    """Return the first later session of the board that was held, or None."""
    later = Meeting.objects.later_than(minutes.meeting).filter(state=Meeting.State.HELD)
    return later.order_by("held_on", "number").first()


def approve_due(today=None) -> int:
    """Approve by silence what the rules let; return how many. Safe to repeat."""
    today = today or timezone.localdate()
    over = Minutes.objects.filter(state=State.RELEASED, objections_until__lt=today)
    count = 0
    for one in over.select_related("meeting__board"):
        if rules_for(one.meeting).approves_tacitly:
            try:
                acts.approve_tacitly(one, today)
                count += 1
            except ValidationError:
                # Somebody objected, or something was changed: the board decides.
                continue
    return count
