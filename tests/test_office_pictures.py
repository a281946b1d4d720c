"""Pictures in the office's forms lead nowhere but to their views."""

import re

import pytest
from django.core.files.base import ContentFile

from tests import factories as make
from tests.office import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def picture():
    return ContentFile(make.picture_bytes(), name="bild.png")


@pytest.mark.parametrize(
    "build",
    [
        lambda: make.make_article(image=picture(), image_alt="Haus", published_from=None),
        lambda: make.make_organisation(logo=picture()),
        lambda: make.make_centre(logo=picture()),
    ],
    ids=["article", "organisation", "centre"],
)
def test_form_shows_the_picture_through_its_view(office, build):
    page = office.get(change(build())).content.decode()

    address = re.search(r'<div class="picture-input">\s*<img src="([^"]+)"', page)[1]
    response = office.get(address)
    assert response.status_code == 200
    assert b"".join(response.streaming_content)
    assert "-clear" in page
    assert 'href="/media/' not in page


def test_photo_is_said_to_be_there_without_a_link(office):
    person = make.make_person(photo=picture())

    page = office.get(change(person)).content.decode()

    assert "Ein Bild ist vorhanden." in page
    assert person.photo.name not in page
