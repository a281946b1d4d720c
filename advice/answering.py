"""
The centre answers: each step of what it made of a piece of advice, dated.

A step may change the state, carry the answer and the effect, and be public.
Who gave the advice is told of each answer, once.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.visibility import printable
from advice import mails
from advice.models import Advice, Step

State = Advice.State


@dataclass(frozen=True)
class Wording:
    """What a step says: its own words, and what stands on the advice from then on."""

    step: str = ""
    answer: str = ""
    reason: str = ""
    effect: str = ""
    is_public: bool = False

    def cleaned(self):
        texts = {name: printable(getattr(self, name)).strip() for name in WORDS}
        return Wording(**texts, is_public=self.is_public)


WORDS = ("step", "answer", "reason", "effect")


class OutdatedError(ValidationError):
    """Somebody else took a step after the form was opened."""


@transaction.atomic
def take_step(advice, state, words: Wording, by=None, seen=None) -> Step:
    """
    Note a step and what it changed; return it.

    `seen` is how many steps there were when the words were written; raise
    OutdatedError if another came since. Raise ValidationError where nothing is
    said and nothing changed, for an advice put aside without a reason, taken
    up without an answer, or carried out without its effect.
    """
    advice = Advice.objects.select_for_update().get(pk=advice.pk)
    words = words.cleaned()
    check_seen(advice, seen)
    check(advice, state, words)
    is_told = is_answer(advice, state, words)
    moved = state if state != advice.state else ""
    apply(advice, state, words, by)
    step = Step(
        advice=advice,
        text=words.step or said(advice, moved),
        state=moved,
        is_public=words.is_public,
        user=by,
    )
    step.full_clean()
    step.save()
    if is_told:
        mails.tell(advice, step)
    return step


def check_seen(advice, seen):
    if seen is None or seen == advice.steps.count():
        return
    last = advice.steps.last()
    raise OutdatedError(
        _("Inzwischen hat %(who)s festgehalten: „%(what)s“ Ihre Eingaben sind noch da.")
        % {"who": last.user or _("jemand"), "what": last.text}
    )


def is_answer(advice, state, words) -> bool:
    """Tell whether the giver learns something: a final state, or new words of it."""
    before = (advice.state, advice.answer, advice.state_reason)
    return state in Advice.ANSWERED and before != (state, words.answer, words.reason)


def check(advice, state, words):
    if state not in State.values:
        raise ValidationError(_("Diesen Stand gibt es nicht."))
    if state == State.DECLINED and not words.reason:
        raise ValidationError(_("Bitte nennen Sie den Grund."))
    if state in {State.ACCEPTED, State.IMPLEMENTED} and not words.answer:
        raise ValidationError(_("Bitte schreiben Sie die Antwort des Zentrums."))
    if state == State.IMPLEMENTED and not words.effect:
        raise ValidationError(_("Bitte schreiben Sie, was daraus wurde."))
    before = (advice.state, advice.answer, advice.state_reason, advice.effect)
    if not words.step and before == (state, words.answer, words.reason, words.effect):
        raise ValidationError(_("Nichts ist neu: Ändern Sie den Stand oder schreiben Sie etwas."))


def apply(advice, state, words, by):
    advice.state = state
    advice.answer, advice.effect = words.answer, words.effect
    advice.state_reason = words.reason if state == State.DECLINED else ""
    if state in Advice.ANSWERED and advice.answered_on is None:
        advice.answered_on = timezone.localdate()
    advice._history_user = by
    advice.full_clean(exclude=["board", "meeting", "agenda_item"])
    advice.save()


def said(advice, moved) -> str:
    """Return words for a step that was given none."""
    if moved:
        return capfirst(f"{advice.get_state_display()}.")
    return _("Antwort ergänzt.")
