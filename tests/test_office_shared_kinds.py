"""Rows of what is shared, accounts, what serves all boards, and every kind the office knows."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.models import User
from meetings.models import AgendaTemplate, TextBlock
from news.models import Article, Publication
from partners.admin.scope import ScopedAdmin
from partners.models import Centre, Consent, Feedback, FormerName, Organisation, Person
from post.models import Mail
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

# --- Rows, accounts, and what serves all boards ----------------------------------------


@pytest.mark.parametrize(("model", "whole"), [(Consent, Person), (FormerName, Organisation)])
def test_rows_of_what_is_shared_are_as_missing(office, things, model, whole):
    def row(kind):
        name = whole._meta.model_name
        return model.objects.get(**{name: things[kind][whole]})

    assert list(office.get(listing(model)).context["cl"].queryset) == [row(OWN)]
    assert office.get(address(row(OWN))).status_code == 200
    for kind in (SHARED, FOREIGN, FREE):
        assert office.get(address(row(kind), "history")).status_code == 404
        assert office.post(address(row(kind)), {"wording": "neu"}).status_code == 302
    assert not model.objects.filter(**{"wording": "neu"} if model is Consent else {"name": "neu"})


def test_accounts_of_other_boards_people_are_as_missing(office, editor, things):
    users = {}
    for kind, objs in things.items():
        users[kind] = objs[Person].user = make.make_user(email=f"konto{kind}@example.org")
        objs[Person].save()

    listed = set(office.get(listing(User)).context["cl"].queryset)

    assert listed == {users[OWN], editor}
    assert [office.get(address(one)).status_code for one in users.values()] == [200, 302, 302, 302]


@pytest.fixture
def common():
    return [
        make.make_centre(),
        AgendaTemplate.objects.filter(board=None).first(),
        TextBlock.objects.create(name="Für alle", text="<p>Text</p>"),
    ]


def test_what_serves_all_boards_is_read_and_not_changed(office, common):
    for obj in common:
        answers = [office.get(address(obj, one)).status_code for one in ("change", "history")]
        assert answers == [200, 403]
        assert office.post(address(obj), {"name": "Gekapert"}).status_code == 403
        assert office.post(address(obj, "delete"), {"post": "yes"}).status_code == 403
    assert "Gekapert" not in {type(one).objects.get(pk=one.pk).name for one in common}


# --- Every kind the office knows ----------------------------------------------------------


# Of all boards or of none: news and reports of barriers; the rest asks a right of its own.
BESIDE = {Article, Feedback, Publication, Mail, Group}
HERE = {*SHARING, Consent, FormerName, User, AgendaTemplate, TextBlock, Centre}


def test_every_form_of_the_office_is_of_one_board_or_asks_whose_a_thing_is():
    scoped = {
        model for model, office in admin.site._registry.items() if isinstance(office, ScopedAdmin)
    }

    assert set(admin.site._registry) - scoped == HERE | BESIDE
