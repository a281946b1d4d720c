"""What else names a thing of minutes: objections, organisations, older versions, mails."""

import importlib

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from gremium.integrity import breaches
from meetings import objections
from meetings.minutes import acts
from meetings.minutes.content import content_of, members_part, public_part
from meetings.minutes.today import as_of_today, levels_of
from meetings.minutes.versions import last_version
from meetings.models import AgendaItem, MinutesVersion
from partners.reader import Reader
from post.models import Mail
from tests import factories as make
from tests.gremium.breaking import change
from tests.held import make_record, make_resolution, make_task
from tests.meetings import minuting, reading_minutes
from tests.meetings.reading_minutes import item_of, member_of, published, put

pytestmark = pytest.mark.django_db

keys_in_versions = importlib.import_module("meetings.migrations.0015_keys_in_versions")


# --- Objections ---------------------------------------------------------------


def test_objection_names_a_hidden_item_by_number_on_page_and_in_mail(client):
    minutes = reading_minutes.released()
    item = item_of(minutes)
    member = member_of(minutes)
    objection = objections.raise_objection(minutes, member.person, item, "Nein")
    client.force_login(member)
    address = f"/mein{reading_minutes.address(minutes)}"
    before = client.get(address).content.decode()

    put(item, make.OFFICE)
    page = client.get(address).content.decode()
    objections.answer(objection, "declined", "Bleibt so")
    mail = Mail.objects.latest("pk")

    assert "TOP 1 Öffentlicher Punkt" in before
    assert "Öffentlicher Punkt" not in page + mail.text + mail.html
    assert "TOP 1, nichtöffentlich" in page
    assert "TOP 1, nichtöffentlich" in mail.text
    assert objections.as_known(objection, Reader(member.person)) == "TOP 1, nichtöffentlich"


# --- Organisations ------------------------------------------------------------


def test_organisation_of_a_board_hidden_later_is_not_named_in_public():
    other = make.make_board()
    foreign = make.make_organisation(short_name="Fremdverband")
    make.make_seat(board=other, organisation=foreign)
    minutes = reading_minutes.make_full()
    item = item_of(minutes)
    item.rapporteurs.add(foreign)
    make_task(board=minutes.meeting.board, agenda_item=item, organisation=foreign)
    content = acts.freeze(minutes, MinutesVersion.Occasion.RELEASE, None).content
    now = public_part(as_of_today(content, levels_of(minutes.meeting)))

    put(other, make.MEMBERS)
    later = public_part(as_of_today(content, levels_of(minutes.meeting)))

    assert now["items"][0]["rapporteurs"] == ["Fremdverband"]
    assert [one["assignee"] for one in now["items"][0]["tasks"]] == ["", "Fremdverband"]
    assert "Fremdverband" not in str(later)


# --- Versions frozen before they held keys -------------------------------------


def test_versions_frozen_without_keys_get_them():
    minutes = published()
    version = last_version(minutes)
    content = version.content
    change(version, content=without_keys(content))
    before = public_part(as_of_today(last_version(minutes).content, levels_of(minutes.meeting)))

    keys_in_versions.add_keys(apps, None)

    assert before["attachments"] == []
    assert last_version(minutes).content == content
    assert members_part(content)["attachments"]


def without_keys(value):
    if isinstance(value, list):
        return [without_keys(one) for one in value]
    if not isinstance(value, dict):
        return value
    gone = {"item_id", "public_rapporteur_ids", "organisation_id"}
    if set(value) == {"id", "title", "visibility", "item", "item_id"}:
        gone |= {"id"}
    return {name: without_keys(one) for name, one in value.items() if name not in gone}


def test_paper_whose_title_two_have_stays_with_the_office():
    minutes = published()
    version = last_version(minutes)
    make.make_document(meeting=minutes.meeting, title="Öffentliches Papier")
    change(version, content=without_keys(version.content))

    keys_in_versions.add_keys(apps, None)

    content = as_of_today(last_version(minutes).content, levels_of(minutes.meeting))
    assert public_part(content)["attachments"] == []


def test_version_that_speaks_of_an_item_of_another_session_is_named():
    minutes = published()
    assert "items_of_version" not in {one.rule for one in breaches()}
    other = make_record(agenda_item=make.make_agenda_item()).agenda_item

    AgendaItem.objects.filter(pk=item_of(minutes).pk).update(meeting=other.meeting)

    found = {one.rule: one.rows for one in breaches()}["items_of_version"]
    assert found == sorted(f"meetings.minutesversion:{one.pk}" for one in minutes.versions.all())


# --- Elsewhere ----------------------------------------------------------------


def test_reminders_of_the_day_name_no_hidden_item():
    minutes = published()
    put(item_of(minutes), make.OFFICE)
    make_task(
        board=minutes.meeting.board,
        meeting=minutes.meeting,
        agenda_item=item_of(minutes),
        person=member_of(minutes).person,
        due_on=timezone.localdate(),
    )

    call_command("send_due")

    told = "".join(one.text + one.html for one in Mail.objects.all())
    assert "Aufgabe" in told
    assert "Öffentlicher Punkt" not in told


def test_office_looks_at_what_will_be_public_before_it_publishes(client):
    minutes = minuting.approved()
    item = minutes.meeting.agenda_items.get()
    resolution = make_resolution(agenda_item=item, text="Wortlaut von damals")
    change(last_version(minutes), content=acts_content(minutes))
    client.force_login(make.make_leader())
    address = f"/admin/meetings/minutes/{minutes.pk}/veroeffentlichen/"
    before = client.get(address, follow=True).content.decode()

    put(resolution, make.MEMBERS)

    assert "Wortlaut von damals" in before
    assert "Wortlaut von damals" not in client.get(address, follow=True).content.decode()


def acts_content(minutes):

    return content_of(minutes) | {"head": last_version(minutes).content["head"]}
