"""A piece of advice in a line, as the board speaks; see meetings.cockpit."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from advice import register
from advice.models import Advice
from meetings.cockpit.captures import typed_day
from meetings.cockpit.people import found_by
from meetings.cockpit.running import opened_for


@transaction.atomic
def note_advice(item, values) -> Advice:
    """
    Note what is advised; `values` are what was typed: text, kind, who, due_on.

    The same words of the same kind by the same giver are one piece of advice; a
    day typed later is taken over. Raise ValidationError unless the session runs,
    for a name nobody has, or a day that is none.
    """
    item = opened_for(item)
    person, organisation = found_by(values.get("who", ""), item.meeting)
    due_on = typed_day(values.get("due_on", ""))
    same = {
        "text": register.in_one_line(values["text"]),
        "kind": values["kind"],
        "person": person,
        "organisation": organisation,
    }
    known = item.advice.filter(**same).first()
    if known is None:
        return register.capture(item, **same, due_on=due_on)
    if due_on and due_on != known.due_on:
        known.due_on = due_on
        known.save()
    return known


@transaction.atomic
def drop_advice(item, pk):
    """Take a line back that was noted by mistake; one that is being answered stays."""
    item = opened_for(item)
    advice = Advice.objects.select_for_update(of=("self",)).filter(agenda_item=item, pk=pk).first()
    if advice is None:
        return
    if is_taken_up(advice):
        raise ValidationError(_("Die Anregung wird schon beantwortet und bleibt."))
    advice.delete()


def is_taken_up(advice) -> bool:
    """Tell whether the centre did anything with it already."""
    return (
        advice.state != Advice.State.OPEN
        or bool(advice.answer)
        or advice.steps.exists()
        or advice.introductions.exists()
        or advice.introduced_to.exists()
    )
