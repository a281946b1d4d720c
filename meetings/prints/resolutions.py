"""Resolutions as PDF: one, or a board's register of a year."""

from django.utils import timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from meetings import pdf
from meetings.minutes.items import votes_of
from meetings.minutes.texts import written
from meetings.models import Meeting, Resolution
from meetings.prints.words import paragraphs


def readable(reader):
    """Return the decided and numbered resolutions that the reader may see, as numbered."""
    found = Resolution.objects.visible_to(reader).decided().exclude(number=None)
    found = found.select_related("board", "agenda_item").with_approval()
    return found.order_by("board", "number")


def one(resolution, reader) -> bytes:
    title = _("Beschluss %d") % resolution.number
    return as_pdf([resolution], reader, resolution.board, title)


def register(resolutions, reader, board, year) -> bytes:
    """Return the register of one year; `resolutions` come from `readable`."""
    return as_pdf(list(resolutions), reader, board, _("Beschlüsse %d") % year)


def as_pdf(resolutions, reader, board, title) -> bytes:
    keys = [one.meeting_id for one in resolutions]
    seen = Meeting.objects.visible_to(reader).filter(pk__in=keys)
    meetings = {one.pk: one for one in seen}
    data = {
        "title": f"{title}, {board.short_name}",
        "heading": title,
        "board": board.name,
        "watermark": _("Entwurf") if any(one.is_pending for one in resolutions) else "",
        "is_example": any(one.is_example for one in resolutions),
        "entries": [entry(one, meetings.get(one.meeting_id)) for one in resolutions],
    }
    return pdf.render("resolutions.typ", data, timezone.now())


def entry(resolution, meeting) -> dict:
    state = capfirst(resolution.get_state_display())
    votes = votes_of(resolution)
    return {
        "number": resolution.number,
        "title": resolution.title,
        "gist": resolution.title or Truncator(resolution.text).chars(80),
        "date": written(resolution.decided_on),
        "where": where(resolution, meeting),
        "pending": _("Protokoll noch nicht genehmigt") if resolution.is_pending else "",
        "state": state,
        "line": " – ".join(dict.fromkeys(filter(None, [state, votes]))),
        "text": paragraphs(resolution.text),
        "reason": paragraphs(resolution.reason),
        "small": resolution.explanation,
        "outcome": paragraphs(resolution.outcome),
    }


def where(resolution, meeting) -> str:
    """Return where it was decided; nothing of a session the reader may not see."""
    if resolution.kind == Resolution.Kind.CIRCULAR:
        return _("im Umlauf")
    item = resolution.agenda_item
    place = [meeting.title, item and f"TOP {item.position}"] if meeting else []
    return ", ".join(filter(None, place))
