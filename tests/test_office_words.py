"""What Django and its libraries say in English, said in German."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.models import User
from tests import factories as make
from tests.office import change, office

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


def test_pages_about_accounts_say_only_german(office):
    user = make.make_user(password="geheim")

    pages = {
        name: office.get(address).content.decode()
        for name, address in {
            "add": "/admin/accounts/user/add/",
            "change": change(user),
            "set": f"/admin/accounts/user/{user.pk}/password/",
            "own": "/admin/password_change/",
        }.items()
    }

    for page in pages.values():
        for bad in ("Password-based", "After you", "Raw passwords", "das selbe", "es es", "LDAP"):
            assert bad not in page
        assert 'name="usable_password"' not in page
    assert "Neues Passwort setzen" in pages["change"]
    assert "niemand kann sie lesen" in pages["change"]
    assert "Darf alles" in pages["change"]
    assert user.password.split("$")[-1][:6] not in pages["change"]


def test_passwords_are_set(office):
    user = make.make_user()
    word = "noch-ein-langes-Wort-9"

    office.post(
        f"/admin/accounts/user/{user.pk}/password/",
        {"password1": word, "password2": word, "usable_password": "false"},
    )
    office.post(
        "/admin/password_change/",
        {"old_password": make.PASSWORD, "new_password1": word, "new_password2": word},
    )

    for one in User.objects.all():
        assert one.check_password(word)


def test_group_ticks_the_office_and_says_so(office):
    user, group = make.make_user(), Group.objects.first()
    data = {"email": user.email, "name": "", "is_active": "on", "groups": [group.pk]}

    answer = office.post(change(user), data, follow=True)

    user.refresh_from_db()
    assert user.is_staff
    assert any("Geschäftsstelle" in str(one) for one in answer.context["messages"])


# --- History ----------------------------------------------------------------


def test_history_shows_labels_and_plain_text(office):
    article = make.make_article(body="<p>Alt</p>", visibility="members")
    article.body, article.visibility = "<p>Neu</p>", "public"
    article.save()

    page = office.get(change(article, "history")).content.decode()

    assert "<del>Alt</del> → <ins>Neu</ins>" in page
    assert "<del>nur Mitglieder</del> → <ins>öffentlich</ins>" in page
    assert f"<h1>Verlauf: {article}</h1>" in page


def test_restoring_names_the_moment_and_stays(office):
    venue = make.make_venue(name="Altes Haus")
    version = venue.history.first()
    address = f"{change(venue, 'history')}{version.pk}/"

    answer = office.post(address, {"name": "Altes Haus", "street": "", "city": ""}, follow=True)

    moment = timezone.localtime(version.history_date).strftime("%d.%m.%Y, %H:%M")
    assert answer.redirect_chain == [(change(venue), 302)]
    said = [str(one) for one in answer.context["messages"]]
    assert said == [f"Der Stand vom {moment} Uhr ist wiederhergestellt."]


def test_sidebar_and_export_need_no_explaining(office):
    page = office.get("/admin/meetings/venue/").content.decode()
    export = office.get("/admin/meetings/venue/export/").content.decode()

    assert 'placeholder="Filtern"' in page
    assert '<option value="0" selected>xlsx</option>' in export
