"""Steps of those who work in the office: who they are, and what their forms hold."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests import factories as make


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(is_superuser=True, name="Chefin"))
    return client


def change(obj, view="change"):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}"
    return reverse(name, args=[obj.pk])


def rows(prefix, forms, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": initial}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def item(title, position, **more):
    return {
        "title": title,
        "position": position,
        "kind": "report",
        "visibility": "public",
        "text": "",
    } | more


def paper(content=None, name="vorlage_eins.pdf", **more):
    upload = SimpleUploadedFile(name, content or make.pdf_bytes())
    return {"upload": upload, "title": "", "visibility": "public", "position": 0} | more


def session(board, items=(), papers=(), items_there=0, **more):
    return {
        "board": board.pk,
        "kind": "ordinary",
        "state": "planned",
        "visibility": "public",
        "held_on": "2027-05-05",
        **rows("agenda_items", items, items_there),
        **rows("documents", papers),
        **rows("guests", []),
    } | more
