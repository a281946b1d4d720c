"""The office's way back, its refusals and its start page."""

import datetime as dt

import pytest
from django.urls import reverse

from meetings.models import AgendaItem
from partners.models import Centre, Organisation
from tests import factories as make
from tests.office import change, office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

ADD = "/admin/meetings/meeting/add/"


# --- History --------------------------------------------------------------------


def test_history_tells_who_changed_what(office):
    organisation = make.make_organisation(place="Chemnitz")
    organisation.place = "Dresden"
    organisation._history_user = organisation.history.model.history_user.get_queryset().first()
    organisation.save()

    page = office.get(change(organisation, "history")).content.decode()

    assert "<strong>Ort:</strong> <del>Chemnitz</del> → <ins>Dresden</ins>" in page
    assert "Chefin" in page


def test_older_version_can_be_restored(office):
    venue = make.make_venue(name="Altes Haus")
    venue.name = "Neues Haus"
    venue.save()
    old = venue.history.last()
    address = reverse("admin:meetings_venue_simple_history", args=[venue.pk, old.pk])

    shown = office.get(address).context["adminform"].form.initial
    office.post(address, {name: shown[name] for name in ("name", "street", "city")})

    venue.refresh_from_db()
    assert venue.name == "Altes Haus"
    assert venue.history.count() == 3


def test_older_version_brings_its_choices_back(office):
    then, now = make.make_organisation(), make.make_organisation()
    item = make.make_agenda_item(title="damals", rapporteurs=[then])
    old = item.history.first()
    item.rapporteurs.set([now])
    address = reverse("admin:meetings_agendaitem_simple_history", args=[item.pk, old.pk])

    shown = office.get(address).context["adminform"].form.initial
    chosen = [one.pk for one in shown["rapporteurs"]]
    values = {name: shown[name] for name in ("title", "kind", "visibility", "text")}
    office.post(address, values | {"rapporteurs": chosen})

    assert chosen == [then.pk]
    assert set(item.rapporteurs.all()) == {then}


def test_restoring_an_item_keeps_positions_dense(office):
    meeting = make.make_meeting()
    first, second = (make.make_agenda_item(meeting=meeting, title=title) for title in "ab")
    AgendaItem.objects.filter(pk=first.pk).update(position=2)
    AgendaItem.objects.filter(pk=second.pk).update(position=1)
    old = first.history.last()
    address = reverse("admin:meetings_agendaitem_simple_history", args=[first.pk, old.pk])

    office.post(address, {"title": "a alt", "kind": "report", "visibility": "public", "text": ""})

    assert sorted(meeting.agenda_items.values_list("position", flat=True)) == [1, 2]
    assert AgendaItem.objects.get(pk=first.pk).title == "a alt"


# --- Deleting and the rest --------------------------------------------------------


def test_organisation_with_a_seat_is_not_deleted_and_says_why(office):
    seat = make.make_seat()

    page = office.get(change(seat.organisation, "delete")).content.decode()
    office.post(change(seat.organisation, "delete"), {"post": "yes"})

    assert "lässt sich nicht löschen" in page
    assert f"Sitz: Sitz {seat.pk}" in page
    assert Organisation.objects.filter(pk=seat.organisation_id).exists()


def test_rapporteur_is_not_deleted(office):
    lead, free = make.make_organisation(), make.make_organisation()
    make.make_agenda_item(rapporteurs=[lead])

    for organisation in (lead, free):
        office.post(change(organisation, "delete"), {"post": "yes"})

    assert list(Organisation.objects.all()) == [lead]


def test_centre_is_one_form(office):
    make.make_centre()

    assert office.get("/admin/partners/centre/").url == "/admin/partners/centre/1/change/"
    assert office.get("/admin/partners/centre/add/").status_code == 403


def test_first_centre_can_be_entered(office):
    assert office.get("/admin/partners/centre/").url == "/admin/partners/centre/add/"
    office.post("/admin/partners/centre/add/", {"name": "Zentrum"})

    assert Centre.objects.get().pk == 1


def test_start_page_says_what_the_next_session_lacks(office):
    meeting = make.make_meeting()
    make.make_meeting(
        held_on=meeting.held_on - dt.timedelta(days=1),
        is_cancelled=True,
        cancellation_reason="Schnee",
    )

    page = office.get("/admin/")

    assert page.context["next_meeting"] == meeting
    assert page.context["next_meeting"].lacks == [
        "Uhrzeit",
        "Ort",
        "Tagesordnung",
        "Dokumente",
    ]
    texts = [line.text for line in page.context["gaps"]]
    assert "Impressum: Text fehlt" in texts
    assert f"{meeting.board}: keine Geschäftsordnung" in texts


def test_forms_carry_the_nonce_of_the_policy(office):
    page = office.get(ADD)

    policy = page.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in page.content.decode()
    assert "unsafe" not in policy


def test_view_button_leads_to_the_page(office):
    document = make.make_document()

    for obj in (document.meeting, document, make.make_article(), make.make_organisation()):
        address = getattr(obj, "file_name", None) or obj.get_absolute_url()
        assert address in office.get(change(obj)).content.decode()


def test_restoring_a_session_undoes_no_invitation_and_no_cancellation(office):
    meeting = make.make_meeting(state="planned", note="alt")
    old = meeting.history.last()
    meeting.state, meeting.note = "invited", "neu"
    meeting.is_cancelled, meeting.cancellation_reason = True, "Sturm"
    meeting.save()
    address = reverse("admin:meetings_meeting_simple_history", args=[meeting.pk, old.pk])

    shown = office.get(address).context["adminform"].form.initial
    values = {name: "" if value is None else value for name, value in shown.items()}
    office.post(address, values)

    meeting.refresh_from_db()
    assert meeting.note == "alt"
    assert (meeting.state, meeting.is_cancelled) == ("invited", True)
