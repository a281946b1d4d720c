"""The board's second session: invited, partly answered; and one that is being planned."""

from django.conf import settings

from accounts.visibility import Visibility
from gremium.example import answers, sessions
from gremium.example.people import by_number
from meetings import proposals
from meetings.models import Meeting, Venue
from partners.models import Mandate
from partners.richtext import from_plain

FOLDER = settings.BASE_DIR / "data" / "example"


def prepare(board, words) -> Meeting:
    """Return the second session, to which some have answered and one has proposed an item."""
    meeting = plan(board, words["meeting"])
    sessions.add_guest(meeting, words["answers"]["guest"])
    answers.invite(meeting)
    members, deputies = by_number(board, Mandate.Role.MAIN), by_number(board, Mandate.Role.DEPUTY)
    answers.answer(meeting, words["answers"], members, deputies)
    propose(meeting, words["answers"]["proposal"], members)
    sessions.plan(board, words["draft_meeting"], visibility=Visibility.OFFICE)
    return meeting


def plan(board, words):
    meeting = sessions.plan(
        board,
        words,
        venue=Venue.objects.order_by("pk").first(),
        text=from_plain(words["text"]),
        video_link=words["video_link"],
        visibility=Visibility.PUBLIC,
    )
    sessions.add_paper(FOLDER, words["document"], meeting, visibility=Visibility.PUBLIC)
    sessions.add_agenda(meeting, words["agenda"], FOLDER)
    return meeting


def propose(meeting, words, members):
    person = members[words["seat"]]
    proposals.propose(meeting, person, words["title"], words["text"], words["minutes"])
