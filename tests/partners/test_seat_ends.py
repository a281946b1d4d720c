"""The office ends a seat on every form that shows one: mandates end in the same step."""

import datetime as dt

import pytest

from meetings.models import Resolution, Task
from partners.models import Mandate, Seat
from tests import factories as make
from tests.office import rows

pytestmark = pytest.mark.django_db

LAST = dt.date(2026, 11, 20)


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(is_superuser=True))
    return client


@pytest.fixture
def seat():
    return make.make_seat()


@pytest.fixture
def member(seat):
    return make.make_mandate(seat=seat)


def posted(office, address, **typed):
    """Post the form as a browser would, with what is `typed` instead; return the answer."""
    page = office.get(address)
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, str | int | dt.date) and value is not False:
                data[field.html_name] = value
    return office.post(address, data | typed, follow=True)


def said(answer):
    return [str(one) for one in answer.context["messages"]]


def test_seat_form_says_what_ends_with_it(office, seat, member):
    Task.objects.create(board=seat.board, organisation=seat.organisation, title="Prüfen")
    Resolution.objects.create(
        board=seat.board,
        kind="circular",
        title="Satzung",
        state="open",
        opened_at=dt.datetime(2026, 11, 19, tzinfo=dt.UTC),
        closes_at=dt.datetime(2026, 12, 19, tzinfo=dt.UTC),
    )
    meeting = make.make_meeting(board=seat.board)

    form = office.get(f"/admin/partners/seat/{seat.pk}/change/").context["adminform"].form

    assert form.fields["ends_on"].help_text == (
        f"Letzter Tag. Mit dem Sitz enden: {member.person.full_name} (Mitglied). Offen bleiben die "
        "Aufgaben: „Prüfen“. Es läuft der Umlauf: „Satzung“; der Sitz zählt dort weiter. "
        f"Eingeladen ist zu: {meeting}."
    )


@pytest.mark.parametrize("form", ["seat", "board", "organisation"])
def test_mandates_end_with_the_seat_on_every_form(office, seat, member, form):
    addresses = {"seat": seat, "board": seat.board, "organisation": seat.organisation}
    name = "ends_on" if form == "seat" else "seats-0-ends_on"

    address = f"/admin/partners/{form}/{addresses[form].pk}/change/"
    answer = posted(office, address, **{name: "20.11.2026"})

    assert "errors" not in answer.context or not answer.context["errors"]

    member.refresh_from_db()
    assert (Seat.objects.get().ends_on, member.ends_on) == (LAST, LAST)
    assert member.history.first().history_change_reason == "Mit dem Sitz beendet"
    assert any("enden am 20.11.2026: " + member.person.full_name in one for one in said(answer))


def test_rows_are_checked_against_the_seat_as_it_is_typed(office, seat, member):
    new = {
        "person": make.make_person().pk,
        "role": "deputy",
        "office": "none",
        "starts_on": "21.11.2026",
    }
    form = {"starts_on": "01.01.2017", "votes_from": "01.01.2017", "ends_on": "20.11.2026"}

    answer = office.post(f"/admin/partners/seat/{seat.pk}/change/", form | rows("mandates", [new]))

    [errors] = [one.formset.errors for one in answer.context["inline_admin_formsets"]]
    assert errors[-1] == {"starts_on": ["Der Sitz besteht nur bis zum 20.11.2026."]}
    assert Mandate.objects.get().ends_on is None


def test_who_may_not_see_people_hears_how_many_end(client, seat, member):
    client.force_login(make.make_staff("partners.view_seat", "partners.change_seat"))

    form = client.get(f"/admin/partners/seat/{seat.pk}/change/").context["adminform"].form

    assert form.fields["ends_on"].help_text == "Letzter Tag. Mit dem Sitz enden: 1 Mandate."
