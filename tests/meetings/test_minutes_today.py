"""A frozen version keeps all; its readers get the stricter of its levels and those of today."""

import pytest

from meetings.minutes import acts
from meetings.minutes.readers import reading_for
from meetings.minutes.versions import is_changed
from meetings.models import Resolution, Task
from post.models import Mail
from tests import factories as make
from tests.held import make_task
from tests.meetings import reading_minutes
from tests.meetings.reading_minutes import item_of, member_of, published, put

pytestmark = pytest.mark.django_db


def read(reader, minutes):
    return reading_for(reader, minutes.meeting.slug)


def test_hidden_item_is_its_number_alone(client):
    minutes = published()
    put(item_of(minutes), make.OFFICE)

    content = read(member_of(minutes), minutes).content

    assert content["items"][0] == {"position": 1, "title": "nichtöffentlich"}
    assert "Öffentliche" not in str(content)


def test_what_was_not_released_is_not_shown_by_a_level(client):
    minutes = published()
    inside = minutes.meeting.agenda_items.get(title="Kanarienmitglied")
    for row in (inside, *inside.documents.all(), *inside.resolutions.all()):
        put(row, make.PUBLIC)

    page = client.get(reading_minutes.address(minutes)).content.decode()

    assert "Öffentlicher Punkt" in page
    assert "Kanarien" not in page


def test_item_is_found_by_its_key_when_the_agenda_was_put_in_another_order(client):
    minutes = published()
    hidden, rest = item_of(minutes), minutes.meeting.agenda_items.get(title="Kanarienmitglied")
    for row, position in ((hidden, 2), (rest, 1)):
        row.position, row.title = position, "Anderer Titel"
        row.save()
    put(hidden, make.MEMBERS)

    items = read(make.make_member(), minutes).content["items"]

    assert {one["title"] for one in items} == {"nichtöffentlich"}


def test_what_exists_no_more_is_the_offices(client):
    minutes = published()
    document = item_of(minutes).documents.get()
    inside, outside = member_of(minutes), make.make_user()
    before = [read(one, minutes).content["attachments"] for one in (inside, outside)]
    document.delete()

    after = [read(one, minutes).content["attachments"] for one in (inside, outside)]

    assert [len(one) for one in before] == [2, 1]
    assert [len(one) for one in after] == [1, 0]
    assert "Öffentliches Papier" in str(read(make.make_leader(), minutes).content)


@pytest.mark.parametrize("level", [make.MEMBERS, make.OFFICE])
def test_hidden_session_answers_like_a_missing_one(client, level):
    minutes = published()
    addresses = [reading_minutes.address(minutes, name) for name in ("/", ".pdf")]
    resolution = item_of(minutes).resolutions.get()
    addresses += [resolution.get_absolute_url(), f"/beschluesse/{resolution.slug}.pdf"]
    tags = {one: client.get(one).get("ETag", "") for one in addresses}
    missing = client.get("/sitzungen/gibt-es-nicht/")

    put(minutes.meeting, level)
    answers = [
        client.get(one, headers={"If-None-Match": tag} if tag else {}) for one, tag in tags.items()
    ]

    assert [one.content for one in answers] == [missing.content] * 4
    assert {one.status_code for one in answers} == {404}


def test_members_read_nothing_of_a_session_that_the_office_keeps(client):
    minutes = published()
    member = member_of(minutes)
    known = Resolution.objects.visible_to(member).filter(meeting=minutes.meeting)
    assert read(member, minutes)
    assert known.count() == 2

    put(minutes.meeting, make.OFFICE)

    assert read(member, minutes) is None
    assert known.count() == 0
    assert read(make.make_leader(), minutes)


@pytest.mark.parametrize("level", [make.MEMBERS, make.OFFICE])
def test_decision_of_a_hidden_item_is_in_no_register(client, level):
    minutes = published()
    resolution = item_of(minutes).resolutions.get()
    page, pdf = resolution.get_absolute_url(), f"/beschluesse/{resolution.slug}.pdf"
    assert [client.get(one).status_code for one in (page, pdf)] == [200, 200]

    put(item_of(minutes), level)

    assert [client.get(one).status_code for one in (page, pdf)] == [404, 404]
    assert "Öffentlicher Titel" not in client.get("/beschluesse/").content.decode()
    is_read = resolution in Resolution.objects.visible_to(member_of(minutes))
    assert is_read is (level == make.MEMBERS)


def test_task_of_a_hidden_item_is_known_to_who_does_it():
    item = make.make_agenda_item()
    board, member = item.meeting.board, make.make_member(item.meeting.board)
    doing = make.make_member(board)
    task = make_task(board=board, meeting=item.meeting, agenda_item=item, person=doing.person)
    assert task in Task.objects.visible_to(member)

    put(item, make.OFFICE)

    assert task not in Task.objects.visible_to(member)
    assert task in Task.objects.visible_to(doing)


# --- What an act makes of it --------------------------------------------------


def test_version_that_only_hides_tells_nobody():
    minutes = reading_minutes.released()
    put(item_of(minutes), make.OFFICE)

    acts.amend(minutes, "Vertrauliches Wort", None)

    assert is_changed(minutes, minutes.versions.first())
    assert not Mail.objects.filter(text__contains="Vertrauliches Wort").exists()


def test_correction_of_a_hidden_item_moves_nothing_and_tells_nobody(client):
    minutes = published()
    item = item_of(minutes)
    put(item, make.OFFICE)
    member = member_of(minutes)
    before, mails = read(make.make_user(), minutes), Mail.objects.count()
    item.record.text = "Anders"
    item.record.save()

    acts.correct(minutes, "Vertrauliches Wort", None)
    after = read(make.make_user(), minutes)

    assert (after.content, after.note, after.at) == (before.content, before.note, before.at)
    assert Mail.objects.count() == mails
    assert [one.version.reason for one in read(member, minutes).editions] == ["", ""]


def test_correction_that_members_see_is_told():
    minutes = published()
    item = item_of(minutes)
    mails = Mail.objects.count()
    item.record.text = "Anders"
    item.record.save()

    acts.correct(minutes, "Schreibfehler", None)

    assert Mail.objects.count() > mails


def test_nobody_is_told_of_minutes_of_a_session_that_the_office_keeps():
    minutes = reading_minutes.make_full()
    put(minutes.meeting, make.OFFICE)

    acts.release(minutes, None)

    assert not Mail.objects.filter(kind="minutes").exists()


def test_differences_of_older_versions_say_nothing_of_it(client):
    minutes = reading_minutes.released()
    item = item_of(minutes)
    item.record.text = "Neuer Wortlaut"
    item.record.save()
    acts.amend(minutes, "Wortlaut", None)
    member = member_of(minutes)
    told = [bool(one.changes) for one in read(member, minutes).editions]

    put(item, make.OFFICE)

    assert told == [True, False]
    assert [one.changes for one in read(member, minutes).editions] == [[]]


def test_session_of_the_approval_is_named_only_to_who_may_know_of_it():
    minutes = reading_minutes.approved()
    member = member_of(minutes)
    named = read(member, minutes).note

    put(minutes.approved_in, make.OFFICE)

    assert "2. Sitzung" in named
    assert read(member, minutes).note == "genehmigt"
    assert "2. Sitzung" in read(make.make_leader(), minutes).note
