"""What somebody is told about the topic they proposed: each decision, once."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.visibility import Visibility
from advice.models import Topic
from meetings.ical import flat
from partners.models import Centre
from post import links, outbox
from post.messages import Act, Message
from post.outbox import Circumstances

LINK_DAYS = 90
State = Topic.State
SUBJECTS = {
    State.DISCUSSED: gettext_lazy("Ihr Thema wird beraten: %s"),
    State.ADOPTED: gettext_lazy("Ihr Thema ist aufgenommen: %s"),
    State.DEFERRED: gettext_lazy("Ihr Thema ist zurückgestellt: %s"),
    State.REJECTED: gettext_lazy("Ihr Thema wird nicht aufgenommen: %s"),
}
LEADS = {
    State.DISCUSSED: gettext_lazy("das Gremium berät das Thema, das Sie vorgeschlagen haben."),
    State.ADOPTED: gettext_lazy("das Thema, das Sie vorgeschlagen haben, ist aufgenommen."),
    State.DEFERRED: gettext_lazy("das Thema, das Sie vorgeschlagen haben, ist zurückgestellt."),
    State.REJECTED: gettext_lazy("das Thema, das Sie vorgeschlagen haben, wird nicht aufgenommen."),
}


def tell(topic):
    """
    Write the mail on the decision just saved; nothing to somebody without an address.

    Its occasion is the entry in the history: put off twice, somebody is told twice.
    """
    person = topic.proposed_by
    if person is None or not person.email:
        return None
    entry = topic.history.order_by("-history_id").values_list("history_id", flat=True).first()
    circumstances = Circumstances(
        kind="topic_decided",
        occasion=f"topic:{topic.pk}:decided:{entry}",
        thread=f"topic:{topic.pk}",
        reply_to=Centre.objects.current().email,
        link_expires_on=timezone.localdate() + dt.timedelta(days=LINK_DAYS),
    )
    return outbox.write(message(topic), circumstances, person=person)


def message(topic) -> Message:
    subject = SUBJECTS[topic.state] % flat(topic.title)
    facts = [(_("Thema"), flat(topic.title)), (_("Stand"), topic.get_state_display())]
    if topic.state_reason:
        facts.append((_("Grund"), flat(topic.state_reason)))
    # What the office keeps to itself has no page for members.
    page = "themen/" if topic.visibility == Visibility.OFFICE else f"themen/{topic.slug}/"
    return Message(
        subject=subject,
        title=subject,
        kicker=flat(topic.board.name),
        greeting=_("Guten Tag, %s,") % flat(topic.proposed_by.full_name),
        lead=str(LEADS[topic.state]),
        facts=facts,
        acts=[Act(_("Thema ansehen"), links.address(path=page))],
        reason=_("Sie bekommen diese Mail, weil Sie das Thema vorgeschlagen haben."),
        is_example=topic.is_example,
    )
