"""A person's tasks behind both doors, and the office's list."""

import datetime as dt

import pytest
from django.utils import timezone

from meetings.models import Task
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.held import make_held_meeting, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def board():
    return make.make_board()


@pytest.fixture
def person(board):
    return make.make_member(board).person


@pytest.fixture(params=["login", "link"])
def front(request, client, person):
    if request.param == "login":
        client.force_login(person.user)
        return "/mein/"
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_task_is_ticked_off_with_a_remark_and_back(client, front, board, person):
    task = make_task(board=board, person=person, title="Zahlen <b>")

    done = client.post(f"{front}aufgaben/{task.pk}/erledigt/", {"text": "Anbei"}, follow=True)
    page = done.content.decode()
    task.refresh_from_db()
    state = task.state
    back = client.post(f"{front}aufgaben/{task.pk}/offen/", follow=True)

    assert state == Task.State.DONE
    assert said(done) == ["Erledigt: „Zahlen <b>“. Danke!"]
    assert "Zahlen &lt;b&gt;" in page
    assert "Anbei" in page
    assert said(back) == ["Wieder offen: „Zahlen <b>“."]


def test_page_of_a_person_leads_to_open_tasks(client, front, board, person):
    task = make_task(board=board, person=person, due_on=dt.date(2020, 1, 1))

    page = client.get(front).content.decode()

    assert f"{front}aufgaben/#aufgabe-{task.pk}" in page
    assert "überfällig" in page


@pytest.mark.parametrize("act", ["erledigt", "offen", "bemerkung"])
def test_looking_changes_nothing(client, front, board, person, act):
    task = make_task(board=board, person=person)

    answers = [
        getattr(client, verb)(f"{front}aufgaben/{task.pk}/{act}/") for verb in ("get", "head")
    ]

    task.refresh_from_db()
    assert [one.status_code for one in answers] == [405, 405]
    assert task.state == Task.State.OPEN


@pytest.mark.parametrize("act", ["erledigt", "offen", "bemerkung"])
def test_foreign_secret_and_missing_tasks_are_not_found(client, front, board, person, act):
    colleague = make.make_member(board).person
    foreign = make_task(board=board, person=colleague)
    secret = make_task(board=board, person=person, is_announced=False)
    own = make_task(board=board, person=person)

    answers = [
        client.post(f"{front}aufgaben/{pk}/{act}/", {"text": "x"}).status_code
        for pk in (foreign.pk, secret.pk, 10**9, own.pk)
    ]

    assert answers == [404, 404, 404, 302]


def test_too_long_a_remark_is_refused_and_nothing_done(client, front, board, person):
    task = make_task(board=board, person=person)

    answer = client.post(f"{front}aufgaben/{task.pk}/erledigt/", {"text": "x" * 2001}, follow=True)

    task.refresh_from_db()
    assert said(answer) == ["Ihre Bemerkung ist zu lang: höchstens 2.000 Zeichen."]
    assert task.state == Task.State.OPEN


def test_task_goes_with_the_mandate(client, board):
    """Somebody of two boards keeps the tasks of the board they still sit on."""
    person = make.make_member(board).person
    other = make.make_board()
    mandate = make.make_mandate(seat=make.make_seat(board=other), person=person)
    left, kept = make_task(board=other, person=person), make_task(board=board, person=person)
    client.force_login(person.user)
    before = client.get("/mein/aufgaben/").content.decode()

    mandate.ends_on = timezone.localdate() - dt.timedelta(days=1)
    mandate.save()
    page = client.get("/mein/aufgaben/").content.decode()

    assert left.title in before
    assert left.title not in page
    assert kept.title in page
    assert client.post(f"/mein/aufgaben/{left.pk}/erledigt/").status_code == 404


def test_guest_sees_the_task_of_the_session_they_attended(client, board):
    guest = make.make_guest(meeting=make_held_meeting(board=board)).person
    task = make_task(board=board, meeting=guest.guest_of.get().meeting, person=guest)
    foreign = make_task(board=board, person=guest)
    token = PersonalLink.objects.mint(guest, PersonalLink.Purpose.PERSONAL)

    page = client.get(f"/l/{token}/aufgaben/").content.decode()

    assert task.title in page
    assert foreign.title not in page


# --- The office ---------------------------------------------------------------


@pytest.fixture
def office(client, board):
    user = make.make_leader(board)
    client.force_login(user)
    return user


