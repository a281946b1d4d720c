"""What a form, a list or a search gives away of things its user may not see."""

import pytest
from django.urls import reverse
from django.utils import timezone

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


# --- Lists ------------------------------------------------------------------------


@pytest.fixture
def office(client):
    sign_in(client, is_superuser=True)
    return client


HUGE = 10**20


@pytest.mark.parametrize(
    "query",
    [
        "partners/person/?mandates=1",
        "partners/person/?family_name__regex=(",
        "partners/person/?family_name__range=1",
        "partners/person/?user__password__startswith=p",
        "meetings/meeting/?agenda_items=1",
        "meetings/meeting/?held_on__year=0",
        f"meetings/meeting/?held_on__year={HUGE}",
        "news/article/?published_from__gte=0001-01-01",
        "news/article/?q=" + "a " * 120,
        "autocomplete/?app_label=partners&model_name=mandate&field_name=seat&term=" + "a" * 201,
    ],
)
def test_what_no_filter_offers_is_refused(office, query):
    assert office.get(f"/admin/{query}").status_code == 400


@pytest.mark.parametrize("value", ["zz", HUGE, "-1", ""])
@pytest.mark.parametrize("lookup", ["board__id__exact", "board__isnull", "state__exact"])
def test_filters_bear_nonsense(office, lookup, value):
    make.make_meeting()

    assert office.get(f"/admin/meetings/meeting/?{lookup}={value}").status_code in {200, 302}


def test_filters_that_are_offered_work(office):
    meeting, _other = make.make_meeting(), make.make_meeting()
    page = office.get(f"/admin/meetings/meeting/?board__id__exact={meeting.board_id}")

    assert list(page.context["cl"].queryset) == [meeting]
    for spec in page.context["cl"].filter_specs:
        for choice in spec.choices(page.context["cl"]):
            address = f"/admin/meetings/meeting/{choice['query_string']}"
            assert office.get(address).status_code == 200


@pytest.mark.parametrize(("right", "found"), [(None, 0), ("meetings.view_agendaitem", 1)])
def test_search_finds_titles_only_for_who_may_read_them(client, right, found):
    make.make_agenda_item(title="Geheimsache", visibility=make.OFFICE)
    sign_in(client, *filter(None, ["meetings.view_meeting", right]))

    page = client.get("/admin/meetings/meeting/?q=Geheimsache")

    assert page.context["cl"].queryset.count() == found


# --- Nonsense in forms --------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        f"news/article/add/?meeting={HUGE}",
        "news/article/add/?organisations=1,zz",
        f"news/article/add/?organisations={HUGE}",
        "news/article/add/?published_from=99999-01-01",
        "news/article/add/?published_from=0001-01-01T00:00Z",
        "news/article/add/?published_from=2027-01-01 10:00",
        "meetings/meeting/add/?board=zz",
        "meetings/meeting/add/?held_on=99999-01-01",
        f"meetings/meeting/add/?number={HUGE}",
        "meetings/meeting/add/?nothing=1",
    ],
)
def test_new_form_bears_nonsense_in_its_address(office, query):
    assert office.get(f"/admin/{query}").status_code == 200


def test_new_form_takes_first_values_from_its_address(office):
    board = make.make_board()

    page = office.get(f"/admin/meetings/meeting/add/?board={board.pk}&held_on=2027-05-05")

    assert f'<option value="{board.pk}" selected>' in page.content.decode()
    assert 'value="2027-05-05"' in page.content.decode()


@pytest.mark.parametrize("value", ["zz", 10**30, "-1", "²"])
def test_nonsense_for_organisations_is_refused(office, value):
    article = make.make_article()

    response = office.post(address(article), article_form(article, organisations=value))

    assert response.context["adminform"].form.errors.keys() == {"organisations"}


def test_day_of_publication_without_a_time_begins_at_midnight(office):
    article = make.make_article()
    moment = {"published_from_0": "2027-05-05", "published_from_1": ""}

    response = office.post(address(article), article_form(article, **moment))

    article.refresh_from_db()
    assert response.status_code == 302
    assert f"{timezone.localtime(article.published_from):%d.%m.%Y %H:%M}" == "05.05.2027 00:00"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "99999-01-01"])
def test_nonsense_for_the_day_of_publication_is_refused(office, day):
    article = make.make_article()
    moment = {"published_from_0": day, "published_from_1": "00:00"}

    response = office.post(address(article), article_form(article, **moment))

    assert response.context["adminform"].form.errors.keys() == {"published_from"}


def test_nonsense_for_a_position_is_refused(office):
    meeting = make.make_meeting()
    names = ("title", "kind", "visibility", "text", "position")
    values = dict(zip(names, ("T", "report", "public", "", 2**63 - 1), strict=True))
    form = {f"agenda_items-0-{name}": value for name, value in values.items()}
    form |= {"agenda_items-TOTAL_FORMS": 1, "agenda_items-INITIAL_FORMS": 0}
    form |= {"documents-TOTAL_FORMS": 0, "documents-INITIAL_FORMS": 0, "number": 1, "slug": "x"}
    form |= {"guests-TOTAL_FORMS": 0, "guests-INITIAL_FORMS": 0}
    form |= {"kind": "ordinary", "state": "planned", "visibility": "public"}

    response = office.post(address(meeting), form | {"held_on": "2027-05-05"})

    assert response.status_code in {200, 302}


@pytest.mark.parametrize("chosen", ["x", HUGE, "-1"])
def test_nonsense_for_an_action_is_refused(office, chosen):
    form = {"action": "delete_selected", "_selected_action": chosen}

    assert office.post("/admin/news/article/", form).status_code == 400
