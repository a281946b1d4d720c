"""Topics: proposed by members, decided on by the office, which tells the proposer each time."""

from itertools import count

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import printable
from advice import topic_mails
from advice.models import Topic
from meetings.proposals import seat_of
from partners.models import Board
from partners.richtext import clean, from_plain
from partners.slugs import slug_of

State = Topic.State
# What a topic may have been before each decision.
FROM = {
    State.DISCUSSED: (State.SUBMITTED, State.DEFERRED, State.REJECTED),
    State.ADOPTED: (State.SUBMITTED, State.DISCUSSED, State.DEFERRED),
    State.DEFERRED: (State.SUBMITTED, State.DISCUSSED, State.ADOPTED),
    State.REJECTED: (State.SUBMITTED, State.DISCUSSED, State.DEFERRED),
}


# --- Proposing ----------------------------------------------------------------


@transaction.atomic
def propose(board, person, title, text="") -> Topic:
    """
    Propose a topic to a board and return it; the same words again are the same topic.

    Raise ValidationError for somebody without a mandate there today, and without a title.
    """
    board = Board.objects.select_for_update().get(pk=board.pk)
    seat = seat_of(person, board)
    if seat is None:
        raise ValidationError(_("Ein Thema vorschlagen kann nur, wer dem Gremium angehört."))
    words = {"title": " ".join(printable(title).split()), "summary": paragraphs(text)}
    if not words["title"]:
        raise ValidationError(_("Bitte geben Sie dem Thema eine Überschrift."))
    waiting = Topic.objects.waiting().filter(board=board, proposed_by=person)
    if same := waiting.filter(**words).first():
        return same
    topic = Topic(board=board, slug=free_slug(words["title"]), is_example=board.is_example, **words)
    topic.proposed_by, topic.organisation_id = person, seat.organisation_id
    # The person of a link need not be the one signed in with the same browser.
    topic._history_user = None
    topic.full_clean()
    topic.save()
    return topic


def paragraphs(text) -> str:
    """Return what was typed as it will stand in the database, so that two can be compared."""
    return clean(from_plain("\n".join(printable(text).strip().splitlines())))


def slug_from(title) -> str:
    """Return "recht-4-0" for „Recht 4.0“."""
    return slug_of(title.replace(".", "-")) or "thema"


def free_slug(title) -> str:
    """Return an address no topic has, hidden ones included."""
    first = slug_from(title)
    taken = set(Topic.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    further = (f"{first}-{number}" for number in count(2))
    return first if first not in taken else next(one for one in further if one not in taken)


# --- Deciding -----------------------------------------------------------------


def discuss(topic, by) -> Topic:
    return decide(topic, State.DISCUSSED, by)


def adopt(topic, by) -> Topic:
    return decide(topic, State.ADOPTED, by)


def defer(topic, by, reason) -> Topic:
    return decide(topic, State.DEFERRED, by, reason_of(reason))


def reject(topic, by, reason) -> Topic:
    return decide(topic, State.REJECTED, by, reason_of(reason))


def reason_of(text) -> str:
    """Return the reason in one line. Raise ValidationError without, or if it is too long."""
    text = " ".join(printable(text).split())
    if not text:
        raise ValidationError(_("Bitte nennen Sie den Grund."))
    if len(text) > Topic._meta.get_field("state_reason").max_length:
        raise ValidationError(_("Bitte nennen Sie den Grund kürzer: höchstens 500 Zeichen."))
    return text


@transaction.atomic
def decide(topic, state, by, reason="") -> Topic:
    """
    Note a decision and tell the proposer.

    Raise ValidationError where this state does not follow, as after a second click.
    """
    topic = locked(topic)
    if topic.state not in FROM[state]:
        words = _("Das Thema ist schon entschieden: %s.")
        raise ValidationError(words % topic.get_state_display())
    topic.state, topic.state_reason = state, reason
    topic.decided_on, topic._history_user = timezone.localdate(), by
    topic.save()
    topic_mails.tell(topic)
    return topic


def locked(topic) -> Topic:
    """Return the topic as it is now; who else decides on it waits."""
    found = Topic.objects.select_related("board", "proposed_by").select_for_update(of=("self",))
    return found.get(pk=topic.pk)
