"""ETags and bytes: publishing, withdrawing and public corrections move them, nothing else does."""

import pytest

from meetings.minutes import acts
from meetings.models import Minutes
from tests import factories as make
from tests.meetings import minuting
from tests.meetings.reading_minutes import address, approved, make_full, published, text_at

pytestmark = pytest.mark.django_db

State = Minutes.State


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
