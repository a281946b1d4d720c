"""What the board said to earlier minutes, as noted on the item of their approval."""

from dataclasses import dataclass

from django.db.models import Count, Q

from meetings.models import AgendaItem, ItemRecord, Meeting, Minutes

Result = ItemRecord.Result
AGREED = (Result.ADOPTED, Result.ADOPTED_AMENDED)


@dataclass(frozen=True)
class Decision:
    """The board approved `minutes` at `item`; the office has still to note it."""

    minutes: Minutes
    item: AgendaItem

    @property
    def is_amended(self):
        """The changes agreed on come into the minutes first."""
        return self.item.record.result == Result.ADOPTED_AMENDED

    @property
    def page(self) -> str:
        """Return the name of the office's page to go to."""
        return "change" if self.is_amended else "approve"


def subjects_of(meeting) -> list[Minutes]:
    """Return the minutes that wait for their approval in `meeting`, with open objections."""
    same_day = Q(meeting__held_on=meeting.held_on, meeting__number__lt=meeting.number)
    found = Minutes.objects.exclude(state=Minutes.State.APPROVED).filter(
        Q(meeting__held_on__lt=meeting.held_on) | same_day, meeting__board=meeting.board_id
    )
    objections = Count("objections", filter=Q(objections__outcome="open"))
    found = found.select_related("meeting").annotate(unanswered=objections)
    return list(found.order_by("meeting__held_on", "meeting__number"))


def about(item, waiting: list[Minutes]) -> list[Minutes]:
    """Return those of `waiting` that the item asks for; without any it means the last."""
    if item.role != AgendaItem.Role.APPROVAL:
        return []
    asked = {minutes.pk for minutes in item.approves.all()}
    if not asked:
        return waiting[-1:]
    return [minutes for minutes in waiting if minutes.pk in asked]


def decision_on(minutes) -> Decision | None:
    """Return where the board approved the released minutes, in the first such session."""
    if minutes.state != Minutes.State.RELEASED:
        return None
    later = Meeting.objects.later_than(minutes.meeting).filter(state=Meeting.State.HELD)
    items = AgendaItem.objects.filter(
        meeting__in=later.values("pk"),
        role=AgendaItem.Role.APPROVAL,
        record__result__in=AGREED,
    ).order_by("meeting__held_on", "meeting__number", "position")
    for item in items.select_related("meeting", "record"):
        if minutes in about(item, subjects_of(item.meeting)):
            return Decision(minutes, item)
    return None


def decisions_in(meeting) -> list[Decision]:
    """Return what the board approved in the held session and the office has to note."""
    found = [decision_on(one) for one in subjects_of(meeting)]
    return [one for one in found if one and one.item.meeting_id == meeting.pk]
