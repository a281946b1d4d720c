"""
Opened and saved unchanged, a form of the office changes nothing: no row, no right, no history.

The walk takes every form there is, fills in nothing and presses „Speichern“ as a browser does. A
model registered tomorrow is walked without a line here.
"""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import CharField, TextField
from django.urls import reverse

from tests import factories as make
from tests.full_scene import make_full_scene
from tests.rows_of_all import differences, rows_of_all
from tests.submitting import controls, form_with, press
from tests.test_office_tables import IMPORT, PEOPLE, confirm, send

pytestmark = pytest.mark.django_db
SAVE = "_save"
PUBLIC_FACE = ("public_digest", "public_changed_at")
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
# Read in the office, never typed there; what is entered has a page of its own.
WITHOUT_FORM = {
    "meetings.AgendaProposal",
    "meetings.Guest",
    "meetings.Minutes",
    "meetings.Objection",
    "meetings.Participation",
    "news.Publication",
    "post.Mail",
}


@pytest.fixture
def scene():
    return make_full_scene()


def address_of(row):
    opts = row._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk])


def saved(client, row, **typed):
    """Open the form of `row`, type into it, save it; return the answer, or None without a form."""
    page = client.get(address_of(row))
    form = form_with(page, SAVE) if page.status_code == 200 else None
    return None if form is None else press(client, page, form, SAVE, **typed)


def walk(client, rows):
    """Return the models whose form was saved, and (address, table, rows) of all that changed."""
    walked, wrong = set(), []
    before = rows_of_all()
    for row in rows:
        with transaction.atomic():
            answer = saved(client, row)
            changed = differences(before, rows_of_all()) if answer else []
            transaction.set_rollback(bool(changed))
        if answer:
            walked.add(row._meta.label)
            wrong += [(address_of(row), *one) for one in changed]
            wrong += [(address_of(row), "not saved")] if answer.status_code != 302 else []
    return walked, wrong


def with_one_word_more(client, row):
    """Add a word to the first text of the form; return (column, what else of all rows changed)."""
    page = client.get(address_of(row))
    form = form_with(page, SAVE)
    name = next(iter(texts_in(form, row)), None) if form is not None else None
    if name is None:
        return None, []
    before, values = rows_of_all(), values_of(row)
    with transaction.atomic():
        press(client, page, form, SAVE, **{name: f"{getattr(row, name)} mehr"})
        changed = [one for one, value in values_of(row).items() if value != values[one]]
        # Histories grow; what was there elsewhere stays.
        lost = [table for table, was, _now in differences(before, rows_of_all()) if was]
        transaction.set_rollback(True)
    own = {name, *PUBLIC_FACE}
    if name not in changed:
        return name, ["not saved"]
    return name, sorted({*changed} - own) + sorted({*lost} - {row._meta.db_table})


def texts_in(form, row):
    """Return the names of those controls that hold a text of the row itself."""
    shown = {one.get("name") for one in controls(form) if one.tag in {"input", "textarea"}}
    free = [one for one in row._meta.concrete_fields if type(one) in {TextField, CharField}]
    return [one.name for one in free if one.name in shown and not one.choices]


def values_of(row):
    return type(row)._default_manager.values().get(pk=row.pk)


def narrow(model):
    """Return an account that may change `model` and see nothing else."""
    name, app = model._meta.model_name, model._meta.app_label
    return make.make_staff(f"{app}.view_{name}", f"{app}.change_{name}")


# --- Every form ---------------------------------------------------------------


def test_everything_is_walked(scene):
    """What the scene lacks would be walked by nobody."""
    assert {model for model in MODELS if model not in scene.full.rows} == set()


def test_superuser_saves_every_form_unchanged(client, scene):
    client.force_login(make.make_staff(is_superuser=True))

    walked, wrong = walk(client, scene.of(MODELS))

    assert wrong == []
    assert {model._meta.label for model in MODELS} - walked == WITHOUT_FORM


def test_groups_of_the_program_keep_their_rights(client):
    client.force_login(make.make_staff(is_superuser=True))
    groups = list(Group.objects.all())
    assert min(len(group.permissions.all()) for group in groups) > 0

    assert walk(client, groups) == ({"auth.Group"}, [])


def test_group_keeps_a_right_that_its_form_does_not_offer(client):
    hidden = Permission.objects.get(codename="view_logentry")
    group = Group.objects.create(name="Prüfung")
    group.permissions.add(hidden, Permission.objects.get(codename="view_advice"))
    client.force_login(make.make_staff(is_superuser=True))

    answer = saved(client, group, name="Revision")

    assert answer.status_code == 302
    group.refresh_from_db()
    names = set(group.permissions.values_list("codename", flat=True))
    assert (group.name, names) == ("Revision", {"view_logentry", "view_advice"})


def test_group_form_offers_the_rights_of_every_app(client):
    client.force_login(make.make_staff(is_superuser=True))
    needed = set(Permission.objects.filter(group__isnull=False).values_list("pk", flat=True))

    page = client.get(reverse("admin:auth_group_add"))

    field = page.context["adminform"].form.fields["permissions"]
    assert needed - {key.value for key, _label in field.choices} == set()


def test_who_saves_unchanged_is_told_so(client):
    client.force_login(make.make_staff(is_superuser=True))
    venue = make.make_venue(directions="Erster Stock,\nlinks")

    told = [
        [
            str(one)
            for one in client.get(saved(client, venue, **typed)["Location"]).context["messages"]
        ]
        for typed in ({}, {"directions": "Zweiter Stock,\r\nlinks"})
    ]

    assert told[0] == ["Nichts gespeichert: Sie haben nichts geändert."]
    assert "ist gespeichert" in told[1][0]
    venue.refresh_from_db()
    assert (venue.directions, venue.history.count()) == ("Zweiter Stock,\nlinks", 2)


# --- By those who see less ------------------------------------------------------


def test_leader_of_one_board_saves_its_forms_unchanged(client, scene):
    client.force_login(make.make_leader(scene.board))

    walked, wrong = walk(client, scene.full.of(MODELS))

    assert wrong == []
    assert {"meetings.Meeting", "advice.Advice", "projects.Project"} <= walked


def test_who_sees_nothing_else_saves_each_form_unchanged(client, scene):
    """What the form hides from them is not chosen, and stays."""
    wrong, touched = [], set()
    for model in MODELS:
        client.force_login(narrow(model))
        row = scene.full.row(model)
        wrong += walk(client, [row])[1]
        column, besides = with_one_word_more(client, row)
        touched |= {model._meta.label} if column else set()
        wrong += [(address_of(row), column, one) for one in besides]

    assert wrong == []
    assert len(touched) > len(MODELS) / 2


# --- Other ways in ------------------------------------------------------------


@pytest.mark.parametrize("address", [IMPORT, PEOPLE])
def test_own_export_comes_back_without_a_trace(client, scene, settings, tmp_path, address):
    settings.VAR_DIR = tmp_path
    client.force_login(make.make_staff(is_superuser=True))
    table = client.post(address.replace("import", "export"), {"format": "1"}).content
    before = rows_of_all()

    page = confirm(client, send(client, table, to=address), to=address)

    assert "0 neu, 0 geändert" in page.content.decode()
    assert differences(before, rows_of_all()) == []
