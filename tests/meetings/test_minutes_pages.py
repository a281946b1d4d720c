"""Who reads which minutes: office the draft, members the released, all the published part."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.visibility import Visibility
from meetings.minutes import acts
from meetings.models import Minutes, Participation
from partners.models import Mandate
from post.models import PersonalLink
from tests import factories as make
from tests.held import make_ready_minutes, make_record, make_resolution, make_task
from tests.meetings import minuting

pytestmark = pytest.mark.django_db

State = Minutes.State


def address(minutes, name=""):
    return f"/sitzungen/{minutes.meeting.slug}/protokoll{name or '/'}"


def make_full(state=State.IN_REVIEW, **overrides):
    """Minutes with a canary in all that somebody may not read."""
    make.make_centre()
    minutes = make_ready_minutes(state=state, **overrides)
    meeting = minutes.meeting
    seat = meeting.board.seats.get()
    person = seat.mandates.get().person
    type(person).objects.filter(pk=person.pk).update(family_name="Kanarienperson")
    Participation.objects.filter(meeting=meeting).update(person_name="Robin Kanarienperson")
    Minutes.objects.filter(pk=minutes.pk).update(
        minute_taker="Kanarienbüro", findings="Kanarienbefund", closing="Kanarienschluss"
    )
    public = meeting.agenda_items.get()
    public.title, public.visibility = "Öffentlicher Punkt", Visibility.PUBLIC
    public.save()
    make_task(
        board=meeting.board,
        meeting=meeting,
        agenda_item=public,
        title="Öffentliche Aufgabe",
        person=person,
        due_on=meeting.held_on,
        is_announced=False,
    )
    for level, word in (
        (Visibility.MEMBERS, "Kanarienmitglied"),
        (Visibility.OFFICE, "Kanarienintern"),
    ):
        item = make.make_agenda_item(meeting=meeting, title=word, visibility=level)
        make_record(agenda_item=item, text=f"{word}text")
        make_resolution(agenda_item=item, text=f"{word}beschluss", visibility=level)
    minutes.refresh_from_db()
    return minutes


def released(**overrides):
    minutes = make_full(
        released_at=timezone.now(),
        objections_until=timezone.localdate() + dt.timedelta(days=14),
        **overrides,
    )
    acts.freeze(minutes, minuting.Occasion.RELEASE, None)
    Minutes.objects.filter(pk=minutes.pk).update(state=State.RELEASED)
    minutes.refresh_from_db()
    return minutes


def approved():
    minutes = released()
    acts.approve(minutes, minuting.later(minutes), None)
    minutes.refresh_from_db()
    return minutes


def published():
    minutes = approved()
    return acts.publish(minutes, None)


def member_of(minutes):
    return make.make_member(minutes.meeting.board)


def link_of(user):
    token = PersonalLink.objects.mint(user.person, PersonalLink.Purpose.PERSONAL)
    return f"/l/{token}/"


def text_at(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# --- Who reads --------------------------------------------------------------


@pytest.mark.parametrize("build", [make_full, released, approved])
@pytest.mark.parametrize("name", ["/", ".pdf"])
def test_visitor_gets_the_bytes_of_a_missing_page(client, build, name):
    minutes = build()
    make.make_meeting(board=minutes.meeting.board, slug="ohne-protokoll")

    hidden = client.get(address(minutes, name))
    without = client.get(f"/sitzungen/ohne-protokoll/protokoll{name}")
    missing = client.get(f"/sitzungen/gibt-es-nicht/protokoll{name}")

    assert hidden.status_code == without.status_code == missing.status_code == 404
    assert hidden.content == without.content == missing.content
    assert dict(hidden.headers) == dict(missing.headers)


@pytest.mark.parametrize("name", ["/", ".pdf"])
def test_draft_is_there_for_its_office_only(client, name):
    minutes = make_full(state=State.DRAFT)
    guest = make.make_user()
    make.make_guest(meeting=minutes.meeting, person=make.make_person(user=guest))
    refused = [
        member_of(minutes),
        guest,
        make.make_leader(make.make_board()),
        make.make_staff("meetings.view_meeting"),
    ]
    urls = [address(minutes, name), f"/mein/sitzungen/{minutes.meeting.slug}/protokoll{name}"]

    for user in refused:
        client.force_login(user)
        assert [client.get(url).status_code for url in urls[: 1 + hasattr(user, "person")]] == [
            404
        ] * (1 + hasattr(user, "person"))
    for user in refused[:2]:
        assert (
            client.get(
                f"{link_of(user)}sitzungen/{minutes.meeting.slug}/protokoll{name}"
            ).status_code
            == 404
        )

    client.force_login(make.make_leader(minutes.meeting.board))
    assert client.get(address(minutes, name)).status_code == 200


def test_office_reads_the_draft_as_such(client):
    minutes = make_full(state=State.DRAFT)
    client.force_login(make.make_leader(minutes.meeting.board))

    page = text_at(client, address(minutes))

    assert "Ihn sieht nur die Geschäftsstelle." in page
    assert "Entwurf vom" in page
    assert "Kanarienmitgliedtext" in page


def test_member_reads_the_released_version_behind_both_doors_and_on_the_site(client):
    minutes = released()
    user = member_of(minutes)
    Minutes.objects.filter(pk=minutes.pk).update(closing="nachher geändert")
    link = text_at(client, f"{link_of(user)}sitzungen/{minutes.meeting.slug}/protokoll/")
    client.force_login(user)

    pages = [
        link,
        text_at(client, f"/mein/sitzungen/{minutes.meeting.slug}/protokoll/"),
        text_at(client, address(minutes)),
    ]

    for page in pages:
        assert "Kanarienschluss" in page
        assert "Kanarienmitgliedtext" in page
        assert "Kanarienperson" in page
        assert "freigegeben am" in page
        assert "nachher geändert" not in page
        assert "Kanarienintern" not in page


def test_former_member_and_member_of_another_board_read_nothing(client):
    minutes = released()
    former, other = member_of(minutes), make.make_member()
    Mandate.objects.filter(person__user=former).update(
        ends_on=timezone.localdate() - dt.timedelta(days=1)
    )

    for user in (former, other):
        client.force_login(user)
        assert client.get(address(minutes)).status_code == 404


def test_everybody_reads_the_public_part_of_published_minutes(client):
    minutes = published()

    page = text_at(client, address(minutes))

    assert "Öffentlicher Punkt" in page
    assert "Öffentliche Aufgabe" in page
    assert page.count("nichtöffentlich</h4>") == 2
    assert "genehmigt in der" in page
    assert "Kanarien" not in page
    assert "Einwendung" not in page


def test_note_names_no_session_that_visitors_may_not_know(client):
    minutes = published()
    meeting = minutes.approved_in
    meeting.visibility = Visibility.MEMBERS
    meeting.save()

    page = text_at(client, address(minutes))

    assert "genehmigt" in page
    assert "genehmigt in der" not in page


def test_withdrawn_minutes_are_gone_at_once(client):
    minutes = published()
    before = client.get(address(minutes)).status_code

    acts.withdraw(minutes, None)

    assert (before, client.get(address(minutes)).status_code) == (200, 404)


# --- Freshness --------------------------------------------------------------


def etag(client, minutes):
    return client.get(f"/sitzungen/{minutes.meeting.slug}/")["ETag"]


def test_unchanged_minutes_are_a_304_from_one_query(client, django_assert_num_queries):
    minutes = published()
    for url in (address(minutes), address(minutes, ".pdf")):
        first = client.get(url)

        with django_assert_num_queries(1):
            second = client.get(url, headers={"If-None-Match": first["ETag"]})

        assert (first.status_code, second.status_code) == (200, 304)


def test_publishing_and_withdrawing_change_what_visitors_hold(client):
    minutes = approved()
    seen = [etag(client, minutes)]

    for act in (acts.publish, acts.withdraw, acts.publish):
        act(minutes, None)
        seen.append(etag(client, minutes))

    # Withdrawn, all is as it was before.
    assert seen[2] == seen[0]
    assert len({seen[0], seen[1], seen[3]}) == 3


def test_what_happens_before_and_beside_publishing_moves_nothing(client):
    minutes = make_full(state=State.DRAFT)
    seen = [etag(client, minutes)]
    staff = make.make_staff()

    acts.hand_to_chair(minutes, staff)
    seen.append(etag(client, minutes))
    acts.release(minutes, staff)
    seen.append(etag(client, minutes))
    minuting.objection(minutes)
    seen.append(etag(client, minutes))

    assert len(set(seen)) == 1


def corrected(minutes, position, text):
    record = minutes.meeting.agenda_items.get(position=position).record
    record.text = text
    record.save()
    acts.correct(minutes, "Kanariengrund", None)


def test_correction_of_the_public_part_is_seen_and_another_moves_nothing(client):
    minutes = published()
    hidden = minutes.meeting.agenda_items.get(title="Kanarienintern").position
    public = minutes.meeting.agenda_items.get(title="Öffentlicher Punkt").position
    seen, pages = [etag(client, minutes)], [text_at(client, address(minutes))]
    files = [client.get(address(minutes, ".pdf")).content]

    for position in (hidden, public):
        corrected(minutes, position, f"Neuer Text {position}")
        seen.append(etag(client, minutes))
        pages.append(text_at(client, address(minutes)))
        files.append(client.get(address(minutes, ".pdf")).content)

    assert seen[0] == seen[1] != seen[2]
    assert pages[0] == pages[1]
    assert files[0] == files[1] != files[2]
    assert "; berichtigt am" in pages[2]
    assert "Kanariengrund" not in pages[2]


# --- On the session's page --------------------------------------------------


@pytest.mark.parametrize(
    ("build", "visitor", "member", "office"),
    [
        (lambda: make_full(state=State.DRAFT), "", "In Abstimmung", "Entwurf"),
        (make_full, "", "In Abstimmung", "in Abstimmung"),
        (released, "", "freigegeben, Einwendungen bis", "freigegeben, Einwendungen bis"),
        (approved, "", "genehmigt", "genehmigt"),
        (published, "genehmigt", "genehmigt", "genehmigt"),
    ],
)
def test_session_says_how_far_the_minutes_are(client, build, visitor, member, office):
    minutes = build()
    url = reverse("meetings:meeting-detail", args=[minutes.meeting.slug])
    own = f"/mein/sitzungen/{minutes.meeting.slug}/"

    def shown(url):
        page = text_at(client, url)
        words = page.split("<dt>Protokoll</dt>")[1].split("</dd>")[0]
        return words, address(minutes)[1:] in page

    words, is_linked = shown(url)
    assert visitor in words
    assert ("nicht veröffentlicht" in words, is_linked) == (not visitor, bool(visitor))
    client.force_login(member_of(minutes))
    for one in (url, own):
        words, is_linked = shown(one)
        assert member in words
        assert is_linked == minutes.is_released
    client.force_login(make.make_leader(minutes.meeting.board))
    words, is_linked = shown(url)
    assert office in words
    assert is_linked


def test_session_without_minutes_says_so_to_its_members(client):
    meeting = minuting.make_held_meeting()
    client.force_login(make.make_member(meeting.board))

    page = text_at(client, f"/sitzungen/{meeting.slug}/")

    assert "Ein Protokoll ist nicht veröffentlicht." in page


# --- Addresses with a token -------------------------------------------------


@pytest.mark.parametrize("name", ["/", ".pdf"])
def test_minutes_behind_a_link_are_kept_by_nobody(client, name):
    minutes = released()

    answer = client.get(
        f"{link_of(member_of(minutes))}sitzungen/{minutes.meeting.slug}/protokoll{name}"
    )

    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert "noindex" in answer["X-Robots-Tag"]


def test_stale_link_opens_nothing(client):
    minutes = released()
    user = member_of(minutes)
    url = f"{link_of(user)}sitzungen/{minutes.meeting.slug}/protokoll/"
    PersonalLink.objects.update(revoked_at=timezone.now())

    assert client.get(url).status_code == 404
