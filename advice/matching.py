"""Cooperation: who offers what another seeks, brought together and asked about again."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from advice import mails
from advice.models import Advice, Introduction, Step
from advice.models.cooperation import ASK_AFTER

Direction = Advice.Direction
OPPOSITE = {Direction.OFFER: Direction.NEED, Direction.NEED: Direction.OFFER}


def fitting(advice):
    """
    Return what fits to a cooperation offer: the opposite direction, on a topic of its own.

    Open ones of the same board that are not introduced to it yet, those with
    more topics in common first.
    """
    wanted = OPPOSITE.get(advice.direction)
    if wanted is None:
        return Advice.objects.none()
    topics = advice.topics.values("pk")
    known = Introduction.objects.filter(Q(offer=advice) | Q(need=advice))
    return (
        Advice.objects.filter(board=advice.board_id, direction=wanted, topics__in=topics)
        .exclude(state=Advice.State.DECLINED)
        .exclude(pk__in=known.values("offer"))
        .exclude(pk__in=known.values("need"))
        .annotate(in_common=Count("topics"))
        .select_related("board", "organisation", "person")
        .order_by("-in_common", "number")
    )


@transaction.atomic
def introduce(advice, other, by=None) -> Introduction:
    """
    Bring two pieces of advice together, note it on both, and tell both givers.

    Raise ValidationError unless they fit (see `fitting`) and both have
    somebody to turn to.
    """
    first, second = sorted((advice.pk, other.pk))
    found = Advice.objects.filter(pk__in=(first, second)).order_by("pk")
    rows = found.select_for_update(of=("self",))
    pair = {one.direction: one for one in rows.select_related("board", "organisation", "person")}
    if not fitting(advice).filter(pk=other.pk).exists():
        raise ValidationError(_("Diese beiden passen nicht zusammen oder kennen sich schon."))
    offer, need = pair[Direction.OFFER], pair[Direction.NEED]
    for one in (offer, need):
        if not one.contact and not mails.givers(one):
            raise ValidationError(_("Zu %s fehlt eine Ansprechperson.") % one)
    made = Introduction(offer=offer, need=need)
    made._history_user = by
    made.save()
    for one, another in ((offer, need), (need, offer)):
        note = _("Zusammengebracht mit %s.") % another
        Step.objects.create(advice=one, text=note, user=by)
        mails.introduce(one, another, made)
    return made


@transaction.atomic
def ask_due(today=None) -> int:
    """Ask both sides of each open introduction whose day has come; return how many mails."""
    today = today or timezone.localdate()
    found = Introduction.objects.open().filter(asked__lt=len(ASK_AFTER))
    written = 0
    for one in found.select_for_update(of=("self",)).select_related(
        "offer__board", "offer__person", "need__board", "need__person"
    ):
        if one.ask_on <= today:
            # After a long pause one question is enough.
            while one.ask_on and one.ask_on <= today:
                one.asked += 1
            one.save(update_fields=["asked"])
            written += sum(len(mails.ask(side, one)) for side in (one.offer, one.need))
    return written
