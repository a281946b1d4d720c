"""Saving what is there already: a clear answer, never an error of ours."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from meetings.models import Meeting
from partners.models import Consent, FormerName, Mandate, Rules, Seat
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = "2020-02-02"


def address(obj, view="change", *more):
    name = f"admin:{obj._meta.app_label}_{obj._meta.model_name}_{view}"
    return reverse(name, args=[obj.pk, *more])


def rows(prefix, *forms):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


@pytest.fixture
def office(client):
    client.force_login(make.make_staff(is_superuser=True))
    return client


def meeting_form(**values):
    return {
        "kind": "ordinary",
        "state": "planned",
        "visibility": "public",
        "held_on": "2027-05-05",
        **rows("agenda_items"),
        **rows("documents"),
        **rows("guests"),
    } | values


def refusal(response):
    """Return what the form says at its head, and nothing was answered but the form."""
    assert response.status_code == 200
    return list(response.context["adminform"].form.non_field_errors())


# --- Against what is stored -----------------------------------------------------


def test_meeting_cannot_take_a_number_in_use(office):
    board = make.make_board()
    make.make_meeting(board=board)
    second = make.make_meeting(board=board)

    response = office.post(address(second), meeting_form(number=1, slug="zwei"))

    assert refusal(response) == ["Diese Nummer hat schon eine Sitzung des Gremiums."]


def test_old_version_with_a_number_in_use_is_refused(office):
    meeting = make.make_meeting()
    old = meeting.history.first().pk
    Meeting.objects.filter(pk=meeting.pk).update(number=2, slug="zwei")
    make.make_meeting(board=meeting.board, number=1, slug="eins")

    response = office.post(
        address(meeting, "simple_history", old), meeting_form(number=1, slug="drei")
    )

    assert refusal(response) == ["Diese Nummer hat schon eine Sitzung des Gremiums."]


def test_seat_cannot_be_reopened_beside_an_open_one(office):
    old = make.make_seat(ends_on=dt.date(2019, 1, 1))
    Seat.objects.create(board=old.board, organisation=old.organisation, starts_on=DAY)
    form = {"organisation": old.organisation_id, "starts_on": DAY, **rows("mandates")}

    response = office.post(address(old), form)

    assert refusal(response) == ["Diese Organisation hat schon einen Sitz."]


def test_rules_cannot_take_a_day_in_use(office):
    board = make.make_board()
    first = Rules.objects.create(board=board, valid_from=DAY)
    second = Rules.objects.create(board=board, valid_from="2021-01-01")
    values = {one.name: getattr(first, one.name) for one in Rules._meta.fields}
    form = {name: value for name, value in values.items() if value is not False}

    response = office.post(address(second), form | {"valid_from": DAY})

    assert refusal(response) == ["Zu diesem Tag gibt es schon eine Fassung."]


def test_former_name_cannot_take_a_day_in_use(office):
    organisation = make.make_organisation()
    days = (DAY, "2021-01-01")
    names = [
        FormerName.objects.create(organisation=organisation, name="A", replaced_on=day)
        for day in days
    ]
    form = {"name": "A", "short_name": "A", "replaced_on": DAY}

    response = office.post(address(names[1]), form)

    assert refusal(response) == ["Zu diesem Tag gibt es schon eine Umbenennung."]


def test_consent_cannot_be_given_twice(office):
    first = make.make_person(consents=["name", "photo"]).consents.get(item="photo")
    form = {"item": "name", "granted_on": DAY, "wording": "2026-11"}

    response = office.post(address(first), form)

    assert refusal(response) == ["Diese Einwilligung liegt schon vor."]


# --- Twice in one form ----------------------------------------------------------

AFTER_EACH_OTHER = "Lassen Sie das eine erst nach dem Ende des anderen beginnen."
CONSENT = {"item": "name", "granted_on": DAY, "wording": "2026-11"}


def row_errors(response):
    assert response.status_code == 200
    formsets = [one.formset for one in response.context["inline_admin_formsets"]]
    return [message for one in formsets for form in one.forms for message in form.errors.values()]


def test_two_equal_consents_in_one_form(office):
    person = make.make_person()
    form = {"family_name": "X", **rows("mandates"), **rows("consents", CONSENT, CONSENT)}

    response = office.post(address(person), form)

    assert row_errors(response) == [["Diese Einwilligung liegt schon vor."]]
    assert not Consent.objects.exists()


def test_two_different_consents_in_one_form(office):
    person = make.make_person()
    two = rows("consents", CONSENT, CONSENT | {"item": "photo"})

    response = office.post(address(person), {"family_name": "X", **rows("mandates"), **two})

    assert response.status_code == 302
    assert Consent.objects.count() == 2


def test_two_open_seats_of_one_organisation_in_one_form(office):
    organisation = make.make_organisation()
    seat = {"board": make.make_board().pk, "starts_on": DAY}
    form = {"name": "N", "short_name": "N", "slug": "n", "kind": organisation.kind}

    response = office.post(
        address(organisation), form | rows("seats", seat, seat) | rows("former_names")
    )

    words = f"In dieser Zeit hat diese Organisation schon einen Sitz. {AFTER_EACH_OTHER}"
    assert row_errors(response) == [[words]]


def test_two_members_on_one_seat_in_one_form(office):
    seat = make.make_seat()
    mandate = {"person": make.make_person().pk, "role": "main", "office": "none", "starts_on": DAY}
    form = {"organisation": seat.organisation_id, "starts_on": DAY}

    response = office.post(address(seat), form | rows("mandates", mandate, mandate))

    [[words]] = row_errors(response)
    assert words.startswith("In dieser Zeit hat der Sitz schon ein Mitglied: ")
    assert words.endswith(AFTER_EACH_OTHER)
    assert not Mandate.objects.exists()


# --- At the same time -----------------------------------------------------------


@pytest.fixture
def somebody_is_faster(monkeypatch):
    """The first saving of a meeting finds that another one came in between."""
    save, calls = Meeting.save, []

    def collide(meeting, *args, **kwargs):
        calls.append(meeting)
        save(meeting, *args, **kwargs)
        if len(calls) == 1:
            raise IntegrityError

    monkeypatch.setattr(Meeting, "save", collide)


def test_new_meeting_that_collides_comes_back_as_form(office, somebody_is_faster):
    form = meeting_form(board=make.make_board().pk, number=1, slug="eins")

    response = office.post("/admin/meetings/meeting/add/", form)

    assert response.status_code == 409
    assert "Das wurde inzwischen schon gespeichert." in response.content.decode()
    assert not Meeting.objects.exists()


def test_old_version_that_collides_comes_back_as_form(office, request):
    meeting = make.make_meeting()
    old = address(meeting, "simple_history", meeting.history.first().pk)
    request.getfixturevalue("somebody_is_faster")

    response = office.post(old, meeting_form(number=9, slug="neun"))

    assert response.status_code == 409
    assert "Das wurde inzwischen schon gespeichert." in response.content.decode()
    assert Meeting.objects.get().number == 1


# --- A second click -------------------------------------------------------------

ADD_MEETING = "/admin/meetings/meeting/add/"


def test_meeting_without_number_is_made_once(office):
    form = meeting_form(board=make.make_board().pk)

    answers = [office.post(ADD_MEETING, form) for _click in range(2)]

    assert [one.status_code for one in answers] == [302, 200]
    (error,) = answers[1].context["adminform"].form.errors["number"]
    assert error.startswith("Diese Sitzung gibt es schon: 1. Sitzung am 05.05.2027.")
    assert Meeting.objects.count() == 1


def test_second_meeting_of_a_day_needs_its_number(office):
    form = meeting_form(board=make.make_board().pk)

    office.post(ADD_MEETING, form)
    office.post(ADD_MEETING, form | {"number": 2})

    assert Meeting.objects.count() == 2


def test_document_is_added_once(office):
    meeting = make.make_meeting()

    def upload():
        file = SimpleUploadedFile("a.pdf", make.pdf_bytes())
        paper = {"upload": file, "title": "A", "visibility": "public", "position": 0}
        form = meeting_form(number=1, slug="eins") | rows("documents", paper)
        return office.post(address(meeting), form)

    assert upload().status_code == 302
    assert row_errors(upload()) == [["Dieses Dokument gibt es in der Sitzung schon."]]
    assert meeting.documents.count() == 1
