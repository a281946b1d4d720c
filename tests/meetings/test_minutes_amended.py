"""Released minutes that the office changed: read by members before the board decides, told once."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from meetings import objections
from meetings.minutes import acts, due
from meetings.minutes.texts import status_note
from meetings.models import ItemRecord, Minutes, MinutesVersion
from partners.models import Rules
from post.models import Mail, PersonalLink
from tests import factories as make
from tests.held import make_held_meeting, make_record
from tests.meetings import minuting
from tests.meetings.minuting import form_data, later, objection, refusal
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

State, Occasion = Minutes.State, MinutesVersion.Occasion
OLD, NEW = "Anwesend waren neun.", "Anwesend waren zehn."


@pytest.fixture
def staff():
    return make.make_staff(name="Robin Büro")


@pytest.fixture
def person():
    return make.make_member(make.make_board()).person


@pytest.fixture
def minutes(person):
    """Released minutes with one item that the members read, and one that they do not."""
    meeting = make_held_meeting(board=person.mandates.get().seat.board)
    make_record(agenda_item=make.make_agenda_item(meeting=meeting), text=OLD)
    hidden = make.make_agenda_item(meeting=meeting, visibility="office")
    make_record(agenda_item=hidden, text="Kanarie")
    return minuting.released(meeting=meeting)


def mend(minutes, text=NEW, position=1):
    record = ItemRecord.objects.get(
        agenda_item__meeting=minutes.meeting, agenda_item__position=position
    )
    record.text = text
    record.save()


def pages(client, minutes, front):
    start = f"{front}sitzungen/{minutes.meeting.slug}/protokoll/"
    return start, client.get(start).content.decode()


def mails():
    return [one for one in Mail.objects.order_by("pk") if one.subject.startswith("Geändert")]


# --- The act ------------------------------------------------------------------


def test_amended_version_is_frozen_with_its_reason_and_told_once(minutes, staff, person):
    mend(minutes)

    version = acts.amend(minutes, "Zahl der  Anwesenden", staff)

    (mail,) = mails()
    assert (version.number, version.occasion) == (2, Occasion.AMENDMENT)
    assert version.reason == "Zahl der Anwesenden"
    assert mail.person == person
    assert "vom Protokoll der 1. Sitzung" in mail.text
    assert "Zahl der Anwesenden" in mail.text
    assert "Einwendungen bis" in mail.text
    assert refusal(acts.amend, minutes, "Noch einmal", staff) == "Es wurde nichts geändert."
    assert len(mails()) == 1


def test_amended_only_between_release_and_approval_and_in_words(minutes, staff):
    mend(minutes)
    draft = minuting.make_ready_minutes()

    assert "nur zwischen Freigabe und Genehmigung" in refusal(acts.amend, draft, "Neu", staff)
    assert refusal(acts.amend, minutes, " ", staff) == "Bitte sagen Sie, was sich geändert hat."
    acts.amend(minutes, "Neu", staff)
    acts.approve(minutes, later(minutes), staff)
    mend(minutes, "Wieder anders")
    assert "nur zwischen Freigabe" in refusal(acts.amend, minutes, "Neu", staff)


def test_change_of_what_only_the_office_reads_is_kept_and_no_mail_is_written(minutes, staff):
    mend(minutes, "Kanarie, berichtigt", position=2)

    assert acts.amend(minutes, "Interne Notiz", staff).number == 2
    assert mails() == []


def test_note_on_the_document_says_when_it_was_changed(minutes, staff):
    mend(minutes)
    acts.amend(minutes, "Neu", staff)

    minutes.refresh_from_db()
    assert status_note(minutes).endswith(f"; geändert am {timezone.localdate():%d.%m.%Y}")


# --- Approval -----------------------------------------------------------------


def test_board_approves_only_what_the_members_could_read(minutes, staff):
    meeting = later(minutes)
    mend(minutes)

    assert refusal(acts.approve, minutes, meeting, staff) == (
        "Was Sie seit der letzten Fassung geändert haben, konnte noch niemand lesen. "
        "Geben Sie zuerst die geänderte Fassung frei."
    )
    acts.amend(minutes, "Neu", staff)
    approval = acts.approve(minutes, meeting, staff)
    assert (approval.number, approval.content["items"][0]["text"]) == (3, NEW)


def test_silence_approves_no_amended_minutes(minutes, staff):
    Rules.objects.create(
        board=minutes.meeting.board, valid_from=make.LONG_AGO, approves_tacitly=True
    )
    mend(minutes)
    acts.amend(minutes, "Neu", staff)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Minutes.objects.update(objections_until=yesterday)

    call_command("send_due", verbosity=0)

    minutes.refresh_from_db()
    assert minutes.state == State.RELEASED
    assert "Darüber entscheidet das Gremium" in refusal(acts.approve_tacitly, minutes)


def test_office_is_reminded_of_an_objection_it_has_accepted_and_not_yet_written(minutes, staff):
    one = objection(minutes)
    objections.answer(one, "accepted", "Wir ändern es.", staff)

    def steps():
        return [(one.text, one.act) for one in due.waiting(Minutes.objects.all())]

    owed = steps()
    mend(minutes)
    acts.amend(minutes, "Neu", staff)

    assert owed == [("Einwendung übernommen, die geänderte Fassung steht aus", "freigeben")]
    assert steps() == []


# --- What members read --------------------------------------------------------


@pytest.fixture(params=["login", "link"])
def front(request, client, person):
    if request.param == "login":
        client.force_login(person.user)
        return "/mein/"
    return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"


def test_members_read_the_change_and_its_difference_before_they_approve(
    client, front, minutes, staff
):
    mend(minutes)
    start, before = pages(client, minutes, front)
    acts.amend(minutes, "Zahl der Anwesenden", staff)

    _start, after = pages(client, minutes, front)
    difference = client.get(f"{start}fassung/2/").content.decode()

    assert (OLD in before, NEW in before, "Fassungen" in before) == (True, False, False)
    assert (OLD in after, NEW in after) == (False, True)
    assert f'href="{start}fassung/2/"' in after
    assert "Zahl der Anwesenden" in after
    assert "Anwesend waren <del>neun.</del>" in " ".join(difference.split())
    assert "<ins>zehn.</ins>" in difference


def test_difference_shows_nothing_that_the_member_may_not_read(client, front, minutes, staff):
    mend(minutes, "Kanarie, berichtigt", position=2)
    acts.amend(minutes, "Interne Kanarienbegründung", staff)
    mend(minutes)
    acts.amend(minutes, "Zahl", staff)
    start, page = pages(client, minutes, front)

    found = {number: client.get(f"{start}fassung/{number}/") for number in (1, 2, 3, 4)}

    assert [one.status_code for one in found.values()] == [200, 404, 200, 404]
    texts = [page, *(one.content.decode() for one in found.values())]
    assert [one for one in texts if "Kanarie" in one] == []
    assert "gegenüber Fassung 1" in found[3].content.decode()


def test_item_closed_since_is_closed_in_older_versions_too(client, front, minutes, staff):
    item = minutes.meeting.agenda_items.first()
    item.visibility = "office"
    item.save()
    acts.amend(minutes, "TOP 1 ist vertraulich", staff)
    start, page = pages(client, minutes, front)

    texts = [page, client.get(f"{start}fassung/1/").content.decode()]

    assert [one for one in texts if OLD in one] == []


def test_only_members_of_the_board_look_back(client, minutes, staff):
    mend(minutes)
    acts.amend(minutes, "Neu", staff)
    stranger = make.make_member(make.make_board())
    client.force_login(stranger)
    url = f"/mein/sitzungen/{minutes.meeting.slug}/protokoll/fassung/2/"

    assert client.get(url).status_code == 404


# --- The office's page --------------------------------------------------------


def test_office_amends_in_one_step_and_sees_what_is_not_out_yet(office, minutes):
    url = f"/admin/meetings/minutes/{minutes.pk}/change/"
    item = minutes.meeting.agenda_items.first()
    typed = {f"top-{item.pk}-text": NEW}
    office.post(url, form_data(office, minutes, **typed))
    waiting = office.get(url).content.decode()

    data = form_data(office, minutes, act="amend", reason="Zahl der Anwesenden")
    done = office.post(url, data, follow=True).content.decode()

    assert "Geändert seit der letzten Fassung, noch nicht freigegeben" in waiting
    assert "<ins>zehn.</ins>" in waiting
    assert "Die geänderte Fassung ist freigegeben." in done
    assert "noch nicht freigegeben" not in done
    assert minutes.versions.get(number=2).reason == "Zahl der Anwesenden"
    assert len(mails()) == 1


def test_refused_amendment_keeps_what_was_typed(office, minutes):
    item = minutes.meeting.agenda_items.first()
    data = form_data(office, minutes, act="amend", reason=" ") | {f"top-{item.pk}-text": NEW}

    page = office.post(f"/admin/meetings/minutes/{minutes.pk}/change/", data).content.decode()

    assert "Bitte sagen Sie, was sich geändert hat." in page
    assert f"{NEW}</textarea>" in page
    assert ItemRecord.objects.get(agenda_item=item).text == OLD


def test_amending_needs_the_right_to_release(client, minutes):
    rights = ("view_minutes", "change_minutes")
    client.force_login(make.make_staff(*(f"meetings.{one}" for one in rights)))
    url = f"/admin/meetings/minutes/{minutes.pk}/change/"
    page = client.get(url).content.decode()

    answer = client.post(url, form_data(client, minutes, act="amend", reason="Neu"))

    assert "Geänderte Fassung freigeben" not in page
    assert answer.status_code == 403


def test_act_of_approval_says_what_nobody_could_read(office, minutes):
    later(minutes)
    mend(minutes)

    page = office.get(f"/admin/meetings/minutes/{minutes.pk}/genehmigen/").content.decode()

    assert "konnte noch niemand lesen" in page
