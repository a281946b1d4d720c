"""How many queries the pages behind a link need: the same for 1 and 10 of everything."""

import pytest

from meetings.models import Guest, Participation
from post.models import PersonalLink
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled():
    """Return a builder: a link, and a session with `size` of everything around it."""

    def fill(size):
        board = make.make_board(slug="gremium")
        seat = make.make_seat(board=board)
        person = make.make_mandate(seat=seat).person
        for _ in range(size):
            make.make_mandate(seat=seat, role="deputy")
            meeting = make.make_meeting(board=board, venue=make.make_venue())
            Participation.objects.create(meeting=meeting, seat=seat, response="declined")
            fill_session(meeting, size, person)
        return f"/l/{PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)}/"

    return fill


def fill_session(meeting, size, person):
    for _ in range(size):
        item = make.make_agenda_item(meeting=meeting, rapporteurs=[make.make_organisation()])
        make.make_document(meeting=meeting, agenda_item=item)
        Guest.objects.create(meeting=meeting, person=make.make_person(), agenda_item=item)
    Guest.objects.create(meeting=meeting, person=person)


@pytest.mark.parametrize("size", [1, 10])
# One of them asks for the minutes that are left of a mandate that has ended.
@pytest.mark.parametrize(("path", "count"), [("", 22), ("sitzungen/gremium-1/", 15)])
def test_page_needs_so_many_queries(client, django_assert_num_queries, filled, size, path, count):
    address = filled(size) + path
    client.get(address)

    with django_assert_num_queries(count) as queries:
        client.get(address)

    tables = " ".join(query["sql"] for query in queries.captured_queries)
    assert "django_session" not in tables
