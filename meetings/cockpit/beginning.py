"""Beginning a session: what there has to be, filled in from the answers."""

from django.db import transaction

from meetings.cockpit.attendance import prefill
from meetings.cockpit.running import is_today, locked, minutes_of, this_minute
from meetings.minutes import acts


@transaction.atomic
def begin(meeting, by):
    """
    Open the cockpit: a draft of the minutes, a record for each item, who is expected.

    Twice is once. Raise ValidationError before its day, or if it is cancelled.
    """
    meeting = locked(meeting)
    is_new = minutes_of(meeting) is None
    draft = acts.begin(meeting, by)
    if is_new:
        draft.began_at = this_minute() if is_today(meeting) else meeting.starts_at
        draft._history_user = by
        draft.save(update_fields=["began_at"])
    if not draft.is_released:
        prefill(meeting, by)
    return draft
