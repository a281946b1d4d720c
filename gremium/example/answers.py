"""An invitation goes out, and example people answer."""

from meetings import answers, invitations
from meetings.models import Dispatch


def invite(meeting):
    invitations.send(meeting, Dispatch.Kind.INVITATION, None)
    meeting.refresh_from_db()


def answer(meeting, words, members, deputies):
    """Let the members answer; `words` name them by the keys of `members` and `deputies`."""
    for key in words.get("accepted", []):
        answers.accept(meeting, members[key])
    for key, reason in words.get("declined", {}).items():
        answers.decline(meeting, members[key], reason)
    for key in words.get("represented", []):
        answers.delegate(meeting, members[key], deputies[key])
    for key, (name, email) in words.get("named", {}).items():
        answers.name_deputy(meeting, members[key], name, email)
