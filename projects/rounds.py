"""
A reporting round: whom it asks, and asking them.

Saving a round sends nothing. Asking is an act of its own: one mail to each
person, and never a second one for the same partner and person.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Meeting
from meetings.planning import deadline
from partners.models import Organisation, Person
from projects import mails
from projects.models import Project, ReportingRound, ReportRequest

# Without a session before it, a project that ended earlier is not asked any more.
LOOK_BACK = dt.timedelta(days=180)


def usual_deadline(meeting) -> dt.date:
    """Return the day by which papers have to be there."""
    return deadline(meeting, "papers").due_on


# --- Whom -------------------------------------------------------------------


def prefill(round_):
    """Ask whom the board's last round asked, else the consortium and whoever has a project."""
    for organisation, person in usual_partners(round_):
        ReportRequest.objects.get_or_create(
            round=round_, organisation=organisation, defaults={"person": person}
        )


def usual_partners(round_):
    board = round_.meeting.board_id
    earlier = ReportingRound.objects.filter(meeting__board=board).exclude(pk=round_.pk)
    last = earlier.order_by("-meeting__held_on", "-pk").first()
    if last:
        found = last.requests.select_related("organisation", "person")
        return [(one.organisation, one.person) for one in found]
    reporting = Project.objects.filter(board=board).values("reporter")
    in_consortium = ~Q(consortium_role=Organisation.ConsortiumRole.NONE)
    found = Organisation.objects.filter(in_consortium | Q(pk__in=reporting))
    return [(one, None) for one in found.order_by("consortium_position", "name")]


def projects_asked(round_):
    """Return the board's projects that have begun and had not ended when it last met."""
    meeting = round_.meeting
    before = Meeting.objects.filter(board=meeting.board_id, held_on__lt=meeting.held_on)
    last = before.filter(is_cancelled=False).order_by("-held_on").first()
    since = last.held_on if last else meeting.held_on - LOOK_BACK
    return Project.objects.filter(
        Q(starts_on=None) | Q(starts_on__lte=meeting.held_on),
        Q(ends_on=None) | Q(ends_on__gte=since),
        board=meeting.board_id,
    )


def projects_of(request):
    """Return the projects on which one partner reports in its round."""
    return projects_asked(request.round).filter(reporter=request.organisation_id)


# --- Asking -----------------------------------------------------------------


@dataclass
class Letter:
    """What one person is asked for: partners with their projects."""

    person: Person
    requests: list = field(default_factory=list)


@dataclass
class Plan:
    """Who would be asked now, who is asked already, and what is missing to ask the others."""

    letters: list[Letter]
    asked: list
    left_out: list[tuple[ReportRequest, str]]


def plan(round_) -> Plan:
    projects = defaultdict(list)
    for one in projects_asked(round_):
        projects[one.reporter_id].append(one)
    letters, asked, left_out = {}, [], []
    for one in round_.requests.select_related("organisation", "person"):
        one.projects = projects[one.organisation_id]
        if one.asked_at:
            asked.append(one)
        elif reason := what_is_missing(one):
            left_out.append((one, reason))
        else:
            letters.setdefault(one.person, Letter(one.person)).requests.append(one)
    return Plan(list(letters.values()), asked, left_out)


def what_is_missing(request) -> str:
    if request.person is None:
        return _("keine Ansprechperson eingetragen")
    if not request.person.email:
        return _("%s hat keine E-Mail-Adresse") % request.person.full_name
    return "" if request.projects else _("kein laufendes Projekt eingetragen")


@transaction.atomic
def ask(round_) -> list[Letter]:
    """
    Ask everybody who has not been asked yet; return the letters.

    Raise ValidationError if nobody is left to ask, or the session is over.
    """
    round_ = locked(round_)
    check_open(round_)
    letters = plan(round_).letters
    if not letters:
        raise ValidationError(_("Es ist niemand mehr anzufragen."))
    now = timezone.now()
    for letter in letters:
        mails.ask(round_, letter, now)
        for one in letter.requests:
            one.asked_at = now
            one.save(update_fields=["asked_at"])
    if round_.opened_at is None:
        round_.opened_at = now
        round_.save(update_fields=["opened_at"])
    return letters


def locked(round_):
    """Return the round as it is now; whoever acts on the session at once waits."""
    Meeting.objects.select_for_update().get(pk=round_.meeting_id)
    return ReportingRound.objects.select_related("meeting__board").get(pk=round_.pk)


def check_open(round_):
    if round_.is_over:
        raise ValidationError(_("Diese Sitzung ist vorbei oder abgesagt."))
