"""After an objection to the circular procedure the matter comes before a session."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.models import AgendaItem, Choice, Meeting, Resolution
from meetings.models.meeting import CHRONOLOGY
from partners.richtext import from_plain


def objected(board_pk=None):
    """Return what an objection ended and no agenda has taken up."""
    found = Resolution.objects.filter(
        kind=Resolution.Kind.CIRCULAR,
        state=Resolution.State.FAILED,
        continued_in=None,
        votes__procedure=Choice.NO,
    )
    if board_pk:
        found = found.filter(board=board_pk)
    return found.distinct().order_by("closed_at", "pk")


def next_session(board_pk):
    """Return the board's next session that has not begun, or None."""
    ahead = Meeting.objects.filter(
        board=board_pk, is_cancelled=False, held_on__gte=timezone.localdate()
    )
    coming = ahead.exclude(state=Meeting.State.HELD).order_by(*CHRONOLOGY)
    return next((one for one in coming if not one.has_begun), None)


@transaction.atomic
def put_on(resolution, meeting, by=None):
    """
    Make the matter an item of `meeting`, once, and return the item.

    Raise ValidationError unless an objection ended the circular procedure.
    """
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    resolution = objected(meeting.board_id).filter(pk=resolution.pk).first()
    if resolution is None:
        raise ValidationError(_("Diese Sache steht schon auf einer Tagesordnung."))
    is_secret = resolution.visibility == Visibility.OFFICE
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=AgendaItem.objects.room_at_end(meeting),
        kind=AgendaItem.Kind.DECISION,
        title=resolution.title,
        visibility=Visibility.OFFICE if is_secret else Visibility.MEMBERS,
    )
    resolution.continued_in, resolution._history_user = item, by
    resolution.save(update_fields=["continued_in"])
    return item


def texts_for(items, reader) -> dict[int, str]:
    """Return for each item what was voted on, of the circular resolutions the reader may see."""
    texts: dict[int, str] = {}
    brought = Resolution.objects.visible_to(reader).filter(continued_in__in=items)
    for resolution in brought.order_by("closed_at", "pk"):
        key = resolution.continued_in_id
        texts[key] = texts.get(key, "") + text_of(resolution)
    return texts


def text_of(resolution) -> str:
    words = _("Dem Umlaufverfahren wurde widersprochen. Zur Abstimmung stand:")
    parts = from_plain(resolution.text) + from_plain(resolution.reason)
    return format_html("<p>{}</p>", words) + parts


def put_on_next(resolution):
    """
    Put the matter on the next session's agenda while nobody is invited to it.

    An announced agenda the office changes on purpose, and an empty one takes up
    what is open when it is made (meetings.tasks.agenda).
    """
    meeting = next_session(resolution.board_id)
    is_planned = meeting is not None and meeting.state == Meeting.State.PLANNED
    if is_planned and meeting.agenda_items.exists():
        put_on(resolution, meeting)


def take_over(meeting) -> list:
    """Put all that waits on the session's agenda; return the new items."""
    return [put_on(one, meeting) for one in list(objected(meeting.board_id))]
