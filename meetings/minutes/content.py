"""
What minutes say, as data that a version keeps and every document is made of.

The data hold everything; `members_part` and `public_part` leave out what is
not for that reader by the levels in them (see meetings.minutes.today).
"""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import facts
from meetings.ical import flat
from meetings.minutes.items import clock, items_of, resolution_facts
from meetings.models import Attendance, Response
from meetings.models.resolution import Resolution
from meetings.planning import rules_for
from meetings.procedure import quorum

HERE = (Attendance.PRESENT, Attendance.REPRESENTED)
PUBLIC = (Visibility.PUBLIC,)
MEMBERS = (Visibility.PUBLIC, Visibility.MEMBERS)
NOT_PUBLIC = ("chair", "minute_taker", "distribution", "version")


def content_of(minutes) -> dict:
    """
    Return what the minutes say now.

    From the release on tasks stand as they were noted: they live on by
    themselves, and what becomes of them is no change of the minutes.
    """
    meeting = minutes.meeting
    rows = attendance(meeting)
    formal = formal_findings(minutes, rows)
    remarks = flat_lines(minutes.findings)
    return {
        "head": head(minutes),
        "attendance": rows,
        "guests": guests(meeting),
        "findings": formal + remarks,
        "formal_findings": formal,
        "items": items_of(meeting, tasks_as_released(minutes)),
        "circulars": circulars(meeting),
        "closing": minutes.closing,
        "attachments": attachments(meeting),
    }


def tasks_as_released(minutes) -> dict | None:
    """Return the tasks of each item as the last version holds them, or None before the first."""
    last = minutes.versions.order_by("-number").first() if minutes.is_released else None
    return last and {one["id"]: one["tasks"] for one in last.content["items"]}


def head(minutes) -> dict:
    meeting = minutes.meeting
    found = facts.facts_of(meeting)
    began, ended = minutes.began_at or meeting.starts_at, minutes.ended_at or meeting.ends_at
    return {
        "board": flat(meeting.board.name),
        "number": meeting.number,
        "title": meeting.title,
        "held_on": meeting.held_on.isoformat(),
        "time": clock(began, ended),
        "place": facts.where(found.place, is_online=bool(meeting.video_link)),
        "chair": minutes.chair.full_name if minutes.chair else "",
        "minute_taker": minutes.minute_taker,
        "distribution": minutes.distribution,
        # Only what is kept has a number; see versions.freeze.
        "version": "" if minutes.is_released else _("Entwurf"),
    }


def flat_lines(text) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


# --- Who was there ----------------------------------------------------------


def attendance(meeting) -> list[dict]:
    """Return a row for each seat of the day, in the names of the day."""
    known = {one.seat_id: one for one in meeting.participations.select_related("deputy")}
    return [row_of(seat, known.get(seat.pk)) for seat in meeting.board.as_of(meeting.held_on)]


def row_of(seat, row) -> dict:
    member = next((one.person for one in seat.people if one.role == one.Role.MAIN), None)
    is_represented = bool(row) and row.attendance == Attendance.REPRESENTED
    return {
        "organisation": (row and row.organisation_name) or seat.then_name,
        "person": (row and row.person_name) or (member.full_name if member else ""),
        "deputy": deputy_of(row) if is_represented else "",
        "is_voting": seat.is_voting,
        "attendance": row.attendance if row else "",
        "label": row.get_attendance_display() if row else "",
        "times": times_of(row) if row and row.attendance in HERE else "",
    }


def deputy_of(row) -> str:
    if row.deputy_person_name or row.standing != Response.DELEGATED:
        return row.deputy_person_name
    return row.deputy.full_name if row.deputy else row.deputy_name


def times_of(row) -> str:
    """ab 14:20 Uhr, bis 15:30 Uhr, or both; nothing for the whole session."""
    if row.arrived_at and row.left_at:
        return clock(row.arrived_at, row.left_at)
    if row.arrived_at:
        return _("ab %s Uhr") % f"{row.arrived_at:%H:%M}"
    return _("bis %s Uhr") % f"{row.left_at:%H:%M}" if row.left_at else ""


def guests(meeting) -> list[dict]:
    """Return the guests who came; `visibility` is that of the item they came for."""
    found = meeting.guests.filter(is_present=True).select_related("person", "agenda_item")
    return [
        {
            "person": one.person_name or one.person.full_name,
            "organisation": one.organisation_name,
            "item": one.agenda_item.position if one.agenda_item else None,
            "item_id": one.agenda_item_id,
            "visibility": one.agenda_item.visibility if one.agenda_item else Visibility.PUBLIC,
            "times": times_of(one),
        }
        for one in found
    ]


# --- What was found ---------------------------------------------------------


