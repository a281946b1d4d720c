"""What somebody is told about the item they proposed."""

from django.utils import formats
from django.utils.translation import gettext as _

from meetings.access import open_until
from meetings.models import AgendaProposal
from partners.models import Centre
from post import links, outbox
from post.messages import Act, Message
from post.outbox import Circumstances


def tell(proposal):
    """
    Write the mail on the decision, once; nothing to somebody without an address.

    It has a thread of its own: no change of the session replaces it.
    """
    if not proposal.person.email:
        return None
    circumstances = Circumstances(
        kind="proposal_decided",
        occasion=f"proposal:{proposal.pk}:decided",
        thread=f"proposal:{proposal.pk}",
        reply_to=Centre.objects.current().email,
        link_expires_on=open_until(proposal.meeting),
    )
    return outbox.write(message(proposal), circumstances, person=proposal.person)


def message(proposal) -> Message:
    meeting = proposal.meeting
    is_accepted = proposal.state == AgendaProposal.State.ACCEPTED
    subject = (
        _("Ihr Vorschlag zur %s ist aufgenommen") if is_accepted else _("Ihr Vorschlag zur %s")
    ) % meeting.title
    return Message(
        subject=subject,
        title=subject,
        kicker=meeting.board.name,
        greeting=_("Guten Tag, %s,") % proposal.person.full_name,
        lead=accepted(proposal) if is_accepted else declined(),
        facts=list(facts(proposal)),
        acts=[Act(_("Ihre Seite öffnen"), links.address())],
        reason=_("Sie bekommen diese Mail, weil Sie den Punkt vorgeschlagen haben."),
        is_example=meeting.is_example,
    )


def accepted(proposal) -> str:
    text = _("Ihr Vorschlag steht als TOP %d auf der Tagesordnung.") % (
        proposal.agenda_item.position
    )
    if not proposal.is_late:
        return text
    return f"{text} {_('Er kam nach der Frist und braucht die Zustimmung des Gremiums.')}"


def declined() -> str:
    return _("Ihr Vorschlag kommt diesmal nicht auf die Tagesordnung.")


def facts(proposal):
    yield _("Vorschlag"), proposal.title
    if proposal.decision_reason:
        yield _("Begründung"), proposal.decision_reason
    day = formats.date_format(proposal.meeting.held_on, "l, j. F Y")
    yield _("Sitzung"), f"{proposal.meeting.title}, {day}"
