"""The marked second session goes out: an invitation, answers, a proposal, a guest."""

from django.conf import settings
from django.utils import timezone

from meetings import answers, invitations, proposals
from meetings.models import Dispatch, Guest, Meeting
from partners.models import Mandate, Person
from post.models import Mail


def invite(meeting, words):
    """
    Send the invitation and let example people answer.

    With a mail server at hand no mail leaves the house: nobody lives at these
    addresses.
    """
    add_guest(meeting, words["guest"])
    invitations.send(meeting, Dispatch.Kind.INVITATION, None)
    meeting.refresh_from_db()
    answer(meeting, words)
    propose(meeting, words["proposal"])
    if settings.HAS_MAIL_SERVER:
        Mail.objects.queued().update(state=Mail.State.DROPPED)


def add_guest(meeting, words):
    given_name, family_name, function = words
    person = Person.objects.create(
        given_name=given_name,
        family_name=family_name,
        function=function,
        email=f"{given_name}.{family_name}@example.org".lower(),
        is_example=True,
    )
    Guest.objects.create(meeting=meeting, person=person)


def answer(meeting, words):
    """Let the members answer; the numbers in `words` count the seats from one."""
    members = people_of(meeting, Mandate.Role.MAIN)
    deputies = people_of(meeting, Mandate.Role.DEPUTY)
    for number in words["accepted"]:
        answers.accept(meeting, members[number - 1])
    for number, reason in words["declined"].items():
        answers.decline(meeting, members[number - 1], reason)
    for number in words["represented"]:
        answers.delegate(meeting, members[number - 1], deputies[number - 1])
    for number, (name, email) in words["named"].items():
        answers.name_deputy(meeting, members[number - 1], name, email)


def people_of(meeting: Meeting, role):
    mandates = Mandate.objects.active_on(timezone.localdate())
    found = mandates.filter(seat__board=meeting.board, role=role).order_by("seat")
    return [mandate.person for mandate in found.select_related("person")]


def propose(meeting, words):
    person = people_of(meeting, Mandate.Role.MAIN)[words["seat"] - 1]
    proposals.propose(meeting, person, words["title"], words["text"], words["minutes"])
