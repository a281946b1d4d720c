"""
People, organisations and places of several boards, for who works on some boards only.

What a board shares with one that is not the user's is read as far as a page of
the own board shows it, and not changed; what is of others only is as missing.
"""

import pytest

from meetings.models import Task, Venue
from partners.belonging import ways
from partners.models import Organisation, Person
from tests import factories as make
from tests.sharing import (
    FOREIGN,
    FREE,
    OWN,
    SHARED,
    SHARING,
    address,
    chief,
    editor,
    listing,
    mine,
    office,
    theirs,
    things,
)

__all__ = ["chief", "editor", "mine", "office", "theirs", "things"]
pytestmark = pytest.mark.django_db


# --- Every door -----------------------------------------------------------------


def form_of(obj):
    """Return a form that renames `obj`, with no rows."""
    prefixes = ("mandates", "consents", "seats", "former_names")
    rows = {f"{one}-{name}_FORMS": "0" for one in prefixes for name in ("TOTAL", "INITIAL")}
    names = {
        Person: {"family_name": "Gekapert", "email": f"gekapert-{obj.pk}@example.org"},
        Organisation: {
            "name": "Gekapert",
            "short_name": "G",
            "slug": f"gekapert-{obj.pk}",
            "consortium_role": "none",
            "consortium_position": "0",
        },
        Venue: {"name": "Gekapert"},
    }
    return rows | names[type(obj)]


def doors(client, obj):
    """Return what each door of the object's form answers, the one that deletes last."""
    old = address(obj, "simple_history", obj.history.last().pk)
    return {
        "form": client.get(address(obj)).status_code,
        "save": client.post(address(obj), form_of(obj)).status_code,
        "history": client.get(address(obj, "history")).status_code,
        "old": client.get(old).status_code,
        "restore": client.post(old, form_of(obj)).status_code,
        "delete": client.get(address(obj, "delete")).status_code,
        "deleted": client.post(address(obj, "delete"), {"post": "yes"}).status_code,
    }


MAY = {"form": 200, "save": 302, "history": 200, "old": 200, "restore": 302, "delete": 200}
READS = {"form": 200, "save": 403, "history": 403, "old": 403, "restore": 403}
READS |= {"delete": 403, "deleted": 403}
MISSING = {"form": 302, "save": 302, "history": 404, "old": 404, "restore": 404}
MISSING |= {"delete": 302, "deleted": 302}


def stored(obj):
    rows = type(obj).objects.filter(pk=obj.pk).values().get()
    return rows, obj.history.count()


@pytest.mark.parametrize("model", SHARING)
@pytest.mark.parametrize(("kind", "expected"), [(SHARED, READS), (FREE, READS), (FOREIGN, MISSING)])
def test_what_is_not_of_the_own_board_alone_is_not_changed(office, things, model, kind, expected):
    before = stored(things[kind][model])

    answers = doors(office, things[kind][model])

    assert answers == expected
    assert stored(things[kind][model]) == before


@pytest.mark.parametrize("model", SHARING)
def test_what_is_of_the_own_board_alone_is_changed(office, things, model):
    answers = doors(office, things[OWN][model])

    assert {name: answers[name] for name in MAY} == MAY
    assert "Gekapert" in str(model.objects.get(pk=things[OWN][model].pk))


@pytest.mark.parametrize("model", SHARING)
def test_who_works_on_all_boards_changes_everything(chief, things, model):
    answers = [doors(chief, obj[model]) for obj in things.values()]

    assert [{name: one[name] for name in MAY} for one in answers] == [MAY] * 4


@pytest.mark.parametrize("model", SHARING)
def test_foreign_is_as_missing(office, things, model):
    obj = things[FOREIGN][model]
    key = f"/{obj.pk}/"
    old = address(obj, "simple_history", obj.history.last().pk)

    for door in (address(obj), address(obj, "history"), address(obj, "delete"), old):
        foreign, missing = office.get(door), office.get(door.replace(key, "/987654/"))

        assert foreign.status_code == missing.status_code
        assert foreign.content == missing.content
        assert foreign.get("Location") == missing.get("Location")


