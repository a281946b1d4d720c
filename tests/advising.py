"""Builders for what the board advises and what follows from it; see tests.factories."""

import datetime as dt

from django.utils import timezone

from advice import register
from advice.models import Advice, Introduction, Step, Topic, Weighing
from projects.models import Demonstration, ProgressReport, Project, ReportingRound, ReportRequest
from tests.factories import (
    PUBLIC,
    make_agenda_item,
    make_board,
    make_meeting,
    make_organisation,
    make_person,
    numbers,
)


def make_topic(**overrides):
    """An adopted public topic; `agenda_items` are those that dealt with it."""
    number = next(numbers)
    items = overrides.pop("agenda_items", [])
    values = {
        "title": f"Thema {number}",
        "slug": f"thema-{number}",
        "state": Topic.State.ADOPTED,
        "visibility": PUBLIC,
    } | overrides
    values["board"] = values.get("board") or make_board()
    topic = Topic.objects.create(**values)
    if items:
        topic.agenda_items.set(items)
        topic.refresh_public_face()
    return topic


def make_weighing(**overrides):
    """A running weighing of two waiting topics, unless `topics` are given."""
    board = overrides.pop("board", None) or make_board()
    topics = overrides.pop("topics", None)
    if topics is None:
        topics = [make_topic(board=board, state=Topic.State.SUBMITTED) for _ in range(2)]
    values = {
        "title": "Was zuerst?",
        "due_on": timezone.localdate() + dt.timedelta(days=10),
        "opened_at": timezone.now(),
    }
    weighing = Weighing.objects.create(**values | overrides | {"board": board})
    weighing.topics.set(topics)
    return weighing


def make_advice(**overrides):
    """An idea of the board as a whole; `topics` are those it belongs to."""
    topics = overrides.pop("topics", [])
    values = {"text": f"Anregung {next(numbers)}"} | overrides
    values["board"] = values.get("board") or make_board()
    advice = register.record(Advice(**values))
    if topics:
        advice.topics.set(topics)
        advice.refresh_public_face()
    return advice


def make_released_advice(**overrides):
    """A piece of advice that the office has put before the public."""
    values = {"visibility": PUBLIC, "public_text": f"Öffentlich {next(numbers)}"}
    return make_advice(**values | overrides)


def make_step(**overrides):
    """An internal step of a piece of advice."""
    values = {"text": f"Schritt {next(numbers)}"} | overrides
    values["advice"] = values.get("advice") or make_advice()
    return Step.objects.create(**values)


def make_introduction(**overrides):
    """An offer and a need of one board, introduced today."""
    board = overrides.pop("board", None) or make_board()
    kind = Advice.Kind.COOPERATION_OFFER
    sides = {
        side: make_advice(board=board, kind=kind, direction=side)
        for side in ("offer", "need")
        if side not in overrides
    }
    return Introduction.objects.create(**sides | overrides)


def make_project(**overrides):
    """A public transfer project; `partners` and `topics` as lists."""
    number = next(numbers)
    partners, topics = overrides.pop("partners", []), overrides.pop("topics", [])
    values = {
        "title": f"Projekt {number}",
        "slug": f"projekt-{number}",
        "visibility": PUBLIC,
    } | overrides
    values["board"] = values.get("board") or make_board()
    values["reporter"] = values.get("reporter") or make_organisation(consortium_role="partner")
    project = Project.objects.create(**values)
    project.partners.set(partners)
    project.topics.set(topics)
    project.refresh_public_face()
    return project


def make_round(**overrides):
    """A reporting round that has begun."""
    meeting = overrides.get("meeting") or make_meeting()
    values = {"due_on": meeting.held_on - dt.timedelta(days=7), "opened_at": timezone.now()}
    return ReportingRound.objects.create(**values | overrides | {"meeting": meeting})


def make_request(**overrides):
    """A consortium partner asked in a round, with somebody who answers."""
    values = {"asked_at": timezone.now()} | overrides
    values["round"] = values.get("round") or make_round()
    values["organisation"] = values.get("organisation") or make_organisation(
        consortium_role="partner"
    )
    values["person"] = values.get("person") or make_person()
    return ReportRequest.objects.create(**values)


def make_report(**overrides):
    """A report that is handed in."""
    values = {"status": f"Stand {next(numbers)}", "submitted_at": timezone.now()} | overrides
    values["round"] = values.get("round") or make_round()
    board = values["round"].meeting.board
    values["project"] = values.get("project") or make_project(board=board)
    values["organisation"] = values.get("organisation") or values["project"].reporter
    return ProgressReport.objects.create(**values)


def make_demonstration(**overrides):
    """A station of a demonstration item."""
    item = overrides.get("agenda_item") or make_agenda_item(kind="demonstration")
    values = {"title": f"Station {next(numbers)}", "position": item.demonstrations.count() + 1}
    return Demonstration.objects.create(**values | overrides | {"agenda_item": item})
