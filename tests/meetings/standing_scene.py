"""
A board's advice in every state and at every level, each with a bird in it, and all who may ask.

The names of the birds are short, so that nothing hangs on their length. HEARS
says who has to hear which at the item „Rückmeldung zu Anregungen“.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from meetings import pack_contents
from meetings.models import Participation
from meetings.tasks.agenda import take_over
from post.models import PersonalLink
from tests import factories as make
from tests.advising import make_advice, make_released_advice
from tests.held import make_held_meeting, make_minutes
from tests.meetings.link_scene import text_of
from tests.walking import walk

# What the members alone hear; what everybody who reads the item does; nobody there.
BOARD = {"Gimpel", "Stelze", "Amsel", "Pirol", "Kauz"}
RELEASED = {"Wendehals", "Elster"}
DRAFT = {"Zeisig", "Girlitz", "Drossel", "Fink"}
BIRDS = BOARD | RELEASED | DRAFT

INSIDE = ("member", "deputy", "office")
BESIDE = ("guest", "stand-in", "office without the right", "foreign office")
OUTSIDE = ("visitor", "former member", "foreign member")
EXTRA = ["/aktuelles/feed/", "/sitzungen/kalender.ics", "/sitemap.xml", "/anregungen/"]
RIGHTS = ("meetings.view_meeting", "meetings.view_agendaitem", "meetings.view_document")


@dataclass
class Scene:
    """The session, its item, and people by name."""

    meeting: object
    item: object
    users: dict


def make_scene():
    make.make_centre()
    board = make.make_board()
    held = make_held_meeting(board=board, number=1)
    make_minutes(meeting=held, state="released", released_at=timezone.now())
    draft = make_held_meeting(board=board, number=2)
    make_minutes(meeting=draft)
    tell_birds(board, held, draft)
    meeting = make.make_meeting(board=board, number=3)
    take_over(meeting)
    item = meeting.agenda_items.get(title="Rückmeldung zu Anregungen")
    return Scene(meeting, item, people_of(meeting, item))


def tell_birds(board, held, draft):
    taken = {"state": "accepted", "answered_on": timezone.localdate()}
    declined = {"state": "declined", "state_reason": "Kauz", "answered_on": timezone.localdate()}
    make_advice(board=board, text="Gimpel", public_text="Zeisig")
    make_advice(board=board, text="Amsel", answer="Stelze", meeting=held, **taken)
    make_advice(board=board, text="Nicht dies", **declined)
    make_released_advice(
        board=board, text="Pirol", public_text="Wendehals", answer="Elster", **taken
    )
    make_advice(board=board, text="Girlitz", meeting=draft)
    of_office = make.make_agenda_item(meeting=held, visibility="office")
    make_advice(board=board, text="Drossel", meeting=held, agenda_item=of_office)
    make_advice(board=make.make_board(), text="Fink", public_text="Fink")


def people_of(meeting, item):
    board = meeting.board
    users = {name: make.make_user() for name in ("deputy", "former member", "guest", "stand-in")}
    people = {name: make.make_person(user=user) for name, user in users.items()}
    users |= {"member": make.make_member(board), "foreign member": make.make_member()}
    seat, left = board.seats.get(), make.make_seat(board=board)
    make.make_mandate(seat=seat, person=people["deputy"], role="deputy")
    make.make_mandate(seat=left, person=people["former member"], ends_on=make.LONG_AGO)
    make.make_guest(meeting=meeting, person=people["guest"], agenda_item=item)
    Participation.objects.create(
        meeting=meeting, seat=seat, response="delegated", deputy=people["stand-in"]
    )
    return users | {
        "visitor": None,
        "office": make.make_staff(*RIGHTS, "advice.view_advice", "meetings.view_task"),
        "office without the right": make.make_staff(*RIGHTS),
        "foreign office": make.make_leader(make.make_board()),
    }


# --- Reading ------------------------------------------------------------------


def at_the_item(client, scene, name) -> str:
    """Return what the reader finds of the session by every way: pages, PDF, pack."""
    client.logout()
    user, slug = scene.users[name], scene.meeting.slug
    fronts = [f"/sitzungen/{slug}/"]
    if user:
        client.force_login(user)
        fronts.append(f"/mein/sitzungen/{slug}/")
    if person := getattr(user, "person", None):
        token = PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)
        fronts.append(f"/l/{token}/sitzungen/{slug}/")
    # What agenda and pack print of the items; the files themselves are read in `in_print`.
    printed = pack_contents.for_reader(scene.meeting, user or AnonymousUser()).front()["items"]
    return "\n".join([str(printed), *(read(client, address) for address in fronts)])


def in_print(client, scene, name) -> str:
    """Return what stands in the files themselves: pack, and agenda."""
    client.logout()
    if user := scene.users[name]:
        client.force_login(user)
    front = f"/sitzungen/{scene.meeting.slug}/"
    return "\n".join(read(client, f"{front}{file}.pdf") for file in ("mappe", "tagesordnung"))


def read(client, address) -> str:
    answer = client.get(address)
    return text_of(answer) if answer.status_code == 200 else ""


def everywhere(client) -> str:
    """Return all that a visitor can come by."""
    client.logout()
    found = walk(client, "/", *EXTRA)
    files = [one for one in found if one.endswith((".pdf", ".zip"))]
    return "\n".join([*found.values(), *(read(client, one) for one in files)])


def birds_in(text) -> set:
    return {bird for bird in BIRDS if bird in text}
