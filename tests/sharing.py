"""Two boards and what they use, alone and both, for who works on one of them."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from meetings.models import Venue
from partners.models import Consent, FormerName, Organisation, Person
from tests import factories as make

OWN, SHARED, FOREIGN, FREE = "own", "shared", "foreign", "free"
SHARING = (Person, Organisation, Venue)


def address(obj, view="change", *more):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}"
    return reverse(name, args=[obj.pk, *more])


def listing(model, view="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


def marked_person(word):
    """A person who has something to hide in every field, and had before."""
    values = {"phone": f"FON{word}", "note": f"NOTIZ{word}", "email": f"mail{word}@example.org"}
    person = make.make_person(family_name=f"Name{word}", function=f"Funktion{word}", **values)
    person.note = f"HEUTE{word}"
    person.save()
    Consent.objects.create(person=person, item="name", wording=f"WORT{word}")
    return person


def marked_organisation(word):
    organisation = make.make_organisation(name=f"Haus{word}", place=f"Ort{word}")
    FormerName.objects.create(
        organisation=organisation, name=f"Alt{word}", short_name="Alt", replaced_on=make.LONG_AGO
    )
    return organisation


def on_boards(word, boards):
    """One of everything that several boards may use, used by `boards`."""
    person, organisation = marked_person(word), marked_organisation(word)
    venue = make.make_venue(name=f"Saal{word}")
    for board in boards:
        seat = make.make_seat(board=board, organisation=organisation)
        make.make_mandate(seat=seat, person=person, ends_on=make.LONG_AGO)
        make.make_meeting(board=board, venue=venue, visibility=make.OFFICE)
    return {Person: person, Organisation: organisation, Venue: venue}


@pytest.fixture
def mine():
    return make.make_board(name="Gremium A", short_name="Alpha", slug="alpha")


@pytest.fixture
def theirs():
    return make.make_board(name="Gremium B", short_name="Beta", slug="beta", visibility=make.OFFICE)


@pytest.fixture
def things(mine, theirs):
    boards = {OWN: [mine], SHARED: [mine, theirs], FOREIGN: [theirs], FREE: []}
    return {kind: on_boards(kind.upper(), boards[kind]) for kind in boards}


@pytest.fixture
def editor(mine):
    """Somebody with every right of the office, on one board."""
    user = make.make_staff()
    user.user_permissions.set(Permission.objects.all())
    mine.staff.add(user)
    return user


@pytest.fixture
def office(client, things, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def chief(client, things):
    client.force_login(make.make_staff(is_superuser=True))
    return client
