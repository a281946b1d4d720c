"""Resolutions whose minutes are out and not yet approved: marked as drafts on paper and page."""

import pytest

from meetings.minutes import acts
from tests.held import make_circular
from tests.meetings import minuting, papers
from tests.meetings.reading_minutes import member_of, released

pytestmark = pytest.mark.django_db

PENDING = "Protokoll noch nicht genehmigt"


def pages_of(client, made):
    """Return the first page of a resolution, and that of its year's register."""
    slug, year = made.meeting.board.slug, made.meeting.held_on.year
    urls = [f"/mein/beschluesse/{slug}-1.pdf", f"/mein/beschluesse/{slug}/{year}.pdf"]
    return [papers.text_of(client.get(url).content)[0] for url in urls]


def test_watermark_lies_behind_a_resolution_until_its_minutes_are_approved(client):
    made = released()
    client.force_login(member_of(made))

    before = pages_of(client, made)
    acts.approve(made, minuting.later(made), None)
    after = pages_of(client, made)

    assert ["Entwurf" in one.split() for one in before] == [True, True]
    assert [PENDING in " ".join(one.split()) for one in before] == [True, True]
    assert ["Entwurf" in one.split() for one in after] == [False, False]
    assert [PENDING in " ".join(one.split()) for one in after] == [False, False]


def test_page_of_a_resolution_says_that_its_minutes_are_not_approved(client):
    made = released()
    client.force_login(member_of(made))
    url = f"/mein/beschluesse/{made.meeting.board.slug}-1/"

    before = client.get(url).content.decode()
    acts.approve(made, minuting.later(made), None)
    after = client.get(url).content.decode()

    assert (PENDING in before, PENDING in after) == (True, False)


def test_circular_resolution_needs_no_minutes_to_be_final(client):
    made = released()
    board = made.meeting.board
    decided = {"state": "adopted", "decided_on": made.meeting.held_on, "number": 77}
    make_circular(board=board, meeting=made.meeting, visibility="members", **decided)
    client.force_login(member_of(made))

    answer = client.get(f"/mein/beschluesse/{board.slug}-77.pdf")

    assert "Umlauf" in papers.text_of(answer.content)[0]
    assert "Entwurf" not in papers.text_of(answer.content)[0].split()