def formal_findings(minutes, rows) -> list[str]:
    return [
        invitation(minutes),
        *quorum_sentence(minutes, rows),
        *([_("Die Tagesordnung ist genehmigt.")] if minutes.is_agenda_agreed else []),
        *earlier_minutes(minutes.meeting),
    ]


def invitation(minutes) -> str:
    if not minutes.is_properly_invited:
        return _("Die Sitzung ist nicht ordnungsgemäß einberufen.")
    if minutes.is_second_invitation:
        return _(
            "Die Sitzung ist ordnungsgemäß einberufen, als zweite Einladung zum selben "
            "Gegenstand mit Hinweis auf die Folge."
        )
    return _("Die Sitzung ist ordnungsgemäß einberufen.")


def quorum_sentence(minutes, rows) -> list[str]:
    voting = [one for one in rows if one["is_voting"]]
    here = [one for one in voting if one["attendance"] in HERE]
    if not any(one["attendance"] for one in voting):
        return []
    by_deputy = sum(one["attendance"] == Attendance.REPRESENTED for one in here)
    rules = rules_for(minutes.meeting)
    if not rules.has_quorum:
        words = _("Anwesend oder vertreten sind %(here)d von %(all)d stimmberechtigten Sitzen.")
        return [words % {"here": len(here), "all": len(voting)}]
    found = quorum(
        len(voting),
        len(here),
        by_deputy,
        rules,
        all_invited=minutes.is_properly_invited,
        is_second_invitation=minutes.is_second_invitation,
    )
    return [f"{capfirst(found.text)}."]


def earlier_minutes(meeting) -> list[str]:
    approved = meeting.approved_minutes.select_related("meeting").order_by("meeting__number")
    words = _("Das Protokoll der %d. Sitzung ist genehmigt.")
    return [words % one.meeting.number for one in approved]


def circulars(meeting) -> list[dict]:
    """Return the circular resolutions that this session's minutes note."""
    closed = meeting.resolutions.decided().filter(kind=Resolution.Kind.CIRCULAR)
    return [resolution_facts(one) for one in closed.order_by("number", "pk")]


def attachments(meeting) -> list[dict]:
    """Return the papers; one of an item is for nobody who may not read the item."""
    found = meeting.documents.select_related("agenda_item").order_by("agenda_item__position", "pk")
    return [
        {
            "id": one.pk,
            "title": one.title,
            "visibility": one.visibility,
            "item": item_visibility(one),
            "item_id": one.agenda_item_id,
        }
        for one in found
    ]


def item_visibility(document) -> str:
    return document.agenda_item.visibility if document.agenda_item else Visibility.PUBLIC


# --- What a reader gets -----------------------------------------------------


def members_part(content: dict) -> dict:
    """Return what the board's members read: all but what only the office may see."""
    return {
        **for_levels(content, MEMBERS),
        "attendance": content["attendance"],
        "guests": [one for one in content["guests"] if one["visibility"] in MEMBERS],
    }


def public_part(content: dict) -> dict:
    """
    Return what everybody may read: public items, organisations instead of persons.

    Of any other item only its number is left. Free text beside the items is
    left out, for nobody has called it public.
    """
    found = for_levels(content, PUBLIC)
    guests = [one for one in content["guests"] if one["visibility"] in PUBLIC]
    return {
        **found,
        # The number would tell how often something was changed that is not public.
        "head": content["head"] | dict.fromkeys(NOT_PUBLIC, ""),
        "attendance": [
            row | {"person": "", "deputy": "", "times": ""} for row in content["attendance"]
        ],
        "guests": [one | {"person": "", "times": ""} for one in guests if one["organisation"]],
        "findings": content["formal_findings"],
        "items": [without_persons(one) for one in found["items"]],
        "closing": "",
    }


def without_persons(item: dict) -> dict:
    if "id" not in item:
        return item
    tasks = [one | {"assignee": one["organisation"]} for one in item["tasks"]]
    advice = [one | {"giver": ""} for one in item["advice"]]
    rapporteurs = item["public_rapporteurs"]
    return item | {
        "tasks": tasks,
        "advice": advice,
        "conflicted": [],
        "rapporteurs": rapporteurs,
    }


def for_levels(content: dict, levels) -> dict:
    return content | {
        "items": [readable(one, levels) for one in content["items"]],
        "circulars": at_level(content["circulars"], levels),
        "attachments": [
            one for one in at_level(content["attachments"], levels) if one["item"] in levels
        ],
    }


def readable(item: dict, levels) -> dict:
    if item["visibility"] not in levels:
        return {"position": item["position"], "title": _("nichtöffentlich")}
    parts = {name: at_level(item[name], levels) for name in ("resolutions", "advice")}
    return item | parts


def at_level(rows: list[dict], levels) -> list[dict]:
    return [one for one in rows if one["visibility"] in levels]
