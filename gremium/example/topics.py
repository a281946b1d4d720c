"""Topics of the invented board: proposed, some decided on, the others being weighed."""

from accounts.visibility import Visibility
from advice import points, topics, weighing
from advice.models import Topic, Weighing
from gremium.example.clock import at, in_days, let_mails_go, moment_on
from gremium.example.people import by_organisation
from meetings.models import AgendaItem
from partners.models import Mandate

ACTS = {"discussed": topics.discuss, "adopted": topics.adopt, "deferred": topics.defer}


def tell(board, words):
    members = by_organisation(board, Mandate.Role.MAIN)
    with at(moment_on(in_days(-40), 19, 5)):
        for entry in words["topics"]:
            propose(board, members[entry["by"]], entry)
    with at(moment_on(in_days(-25), 11)):
        for entry in words["topics"]:
            decide(board, entry)
        let_mails_go()
    with at(moment_on(in_days(-3), 9, 30)):
        begun = begin(board, words["weighing"])
        let_mails_go()
    with at(moment_on(in_days(-1), 20, 15)):
        for organisation, numbers in words["weighing"]["points"].items():
            give(begun, members[organisation], numbers)


def propose(board, person, entry):
    topic = topics.propose(board, person, entry["title"], entry["text"])
    topic.visibility = entry.get("visibility", Visibility.MEMBERS)
    topic.save()
    if "agenda" in entry:
        items = AgendaItem.objects.filter(meeting__board=board, title=entry["agenda"])
        topic.agenda_items.set(items)
        topic.refresh_public_face()


def decide(board, entry):
    if act := ACTS.get(entry.get("state")):
        reason = [entry["reason"]] if "reason" in entry else []
        act(Topic.objects.get(board=board, title=entry["title"]), None, *reason)


def begin(board, words) -> Weighing:
    begun = Weighing.objects.create(
        board=board, title=words["title"], due_on=in_days(words["due_in_days"]), is_example=True
    )
    begun.topics.set(Topic.objects.waiting().filter(board=board))
    weighing.begin(begun, None)
    return begun


def give(begun, person, numbers):
    keys = {one.title: one.pk for one in begun.topics.all()}
    seat = person.mandates.get(seat__board=begun.board_id).seat_id
    points.give(begun, person, seat, {keys[title]: value for title, value in numbers.items()})
