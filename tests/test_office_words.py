"""What Django and its libraries say in English, said in German."""

import re
from ast import literal_eval
from gettext import GNUTranslations

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from meetings.models import Venue
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
    assert user.password.split("$")[-1] not in pages["change"]


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


def test_export_needs_no_explaining(office):
    export = office.get("/admin/meetings/venue/export/").content.decode()

    assert '<option value="0" selected>xlsx</option>' in export


# --- Lists and forms --------------------------------------------------------------


def test_lists_say_what_to_do_in_the_words_of_the_office(office):
    make.make_meeting()

    page = office.get("/admin/meetings/meeting/").content.decode()

    assert "<title>Sitzungen | Gremium</title>" in page
    for word in ("Mit der Auswahl:", ">Anwenden<", "– bitte wählen –", "Sitzungen löschen"):
        assert word in page
    for word in ("Aktion:", "Ausführen", "---------", "Filter<", "Nach ", "Design", "Filtern"):
        assert word not in page


@pytest.mark.parametrize(("path", "word"), [("add/", "Sitzung anlegen"), ("", "Sitzungen")])
def test_title_of_the_window_is_the_heading(office, path, word):
    page = office.get(f"/admin/meetings/meeting/{path}").content.decode()

    assert f"<title>{word} | Gremium</title>" in page
    assert f"<h1>{word}</h1>" in page


def test_what_was_saved_is_told_in_short(office):
    address = "/admin/meetings/venue/"
    data = {"name": "Altes Haus", "street": "", "city": ""}

    said = [said_after(office.post(f"{address}add/", data, follow=True))]
    venue = Venue.objects.get()
    said += [said_after(office.post(change(venue), data | {"city": "Chemnitz"}, follow=True))]
    name = str(Venue.objects.get())
    said += [said_after(office.post(change(venue, "delete"), {"post": "yes"}, follow=True))]

    assert said == [
        "Sitzungsort „Altes Haus“ ist angelegt.",
        f"Sitzungsort „{name}“ ist gespeichert.",
        f"Sitzungsort „{name}“ ist gelöscht.",
    ]


def said_after(answer):
    (message,) = answer.context["messages"]
    return strip_tags(str(message))


def test_empty_choice_says_whether_one_is_needed(office):
    make.make_board()
    make.make_board()

    page = office.get("/admin/meetings/meeting/add/").content.decode()
    optional = forms.ModelChoiceField(Venue.objects.all(), required=False)

    assert '<option value="">– bitte wählen –</option>' in page
    assert "---------" not in page
    assert "– keine Auswahl –" in optional.widget.render("venue", "")


def test_choice_that_is_searched_says_when_it_is_empty(office):
    page = office.get("/admin/meetings/task/add/").content.decode()

    assert page.count('<option value="" label="– keine Auswahl –"></option>') == 3


def test_hidden_field_is_named_to_nobody(office):
    page = office.get("/admin/meetings/task/add/").content.decode()

    fields = re.findall(r'<input type="hidden"[^>]*>', page)
    assert 'name="comments-__prefix__-task"' in "".join(fields)
    assert [one for one in fields if "aria-" in one] == []


def test_deleting_names_no_row_that_only_ties_two_things(office):
    article = make.make_article()
    article.organisations.add(make.make_organisation())

    page = office.get(change(article, "delete")).content.decode()

    assert "object (" not in page
    assert "Beziehung" not in page
    assert "Meldung: <a" in page


def test_every_word_of_ours_for_a_library_is_compiled():
    folder = settings.BASE_DIR / "locale" / "de" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = dict(GNUTranslations(file)._catalog)

    assert compiled == source_of((folder / "django.po").read_text(encoding="utf-8"))


def source_of(text):
    """Return the pairs in a catalogue; its texts may run over several lines."""
    found = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', text, re.MULTILINE)
    return {unquoted(english): unquoted(german) for english, german in found}


def unquoted(lines):
    return "".join(literal_eval(line) for line in lines.splitlines())
