"""What a form, a list or a search gives away of things its user may not see."""

import pytest
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


def address(obj, view="change", *more):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}"
    return reverse(name, args=[obj.pk, *more])


def sign_in(client, *permissions, **more):
    user = make.make_staff(*permissions, **more)
    client.force_login(user)
    return user


def article_form(article, **values):
    form = {"title": "Neu", "slug": article.slug, "teaser": "T", "visibility": "public"}
    return form | values


# --- References -------------------------------------------------------------------


def test_meeting_is_not_named_to_who_may_not_see_meetings(client):
    meeting, article = make.make_meeting(), make.make_article()
    sign_in(client, "news.change_article", "news.view_article")

    response = client.post(address(article), article_form(article, meeting=meeting.pk))

    assert response.context["adminform"].form.errors.keys() == {"meeting"}
    assert "1. Sitzung" not in response.content.decode()


def test_account_is_not_named_to_who_may_not_see_accounts(client):
    user = make.make_user(name="Geheim Name")
    person = make.make_person(user=user)
    sign_in(client, "partners.change_person", "partners.view_person")

    page = client.get(address(person)).content.decode()

    assert "Geheim Name" not in page
    assert user.email not in page
    assert "(verborgen)" in page


def test_boards_are_not_listed_to_who_may_not_see_boards(client):
    make.make_board(short_name="Geheimes Gremium", visibility=make.OFFICE)
    sign_in(client, "meetings.add_meeting")

    assert "Geheimes" not in client.get("/admin/meetings/meeting/add/").content.decode()


def restricted(client, *permissions):
    user = sign_in(client, *permissions)
    make.make_board().staff.add(user)
    return user


def test_read_only_form_does_not_name_the_meeting_of_another_board(client):
    article = make.make_article(meeting=make.make_meeting())
    restricted(client, "news.view_article", "meetings.view_meeting")

    page = client.get(address(article)).content.decode()

    assert "(verborgen)" in page
    assert "1. Sitzung" not in page


def test_read_only_form_names_the_meeting_of_the_own_board(client):
    article = make.make_article(meeting=make.make_meeting())
    sign_in(client, "news.view_article", "meetings.view_meeting")

    assert "1. Sitzung am" in client.get(address(article)).content.decode()


@pytest.fixture
def moved():
    """An article that got a meeting, a second one and none again."""
    article = make.make_article()
    for meeting in (make.make_meeting(), make.make_meeting(number=2), None):
        article.meeting = meeting
        article.save()
    return article


def test_history_does_not_name_the_meeting_of_another_board(client, moved):
    restricted(client, "news.view_article", "meetings.view_meeting")

    page = client.get(address(moved, "history")).content.decode()

    assert "<del>–</del> → <ins>(verborgen)</ins>" in page
    assert ". Sitzung am" not in page


def test_history_names_what_the_user_may_see(client, moved):
    sign_in(client, is_superuser=True)

    page = client.get(address(moved, "history")).content.decode()

    assert "1. Sitzung am" in page
    assert "pk=None" not in page


def test_history_of_what_is_gone_says_so(client, moved):
    for version in moved.history.exclude(meeting=None):
        version.meeting.delete()
    sign_in(client, is_superuser=True)

    assert "(gelöscht)" in client.get(address(moved, "history")).content.decode()


def test_old_version_does_not_name_the_meeting_of_another_board(client, moved):
    restricted(client, "news.view_article", "meetings.view_meeting")
    old = moved.history.order_by("history_id")[1]

    page = client.get(address(moved, "simple_history", old.pk)).content.decode()

    assert ". Sitzung am" not in page
