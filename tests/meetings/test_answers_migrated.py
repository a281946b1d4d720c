"""Answers given before they had a person and a day get both from what the records say."""

from importlib import import_module

import pytest
from django.apps import apps

from meetings.models import Guest, Participation
from tests import factories as make
from tests.meetings.test_answers_hold import HELD_ON, Scene

pytestmark = pytest.mark.django_db


def test_answers_of_before_get_their_person_and_their_day():
    scene = Scene(make.make_user(is_superuser=True, is_staff=True))
    scene.moved_day()
    columns = ("response", "given_by", "given_for", "is_ad_hoc")
    known = list(Participation.objects.order_by("pk").values_list(*columns))
    Participation.objects.update(given_by=None, given_for=None, is_ad_hoc=False)
    Guest.objects.update(given_by=None, given_for=None)

    import_module("meetings.migrations.0016_answer_of_person_and_day").sign(apps, None)

    assert list(Participation.objects.order_by("pk").values_list(*columns)) == known
    assert {day for response, _by, day, _ad_hoc in known if response != "pending"} == {HELD_ON}
    guest = Guest.objects.get()
    assert (guest.given_by, guest.given_for) == (guest.person, HELD_ON)
