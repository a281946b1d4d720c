"""The office closes the personal links of somebody who lost one."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db

Purpose = PersonalLink.Purpose
RIGHTS = (
    "partners.view_person",
    "partners.change_person",
    "post.view_mail",
    "post.view_personallink",
    "post.change_personallink",
)


def page(person):
    return reverse("admin:partners_person_change", args=[person.pk])


def act(person):
    return reverse("admin:post_revoke_links", args=[person.pk])


def test_all_links_of_one_person_are_closed(client):
    person, other = make.make_person(), make.make_person()
    tokens = {one: PersonalLink.objects.mint(person, one) for one in Purpose.values}
    kept = PersonalLink.objects.mint(other, Purpose.PERSONAL)
    client.force_login(make.make_staff(*RIGHTS))

    assert client.get(act(person)).status_code == 405
    answer = client.post(act(person), follow=True)

    assert "2 Links sind gesperrt." in answer.content.decode()
    assert [PersonalLink.objects.find(token, one) for one, token in tokens.items()] == [None, None]
    assert PersonalLink.objects.find(kept, Purpose.PERSONAL).person == other


def test_page_lists_the_links_that_open_today(client):
    person = make.make_person()
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    PersonalLink.objects.mint(person, Purpose.PERSONAL, yesterday)
    token = PersonalLink.objects.mint(person, Purpose.CALENDAR)
    client.force_login(make.make_staff(*RIGHTS))

    text = client.get(page(person)).content.decode()

    assert "Persönliche Links, heute gültig" in text
    assert text.count("gültig, bis er gesperrt wird") == 1
    assert "gültig bis" not in text
    assert token not in text
    assert f"/admin/post/mail/?person={person.pk}" in text


def test_without_the_right_nothing_is_shown_or_closed(client):
    person = make.make_person()
    token = PersonalLink.objects.mint(person, Purpose.PERSONAL)
    client.force_login(make.make_staff("partners.view_person", "partners.change_person"))

    text = client.get(page(person)).content.decode()

    assert client.post(act(person)).status_code == 403
    assert "Alle Links sperren" not in text
    assert "Persönliche Links" not in text
    assert "/admin/post/mail/" not in text
    assert PersonalLink.objects.find(token, Purpose.PERSONAL)


def test_links_of_people_on_other_boards_are_not_for_whom_one_board_binds(client):
    ours, theirs = make.make_board(), make.make_board()
    mine, both = (make.make_mandate(seat=make.make_seat(board=ours)).person for _ in range(2))
    make.make_mandate(seat=make.make_seat(board=theirs), person=both)
    guest, stands_in = (make.make_mandate(seat=make.make_seat(board=ours)).person for _ in "ab")
    meeting = make.make_meeting(board=theirs)
    make.make_guest(meeting=meeting, person=guest)
    seat = make.make_seat(board=theirs)
    meeting.participations.create(seat=seat, response="delegated", deputy=stands_in)
    for person in (mine, both):
        PersonalLink.objects.mint(person, Purpose.PERSONAL)
    client.force_login(make.make_leader(ours))

    answers = [client.post(act(person)).status_code for person in (mine, both)]

    assert answers == [302, 403]
    for person in (both, guest, stands_in):
        shown = client.get(page(person))
        assert "Persönliche Links" not in shown.content.decode()
        assert "email" not in shown.context["adminform"].form.fields
        assert client.post(act(person)).status_code == 403
    assert "email" in client.get(page(mine)).context["adminform"].form.fields
    assert set(PersonalLink.objects.open().values_list("person", flat=True)) == {both.pk}
