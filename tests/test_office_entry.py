"""Who gets into the office, and what its addresses bear."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def listing(model, view="changelist"):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}")


@pytest.fixture
def admin_office(client):
    client.force_login(make.make_staff(is_superuser=True))
    return client


# --- The front door ---------------------------------------------------------


def test_visitor_is_sent_to_the_sites_login(client):
    response = client.get("/admin/meetings/meeting/", follow=True)

    assert [url for url, _status in response.redirect_chain][-1].startswith(
        "/anmelden/passwort/?next=%2Fadmin"
    )
    assert response.status_code == 200


def test_admin_login_keeps_the_wanted_page(client):
    response = client.get("/admin/login/?next=/admin/news/article/")

    assert response.url == "/anmelden/passwort/?next=/admin/news/article/"


def test_admin_login_takes_no_password(client):
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 405


def test_member_without_office_rights_gets_403_and_no_loop(client):
    client.force_login(make.make_user())

    response = client.get("/admin/", follow=True)

    assert response.status_code == 403


def test_staff_with_a_session_skips_the_login(client):
    client.force_login(make.make_staff())

    assert client.get("/admin/login/").url == "/admin/"


def test_redirect_by_content_type_is_gone(admin_office):
    assert admin_office.get("/admin/r/1/1/").status_code == 404


# --- Groups -----------------------------------------------------------------


def test_groups_come_with_their_rights():
    names = {
        group.name: {p.codename for p in group.permissions.all()} for group in Group.objects.all()
    }

    assert set(names) == {"Redaktion", "Sitzungsdienst", "Leitung"}
    assert names["Redaktion"] == {
        "view_article",
        "add_article",
        "change_article",
        "delete_article",
        "view_organisation",
        "view_board",
        "view_meeting",
        "view_agendaitem",
        "view_topic",
        "view_project",
        "view_publication",
    }
    assert "change_meeting" in names["Sitzungsdienst"]
    assert "change_person" not in names["Sitzungsdienst"]
    assert names["Redaktion"] | names["Sitzungsdienst"] < names["Leitung"]
    assert {"view_user"} == {name for name in names["Leitung"] if name.endswith("_user")}


def test_editor_sees_only_what_the_group_allows(client):
    editor = make.make_staff()
    editor.groups.add(Group.objects.get(name="Redaktion"))
    client.force_login(editor)

    assert client.get("/admin/news/article/add/").status_code == 200
    assert client.get("/admin/meetings/meeting/").status_code == 200
    assert client.get("/admin/meetings/meeting/add/").status_code == 403
    assert client.get("/admin/partners/person/").status_code == 403
    assert client.get("/admin/partners/organisation/import/").status_code == 403


# --- Bad addresses -----------------------------------------------------------

NONSENSE = [
    "q=%FF",
    "board__id__exact=100000000000000000000",
    "e=1",
    "p=99999999999999999999",
    "o=abc",
    "_to_field=zz",
    "pk__in=1,abc",
    "x=" + "a" * 3000,
]


@pytest.mark.parametrize("query", NONSENSE)
def test_nonsense_in_the_address_is_no_error_of_ours(admin_office, query):
    for model, office in admin.site._registry.items():
        views = ["changelist", "export"] if office.export_columns else ["changelist"]
        for view in views:
            response = admin_office.get(f"{listing(model, view)}?{query}")
            assert response.status_code in {200, 302, 400}, (model, view)


@pytest.mark.parametrize("key", ["abc", "100000000000000000000", "_5"])
def test_nonsense_key_is_as_missing(admin_office, key):
    for model in admin.site._registry:
        for view in ("change", "history", "delete"):
            path = f"{listing(model)}{key}/{view}/"
            assert admin_office.get(path).status_code in {302, 403, 404}, path
