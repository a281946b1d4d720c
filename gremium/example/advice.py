"""What became of the invented advice: given, answered step by step, some of it released."""

from accounts.visibility import Visibility
from advice import answering, giving
from advice.answering import Wording
from advice.models import Advice, Topic
from gremium.example.clock import at, in_days, let_mails_go, moment_on
from gremium.example.people import by_organisation
from meetings.models import AgendaItem
from partners.models import Mandate
from partners.richtext import from_plain
from projects import feedback
from projects.models import Demonstration

WORDS = ("step", "answer", "reason", "effect")


def tell(board, words):
    for entry in words["topics"]:
        add_topic(board, entry)
    members = by_organisation(board, Mandate.Role.MAIN)
    for entry in words["given"]:
        give(board, members[entry["organisation"]], entry)
    for entry in words["steps"]:
        answer(board, entry)
    for entry in words["released"]:
        release(board, entry)


def add_topic(board, entry):
    Topic.objects.create(
        board=board,
        slug=entry["slug"],
        title=entry["title"],
        summary=from_plain(entry["summary"]),
        state=Topic.State.ADOPTED,
        visibility=Visibility.PUBLIC,
        is_example=True,
    )


def topics_of(entry) -> tuple:
    return tuple(Topic.objects.filter(slug=entry.get("topic", "")))


def give(board, person, entry):
    gift = giving.Gift(
        text=entry["text"],
        kind=entry["kind"],
        topics=topics_of(entry),
        direction=entry.get("direction", ""),
        contact=entry.get("contact", ""),
    )
    with at(moment_on(in_days(-entry["ago_days"]), 18, 40)):
        giving.give(person, board, gift)


def known(board, entry) -> Advice:
    return Advice.objects.get(board=board, text__startswith=entry["text"])


def answer(board, entry):
    words = {name: entry.get(name, "") for name in WORDS}
    with at(moment_on(in_days(-entry["ago_days"]), 10, 15)):
        said = Wording(**words, is_public=entry["is_public"])
        answering.take_step(known(board, entry), entry["state"], said)
        let_mails_go()


def release(board, entry):
    """Put it before everybody, in words of its own."""
    advice = known(board, entry)
    advice.topics.set(topics_of(entry))
    advice.public_text, advice.names_giver = entry["public_text"], entry.get("names_giver", False)
    advice.visibility = Visibility.PUBLIC
    advice.save()


def show_stations(meeting, words):
    """Stations to walk through in the session, of which some guests have said what they think."""
    item = meeting.agenda_items.create(
        position=AgendaItem.objects.room_at_end(meeting),
        kind=AgendaItem.Kind.DEMONSTRATION,
        title=words["title"],
        minutes_planned=words["minutes"],
    )
    AgendaItem.objects.renumber(meeting)
    for position, entry in enumerate(words["stations"], start=1):
        Demonstration.objects.create(
            agenda_item=item, position=position, minutes=15, is_example=True, **entry
        )
    for title, useful, recommends in words["answers"]:
        feedback.give(item.demonstrations.get(title=title), useful, recommends)
