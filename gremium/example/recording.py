"""The minutes of a session on their way: agreed with the chair, released, approved, published."""

import datetime as dt

from gremium.example.clock import at, in_days, let_mails_go, moment_on
from gremium.example.people import by_organisation
from meetings import objections
from meetings.minutes import acts
from meetings.models import Minutes
from partners.models import Mandate

DAY = dt.timedelta(days=1)


def minutes_of(meeting) -> Minutes:
    return Minutes.objects.get(meeting=meeting)


def release(meeting, days_after):
    """Open the minutes to the members so many days after the session, two after the chair's."""
    day = meeting.held_on + days_after * DAY
    with at(moment_on(day - 2 * DAY, 11)):
        acts.hand_to_chair(minutes_of(meeting), None)
    with at(moment_on(day, 14, 30)):
        acts.release(minutes_of(meeting), None)
        let_mails_go()


def approve_and_publish(meeting, later):
    """The board approves in its session `later`; the next day everybody may read it."""
    with at(moment_on(later.held_on, 13)):
        acts.approve(minutes_of(meeting), later, None)
    with at(moment_on(later.held_on + DAY, 9, 15)):
        acts.publish(minutes_of(meeting), None)


def object_to(meeting, words):
    """A member objects to an item, and nobody has answered yet."""
    person = by_organisation(meeting.board, Mandate.Role.MAIN)[words["organisation"]]
    item = meeting.agenda_items.get(title=words["title"])
    with at(moment_on(in_days(-1), 19, 20)):
        objections.raise_objection(minutes_of(meeting), person, item, words["text"])
        let_mails_go()