def test_what_a_visitor_reads_of_other_boards_may_be_chosen_but_not_changed(office, theirs):
    open_board = make.make_board()
    organisation, venue = make.make_organisation(), make.make_venue()
    make.make_seat(board=open_board, organisation=organisation)
    make.make_meeting(board=open_board, venue=venue)

    assert [doors(office, one) for one in (organisation, venue)] == [READS, READS]


def test_whom_one_enters_oneself_is_ones_own_until_another_board_uses_them(office, mine, theirs):
    office.post(listing(Person, "add"), form_of(Person(pk=0)) | {"phone": "0371"})
    person = Person.objects.get(family_name="Gekapert")

    assert office.get(address(person)).context["adminform"].form.fields["phone"]
    assert person in office.get(listing(Person)).context["cl"].queryset
    make.make_mandate(seat=make.make_seat(board=mine), person=person)
    assert office.post(address(person), form_of(person)).status_code == 302
    make.make_mandate(seat=make.make_seat(board=theirs), person=person)
    assert office.post(address(person), form_of(person)).status_code == 403


# --- Which boards -----------------------------------------------------------------


WAYS = {
    Person: {
        ("Mandate", "person", "seat__board"),
        ("PersonalLink", "person", "board"),
        ("Delivery", "person", "dispatch__meeting__board"),
        ("Minutes", "chair", "meeting__board"),
        ("Objection", "person", "seat__board"),
        ("Participation", "answered_by", "meeting__board"),
        ("Participation", "written_by", "meeting__board"),
        ("Participation", "given_by", "meeting__board"),
        ("Participation", "deputy", "meeting__board"),
        ("Guest", "person", "meeting__board"),
        ("Guest", "given_by", "meeting__board"),
        ("AgendaProposal", "person", "meeting__board"),
        ("PersonalNote", "person", "agenda_item__meeting__board"),
        ("Task", "person", "board"),
        ("TaskComment", "person", "task__board"),
        ("Vote", "person", "resolution__board"),
        ("Topic", "proposed_by", "board"),
        ("Advice", "person", "board"),
        ("Weight", "person", "weighing__board"),
        ("ReportRequest", "person", "round__meeting__board"),
        ("ProgressReport", "submitted_by", "project__board"),
    },
    Organisation: {
        ("Seat", "organisation", "board"),
        ("AgendaItem", "rapporteurs", "meeting__board"),
        ("Task", "organisation", "board"),
        ("Topic", "organisation", "board"),
        ("Advice", "organisation", "board"),
        ("Project", "reporter", "board"),
        ("Project", "partners", "board"),
        ("ReportRequest", "organisation", "round__meeting__board"),
        ("ProgressReport", "organisation", "project__board"),
        ("Article", "organisations", "meeting__board"),
    },
    Venue: {("Meeting", "venue", "board")},
}


def test_ways_from_a_board_to_its_people_organisations_and_places():
    assert {model: {(one.__name__, *way) for one, *way in ways(model)} for model in SHARING} == WAYS


def as_guest(person, meeting):
    make.make_guest(person=person, meeting=meeting)


def as_deputy(person, meeting):
    seat = make.make_seat(board=meeting.board)
    meeting.participations.create(seat=seat, response="delegated", deputy=person)


def as_doer(person, meeting):
    Task.objects.create(board=meeting.board, title="Aufgabe", person=person)


def as_next_member(person, meeting):
    later = make.timezone.localdate() + make.dt.timedelta(days=300)
    make.make_mandate(seat=make.make_seat(board=meeting.board), person=person, starts_on=later)


@pytest.mark.parametrize("use", [as_guest, as_deputy, as_doer, as_next_member])
def test_every_use_by_another_board_shares_a_person(office, things, theirs, use):
    person = things[OWN][Person]
    assert office.get(address(person, "history")).status_code == 200

    use(person, make.make_meeting(board=theirs))

    assert doors(office, person) == READS
