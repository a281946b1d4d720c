"""Which accounts and whose rights an office user can reach, and which not."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from meetings.models import Meeting
from partners.models import Board, Mandate
from tests import factories as make

pytestmark = pytest.mark.django_db


def address(obj, view="change", *more):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}"
    return reverse(name, args=[obj.pk, *more])


NO_ROWS = {
    f"{prefix}-{name}": "0"
    for prefix in ("mandates", "consents")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


@pytest.fixture
def board():
    return make.make_board(slug="alpha")


@pytest.fixture
def leader(client, board):
    """A leader who works on one board only."""
    user = make.make_leader(board)
    client.force_login(user)
    return user


@pytest.fixture
def chair():
    """Who chairs a board the leader does not maintain."""
    return make.make_mandate(office=Mandate.Office.CHAIR).person


def save(client, person, **values):
    form = {"family_name": "Neu", "email": person.email, **NO_ROWS} | values
    response = client.post(address(person), form)
    person.refresh_from_db()
    return response


# --- People -------------------------------------------------------------------


def test_leader_cannot_take_over_a_persons_mandates(client, leader, chair):
    before = chair.family_name

    response = save(client, chair, user=leader.pk, email="eigene@example.org")

    assert response.status_code == 302
    assert (chair.family_name, chair.user) == (before, None)
    assert chair.email != "eigene@example.org"
    assert not Board.objects.with_member(leader).exists()


def test_leader_cannot_link_an_account_to_a_new_person(client, leader):
    form = {"family_name": "Neu", "user": leader.pk, **NO_ROWS}

    client.post(reverse("admin:partners_person_add"), form)

    leader.refresh_from_db()
    assert not hasattr(leader, "person")


def test_email_of_the_own_boards_people_can_be_changed(client, leader, board):
    person = make.make_mandate(seat=make.make_seat(board=board)).person

    save(client, person, email="neu@example.org")

    assert person.email == "neu@example.org"


def test_superuser_links_accounts(client, chair):
    admin = make.make_staff(is_superuser=True)
    client.force_login(admin)

    save(client, chair, user=admin.pk)

    assert chair.user == admin


# --- Old versions ---------------------------------------------------------------


def test_old_version_does_not_bring_an_account_back(client, leader, board):
    person = make.make_mandate(seat=make.make_seat(board=board)).person
    person.user = leader
    person.save()
    old = person.history.first().pk
    person.user = None
    person.save()

    client.post(address(person, "simple_history", old), {"family_name": "Alt"})

    person.refresh_from_db()
    assert (person.family_name, person.user) == ("Alt", None)


def test_old_version_does_not_move_a_meeting_to_another_board(client, leader, board):
    meeting = make.make_meeting(board=make.make_board())
    old = meeting.history.first().pk
    Meeting.objects.filter(pk=meeting.pk).update(board=board)
    form = {"number": 7, "slug": "alt", "kind": "ordinary", "state": "planned"}
    form |= {"visibility": "members", "held_on": "2027-05-05"}

    response = client.post(address(meeting, "simple_history", old), form)

    meeting.refresh_from_db()
    assert response.status_code == 302
    assert (meeting.slug, meeting.board) == ("alt", board)


# --- Accounts and groups ----------------------------------------------------------

KEEPER = ("accounts.view_user", "accounts.change_user")


def try_password(client, user):
    """Return the answer to a new password for `user`."""
    new = "ganz-anderes-Passwort-815"
    form = {"password1": new, "password2": new, "usable_password": "true"}
    return client.post(f"/admin/accounts/user/{user.pk}/password/", form).status_code


@pytest.mark.parametrize("is_active", [True, False])
def test_password_of_a_leader_is_not_set_by_who_holds_less(client, is_active):
    target = make.make_leader(is_active=is_active)
    client.force_login(make.make_staff(*KEEPER))

    assert try_password(client, target) == 403
    assert client.post(address(target), {"name": "X", "is_active": "on"}).status_code == 403
    target.refresh_from_db()
    assert target.check_password(make.PASSWORD)


def test_password_is_set_by_who_holds_as_much(client):
    client.force_login(make.make_staff(*KEEPER))

    assert try_password(client, make.make_user()) == 302
    assert try_password(client, make.make_staff("accounts.view_user")) == 302


def test_password_of_who_works_on_more_boards_is_not_set(client, board):
    keeper, free, same = (make.make_staff(*KEEPER) for _one in range(3))
    board.staff.add(keeper, same)
    client.force_login(keeper)

    assert try_password(client, free) == 403
    assert try_password(client, same) == 302


def test_groups_are_for_superusers_only(client):
    group = Group.objects.get(name="Redaktion")
    acts = ("view", "add", "change", "delete")
    staff = make.make_staff()
    staff.user_permissions.set(
        Permission.objects.filter(codename__in=[f"{act}_group" for act in acts])
    )
    client.force_login(staff)

    assert client.get(address(group)).status_code == 403
    assert client.post(address(group), {"name": "Meine"}).status_code == 403
    client.force_login(make.make_staff(is_superuser=True))
    assert client.get(address(group)).status_code == 200


def test_people_are_imported_only_by_whom_no_board_binds(client):
    free, bound = make.make_leader(), make.make_leader(make.make_board())

    answers = []
    for user in (free, bound):
        client.force_login(user)
        answers.append(client.get("/admin/partners/person/import/").status_code)

    assert answers == [200, 403]
