"""Invented people, and who of them sits where."""

import datetime as dt

from django.utils import timezone

from partners.models import Consent, Mandate, Person


def known_or_new(given_name, family_name, **values) -> Person:
    """Return the person of that name; the same name twice is one person."""
    name = f"{given_name}.{family_name}".lower().replace("ü", "ue")
    return Person.objects.get_or_create(
        email=f"{name}@example.org",
        defaults={
            "given_name": given_name,
            "family_name": family_name,
            "is_example": True,
            **values,
        },
    )[0]


def seat_members(board, names):
    """Put a member and a deputy on each seat; every other member may be named."""
    starts_on = timezone.localdate() - dt.timedelta(days=365)
    seats = board.seats.active_on(timezone.localdate())
    for index, (seat, row) in enumerate(zip(seats, names, strict=False)):
        office = Mandate.Office.CHAIR if index == 0 else Mandate.Office.NONE
        member = known_or_new(*row[:2])
        seat_member(seat, member, starts_on, office=office)
        seat_member(seat, known_or_new(*row[2:]), starts_on, role=Mandate.Role.DEPUTY)
        if index % 2 == 0:
            let_be_named(member)


def seat_member(seat, person, starts_on, **values):
    Mandate.objects.create(seat=seat, person=person, starts_on=starts_on, **values)


def let_be_named(person):
    Consent.objects.get_or_create(person=person, item=Consent.Item.NAME)


def by_organisation(board, role) -> dict:
    """Return who sits on the board today in that role, by the organisation's short name."""
    mandates = Mandate.objects.active_on(timezone.localdate()).filter(seat__board=board, role=role)
    found = mandates.order_by("seat").select_related("person", "seat__organisation")
    return {one.seat.organisation.short_name: one.person for one in found}


def by_number(board, role) -> dict:
    """Return the same by the number of the seat, counted from one."""
    return dict(enumerate(by_organisation(board, role).values(), start=1))
