"""What minutes say, what of it a reader gets, and two versions side by side."""

import datetime as dt
import json

import pytest

from meetings.minutes import due
from meetings.minutes.content import content_of, members_part, public_part
from meetings.minutes.differences import changes, is_same
from meetings.minutes.texts import status_note
from meetings.models import Attendance, Guest, Minutes, Participation
from partners.models import Rules
from tests import factories as make
from tests.held import (
    make_circular,
    make_held_meeting,
    make_minutes,
    make_record,
    make_resolution,
    make_task,
)
from tests.meetings.minuting import approved, later, objection, released

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 1)
SECRET = "Kanarienvogel"


def seat_of(meeting, attendance, **values):
    seat = make.make_seat(board=meeting.board, is_voting=values.pop("is_voting", True))
    person = make.make_mandate(seat=seat).person
    Participation.objects.create(meeting=meeting, seat=seat, attendance=attendance, **values)
    return seat, person


def test_rows_of_attendance_name_deputy_and_times_in_the_names_of_the_day():
    meeting = make_held_meeting(held_on=DAY)
    deputy = make.make_person(given_name="Toni", family_name="Muster")
    seat_of(meeting, Attendance.PRESENT, arrived_at=dt.time(14, 20))
    seat, _person = seat_of(
        meeting, Attendance.REPRESENTED, response="delegated", deputy=deputy, is_voting=False
    )
    seat.organisation.former_names.create(
        name="Alter Name", short_name="Alt", replaced_on=dt.date(2026, 8, 1)
    )

    rows = content_of(make_minutes(meeting=meeting))["attendance"]

    assert [(one["label"], one["deputy"], one["times"], one["is_voting"]) for one in rows] == [
        ("anwesend", "", "ab 14:20 Uhr", True),
        ("vertreten", "Toni Muster", "", False),
    ]
    assert rows[1]["organisation"] == "Alter Name"


def test_findings_name_quorum_with_rule_and_numbers():
    meeting = make_held_meeting(held_on=DAY)
    for attendance in (Attendance.PRESENT, Attendance.REPRESENTED, Attendance.EXCUSED):
        seat_of(meeting, attendance)
    minutes = make_minutes(meeting=meeting, findings="Gäste waren da.\n\nTon gut.")
    loose = content_of(minutes)["findings"]
    Rules.objects.create(
        board=meeting.board, valid_from=dt.date(2026, 1, 1), has_quorum=True, quorum_minimum=2
    )

    strict = content_of(Minutes.objects.get())["findings"]

    assert loose == [
        "Die Sitzung ist ordnungsgemäß einberufen.",
        "Anwesend oder vertreten sind 2 von 3 stimmberechtigten Sitzen.",
        "Die Tagesordnung ist genehmigt.",
        "Gäste waren da.",
        "Ton gut.",
    ]
    assert strict[1] == (
        "Beschlussfähig: 2 von 3 Stimmen, 1 durch Vertretung; nötig mehr als 1 "
        "(Geschäftsordnung vom 01.01.2026)."
    )


def full():
    """Minutes with a public and a members' item, each with all that an item can hold."""
    meeting = make_held_meeting(held_on=DAY, number=3)
    _seat, person = seat_of(meeting, Attendance.PRESENT)
    for visibility, mark in ((make.PUBLIC, ""), (make.MEMBERS, SECRET), (make.OFFICE, "Amtlich")):
        item = make.make_agenda_item(
            meeting=meeting, title=f"TOP {mark}".strip(), visibility=visibility
        )
        make_record(agenda_item=item, text=f"Ergebnis {mark}")
        make_resolution(agenda_item=item, text=f"Wortlaut {mark}", visibility=visibility)
        values = {"board": meeting.board, "meeting": meeting, "agenda_item": item}
        make_task(title=f"Aufgabe {mark}", person=person, due_on=DAY, **values)
        make.make_document(agenda_item=item, title=f"Anlage {mark}", visibility=make.PUBLIC)
        guest = make.make_person(family_name=f"Gast {mark}")
        Guest.objects.create(
            meeting=meeting,
            person=guest,
            agenda_item=item,
            is_present=True,
            organisation_name=f"Haus {mark}",
        )
    make_circular(
        board=meeting.board,
        meeting=meeting,
        text=f"Umlauf {SECRET}",
        visibility=make.MEMBERS,
        state="adopted",
        decided_on=DAY,
    )
    minutes = make_minutes(
        meeting=meeting,
        chair=person,
        minute_taker=f"{SECRET} Protokoll",
        findings=f"{SECRET} Feststellung",
        closing=f"{SECRET} Schluss",
    )
    return content_of(minutes), person


def text_of(content):
    return json.dumps(content, ensure_ascii=False)