def test_office_announces_on_purpose(client, office, board, person):
    task = make_task(board=board, person=person, is_announced=False)
    address = f"/admin/meetings/task/{task.pk}/"

    page = client.get(f"{address}change/").content.decode()
    saved_nothing = Mail.objects.count()
    answer = client.post(f"{address}mitteilen/", follow=True)

    assert "Jetzt mitteilen" in page
    assert saved_nothing == 0
    assert said(answer) == [f"Mitgeteilt: {person.full_name}."]
    assert Mail.objects.get().person == person
    assert "Jetzt mitteilen" not in answer.content.decode()


def test_tasks_of_other_boards_do_not_exist(client, office):
    foreign = make_task(is_announced=False)

    answers = [
        client.get(f"/admin/meetings/task/{foreign.pk}/change/"),
        client.post(f"/admin/meetings/task/{foreign.pk}/mitteilen/"),
    ]

    assert [one.status_code for one in answers] == [302, 404]
    assert foreign.title not in client.get("/admin/meetings/task/").content.decode()


def test_who_may_only_look_announces_nothing(client, board, person):
    client.force_login(make.make_staff("meetings.view_task"))
    task = make_task(board=board, person=person, is_announced=False)

    assert client.get(f"/admin/meetings/task/{task.pk}/change/").status_code == 200
    assert client.post(f"/admin/meetings/task/{task.pk}/mitteilen/").status_code == 403


@pytest.mark.parametrize("urgency", ["offen", "ueberfaellig", "wiedervorlage", "unmitgeteilt"])
def test_office_finds_what_is_urgent(client, office, board, urgency):
    past = timezone.localdate() - dt.timedelta(days=1)
    found = {
        "offen": make_task(board=board),
        "ueberfaellig": make_task(board=board, due_on=past),
        "wiedervorlage": make_task(board=board, follow_up_on=past),
        "unmitgeteilt": make_task(board=board, is_announced=False),
    }
    done = make_task(board=board, due_on=past, follow_up_on=past, state=Task.State.DONE)

    page = client.get("/admin/meetings/task/", {"dringend": urgency}).content.decode()

    shown = {name for name, one in found.items() if one.title in page}
    assert shown == (set(found) if urgency == "offen" else {urgency})
    assert done.title not in page


@pytest.mark.parametrize("path", ["board", "person", "organisation", "meeting"])
def test_office_lists_tasks_by_board_person_organisation_and_session(client, path):
    client.force_login(make.make_leader())
    builders = {
        "board": make.make_board,
        "person": make.make_person,
        "organisation": make.make_organisation,
        "meeting": lambda: make_held_meeting(board=boards[0]),
    }
    boards = [make.make_board() for _ in range(2)]
    one, other = builders[path](), builders[path]()
    task = make_task(**{"board": boards[0], path: one})
    foreign = make_task(**{"board": boards[0], path: other})
    without = make_task(board=boards[1])

    found = client.get("/admin/meetings/task/", {f"{path}__id__exact": one.pk})

    shown = found.context["cl"].queryset
    assert list(shown) == [task]
    offered = {spec.field_path: spec for spec in found.context["cl"].filter_specs[2:]}[path]
    choices = {key for key, _words in offered.lookup_choices}
    assert {one.pk, other.pk} <= choices
    assert {foreign.title, without.title}.isdisjoint(found.content.decode().split())


@pytest.mark.parametrize("count", [1, 10])
def test_list_needs_so_many_queries(
    client, office, board, person, count, django_assert_num_queries
):
    meeting = make_held_meeting(board=board)
    for _number in range(count):
        make_task(board=board, person=person, meeting=meeting)
    client.get("/admin/meetings/task/")

    with django_assert_num_queries(16):
        client.get("/admin/meetings/task/")


def test_putting_off_without_a_reason_is_said_at_the_form(client, office, board):
    task = make_task(board=board)
    data = {
        "title": task.title,
        "state": "deferred",
        "state_reason": "",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }

    answer = client.post(f"/admin/meetings/task/{task.pk}/change/", data)

    assert answer.status_code == 200
    assert "Bitte nennen Sie den Grund." in answer.content.decode()


def test_announced_task_is_dropped_not_deleted(client, office, board):
    office.is_superuser = True
    office.save()
    client.force_login(office)
    announced, fresh = make_task(board=board), make_task(board=board, is_announced=False)

    answers = [
        client.get(f"/admin/meetings/task/{one.pk}/delete/").status_code
        for one in (announced, fresh)
    ]

    assert answers == [403, 200]
