"""How far minutes are, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Minutes

State = Minutes.State


def status_note(minutes) -> str:
    """Return the note that stands on the document (Vermerk)."""
    if minutes.state == State.APPROVED:
        return approval_note(minutes)
    if minutes.state == State.RELEASED:
        values = {"day": day_of(minutes.released_at), "until": written(minutes.objections_until)}
        return _("freigegeben am %(day)s, Einwendungen bis %(until)s") % values
    return _("Entwurf vom %s") % written(timezone.localdate())


def approval_note(minutes) -> str:
    if minutes.approved_in is None:
        note = _("gilt seit %(day)s als genehmigt, da bis %(until)s kein Einwand vorlag") % {
            "day": day_of(minutes.approved_at),
            "until": written(minutes.objections_until),
        }
    else:
        note = _("genehmigt in der %(number)d. Sitzung am %(day)s") % {
            "number": minutes.approved_in.number,
            "day": written(minutes.approved_in.held_on),
        }
    last = minutes.versions.order_by("-number").first()
    if last and last.occasion == last.Occasion.CORRECTION:
        note += _("; berichtigt am %s") % day_of(last.made_at)
    return note


def day_of(moment) -> str:
    return written(timezone.localdate(moment))


def written(day) -> str:
    return f"{day:%d.%m.%Y}"