def test_public_part_keeps_public_items_and_no_person():
    content, person = full()

    found = public_part(content)

    assert SECRET in text_of(content)
    assert person.family_name in text_of(content)
    assert SECRET not in text_of(found)
    assert "Amtlich" not in text_of(found)
    assert person.family_name not in text_of(found)
    assert found["items"][1:] == [
        {"position": 2, "title": "nichtöffentlich"},
        {"position": 3, "title": "nichtöffentlich"},
    ]
    first = found["items"][0]
    assert (first["text"], first["resolutions"][0]["text"]) == ("Ergebnis ", "Wortlaut ")
    assert [one["assignee"] for one in first["tasks"]] == [""]
    assert [one["title"] for one in found["attachments"]] == ["Anlage "]
    assert [one["organisation"] for one in found["guests"]] == ["Haus "]


def versions_of(minutes):
    return [one.content["head"]["version"] for one in minutes.versions.order_by("number")]


def test_head_says_which_version_it_is_and_to_everybody_else_nothing():
    minutes = approved()
    kept = minutes.versions.last().content

    assert content_of(make_minutes())["head"]["version"] == "Entwurf"
    assert versions_of(minutes) == ["1", "2"]
    assert members_part(kept)["head"]["version"] == "2"
    assert public_part(kept)["head"]["version"] == ""


def test_head_says_that_one_could_join_online():
    venue = make.make_venue(name="Werkhalle")
    here = {"venue": venue, "held_on": DAY}
    link = {"video_link": "https://video.example.org/geheim"}
    meetings = [make_held_meeting(**one) for one in (here, here | link, link)]

    heads = [content_of(make_minutes(meeting=one))["head"] for one in meetings]

    place = "Werkhalle, Beispielstraße 1, 09111 Chemnitz"
    assert [one["place"] for one in heads] == [place, f"{place} und online", "Videokonferenz"]
    assert "geheim" not in text_of(heads)


def test_members_read_all_but_what_only_the_office_may_see():
    content, person = full()

    found = members_part(content)

    assert SECRET in text_of(found)
    assert person.full_name in text_of(found)
    assert "Amtlich" in text_of(content)
    assert "Amtlich" not in text_of(found)
    assert found["items"][2] == {"position": 3, "title": "nichtöffentlich"}


def test_content_is_plain_data():
    content, _person = full()

    assert json.loads(text_of(content)) == content


@pytest.mark.parametrize("size", [1, 10])
def test_content_needs_so_many_queries(django_assert_num_queries, size):
    meeting = make_held_meeting()
    for _ in range(size):
        item = make.make_agenda_item(meeting=meeting, rapporteurs=[make.make_organisation()])
        seat, person = seat_of(meeting, Attendance.PRESENT)
        make_record(agenda_item=item).conflicted.add(seat)
        make_resolution(agenda_item=item)
        make_task(board=meeting.board, meeting=meeting, agenda_item=item, person=person)
        make.make_document(agenda_item=item)
    minutes = Minutes.objects.select_related("meeting__board", "meeting__venue").get(
        pk=make_minutes(meeting=meeting).pk
    )

    with django_assert_num_queries(16):
        content_of(minutes)


# --- In words ---------------------------------------------------------------


def test_note_says_how_far_the_minutes_are():
    minutes = released()
    until = f"{minutes.objections_until:%d.%m.%Y}"
    done = approved()
    day = f"{done.approved_in.held_on:%d.%m.%Y}"

    assert status_note(make_minutes()).startswith("Entwurf vom ")
    assert status_note(minutes).endswith(f", Einwendungen bis {until}")
    assert status_note(done) == f"genehmigt in der 2. Sitzung am {day}"


def marked(pieces):
    return "".join(f"[{one.text}]" if one.is_changed else one.text for one in pieces)


def test_differences_name_the_changed_words_and_nothing_else():
    content, _person = full()
    other = json.loads(text_of(content))
    other["items"][0]["text"] = "Ergebnis bleibt offen"
    other["closing"] = ""

    rows = [(marked(one.before), marked(one.after)) for one in changes(content, other)]

    assert rows == [
        ("Ergebnis", "Ergebnis[ bleibt offen]"),
        (f"[{SECRET} Schluss]", ""),
    ]
    assert is_same(content, json.loads(text_of(content)))


# --- What the office has to do ----------------------------------------------


def lines(day=None):
    return [(one.text, one.is_late) for one in due.waiting(Minutes.objects.all(), day)]


def test_minutes_are_due_and_then_late():
    make_minutes(meeting=make_held_meeting(held_on=DAY))

    assert lines(dt.date(2026, 6, 15)) == [("Protokoll bis 15.06.2026", False)]
    assert lines(dt.date(2026, 6, 16)) == [("Protokoll war bis 15.06.2026 fällig", True)]


def test_open_objections_come_first_then_the_approval_and_then_nothing():
    minutes = released()
    quiet = lines()
    later(minutes)
    to_approve = lines()
    objection(minutes)

    assert quiet == []
    assert to_approve == [("Protokoll ist noch nicht als genehmigt vermerkt", True)]
    assert lines() == [("1 Einwendung zum Protokoll ist offen", False)]
    Minutes.objects.update(state="approved", approved_at=minutes.released_at)
    assert lines() == []
