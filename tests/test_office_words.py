"""What Django and its libraries say in English, said in German."""

import pytest

from tests import factories as make
from tests.test_office_forms import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db


def test_text_editor_speaks_german_in_every_form(office):
    article = make.make_article()
    history = f"{change(article, 'history')}{article.history.first().pk}/"

    catalogue = office.get("/admin/jsi18n/").content.decode()

    for english, german in (("bold", "Fett"), ("Edit Link", "Link bearbeiten"), ("URL", "Adresse")):
        assert f'"{english}": "{german}"' in catalogue
    for page in (change(article), "/admin/news/article/add/", history):
        assert "js/editor-words.js" in office.get(page).content.decode()
