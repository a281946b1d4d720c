"""How far minutes are, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.models import Minutes

State = Minutes.State
CHANGED = {
    "amendment": lambda: _("; geändert am %s"),
    "correction": lambda: _("; berichtigt am %s"),
}


def status_note(minutes, last=None, *, names_session=True) -> str:
    """
    Return the note that stands on the document (Vermerk); `last` is the latest version.

    `names_session` tells whether the reader may know of the session that approved them.
    """
    if minutes.is_released and last is None:
        last = minutes.versions.order_by("-number").defer("content").first()
    if minutes.state == State.APPROVED:
        note = approval_note(minutes) if names_session else _("genehmigt")
        return note + changed_by(last)
    if minutes.state == State.RELEASED:
        values = {"day": day_of(minutes.released_at), "until": written(minutes.objections_until)}
        note = _("freigegeben am %(day)s, Einwendungen bis %(until)s") % values
        return note + changed_by(last)
    return _("Entwurf vom %s") % written(timezone.localdate())


def approval_note(minutes) -> str:
    if minutes.approved_in:
        return approved_in(minutes.approved_in)
    return _("gilt seit %(day)s als genehmigt, da bis %(until)s kein Einwand vorlag") % {
        "day": day_of(minutes.approved_at),
        "until": written(minutes.objections_until),
    }


def approved_in(meeting) -> str:
    return _("genehmigt in der %(number)d. Sitzung am %(day)s") % {
        "number": meeting.number,
        "day": written(meeting.held_on),
    }


def changed_by(version) -> str:
    """Say when the version that is read now changed or corrected the one before."""
    if version is None or version.occasion not in CHANGED:
        return ""
    return CHANGED[version.occasion]() % day_of(version.made_at)


def day_of(moment) -> str:
    return written(timezone.localdate(moment))


def took_no_part(names) -> str:
    """Say of the conflicted that they were no part of it, as the page does (_minutes_item.html)."""
    words = ngettext(
        "%(names)s nahm wegen Befangenheit an Beratung und Abstimmung nicht teil.",
        "%(names)s nahmen wegen Befangenheit an Beratung und Abstimmung nicht teil.",
        len(names),
    )
    return words % {"names": ", ".join(names)} if names else ""


def written(day) -> str:
    return f"{day:%d.%m.%Y}"
