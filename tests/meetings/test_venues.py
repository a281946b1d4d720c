"""Correcting a place reaches the calendars that show it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import factories as make
from tests.calendars import events, uid

pytestmark = pytest.mark.django_db


def save(client, venue, **values):
    fields = ("name", "street", "postal_code", "city", "directions")
    form = {name: getattr(venue, name) for name in fields} | values
    address = reverse("admin:meetings_venue_change", args=[venue.pk])
    assert client.post(address, form).status_code == 302


def test_renaming_a_place_raises_the_sequence_of_coming_sessions_only(client):
    venue = make.make_venue(name="Altes Haus")
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    coming, past = make.make_meeting(venue=venue), make.make_meeting(venue=venue, held_on=yesterday)
    elsewhere = make.make_meeting(venue=make.make_venue())
    client.force_login(make.make_staff(is_superuser=True))

    def sequences():
        found = events(client.get("/sitzungen/kalender.ics"))
        return [found[uid(one)]["SEQUENCE"] for one in (coming, past, elsewhere)]

    before = sequences()
    save(client, venue)
    assert sequences() == before

    save(client, venue, name="Neues Haus")

    assert sequences() == [before[0] + 1, *before[1:]]
    entry = events(client.get("/sitzungen/kalender.ics"))[uid(coming)]
    assert entry["LOCATION"].startswith("Neues Haus")
