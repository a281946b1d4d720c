"""Projects of the working group's invented partners, reported on twice; one report is missing."""

import datetime as dt

from accounts.visibility import Visibility
from advice.models import Topic
from gremium.example.clock import at, in_days, let_mails_go, moment_on
from gremium.example.people import known_or_new
from meetings.models import Meeting
from partners.models import Organisation
from partners.richtext import from_plain
from projects import reports, rounds
from projects.models import ProgressReport, Project, ReportingRound, ReportRequest

EXAMPLE = {"is_example": True}
MONTH = 30


def tell(board, meeting, words):
    """Add the projects; partners report to the last session that was held, and to `meeting`."""
    for entry in words["projects"]:
        add_project(board, entry)
    held = board.meetings.filter(state=Meeting.State.HELD).order_by("-held_on").first()
    record(add_round(held, words["contacts"]), words)
    round_ = add_round(meeting, words["contacts"])
    with at(moment_on(in_days(-words["asked_ago_days"]), 9)):
        rounds.ask(round_)
        let_mails_go()
    with at(moment_on(in_days(-words["answered_ago_days"]), 16, 20)):
        answer(round_, words)


def add_project(board, entry):
    first, last = (in_days(MONTH * one) for one in entry["months"])
    project = Project.objects.create(
        board=board,
        title=entry["title"],
        slug=entry["slug"],
        kind=entry["kind"],
        summary=from_plain(entry["summary"]),
        reporter=partner(entry["reporter"]),
        starts_on=first.replace(day=1),
        ends_on=last.replace(day=28),
        visibility=Visibility.PUBLIC,
        **EXAMPLE,
    )
    project.partners.set([partner(one) for one in entry.get("partners", [])])
    project.topics.set(Topic.objects.filter(slug=entry.get("topic", "")))
    project.refresh_public_face()


def partner(slug) -> Organisation:
    return Organisation.objects.get(slug=slug, **EXAMPLE)


def add_round(meeting, contacts) -> ReportingRound:
    round_ = ReportingRound.objects.create(
        meeting=meeting, due_on=rounds.usual_deadline(meeting), **EXAMPLE
    )
    for slug, (given_name, family_name, function) in contacts.items():
        ReportRequest.objects.create(
            round=round_,
            organisation=partner(slug),
            person=known_or_new(given_name, family_name, function=function),
        )
    return round_


def record(round_, words):
    """Put the reports to a session that is held where its partners once handed them in."""
    handed_in = moment_on(round_.due_on, 9)
    asked = handed_in - dt.timedelta(days=words["asked_ago_days"])
    ReportingRound.objects.filter(pk=round_.pk).update(opened_at=asked)
    round_.requests.update(asked_at=asked)
    for request, project, values in reported(round_, words, "first"):
        ProgressReport.objects.create(
            round=round_,
            project=project,
            organisation=request.organisation,
            submitted_at=handed_in,
            submitted_by=request.person,
            **EXAMPLE,
            **values,
        )


def answer(round_, words):
    for request, project, values in reported(round_, words, "second"):
        reports.write(request, project, request.person, values, "0", is_final=True)


def reported(round_, words, which):
    """Yield request, project and values of each report in `words`."""
    asked = round_.requests.select_related("organisation", "person", "round")
    requests = {one.organisation.slug: one for one in asked}
    for entry in words["projects"]:
        if which in entry:
            project = Project.objects.get(slug=entry["slug"])
            yield requests[entry["reporter"]], project, entry[which]
