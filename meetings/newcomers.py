"""Who was written to before their mandate began, and so could not be given a link yet."""

from meetings.entitlement import Act, may
from meetings.models import Delivery, Dispatch
from meetings.recipients import recipients
from partners.models import Person
from post.models import Mail

KIND = "access"
Kind = Dispatch.Kind
OPENING = (Kind.INVITATION, Kind.ADDENDUM, Kind.CHANGE)


def newcomers(meeting) -> list[Person]:
    """Return who takes part by now and has only mails without a link, this one left out."""
    written = Delivery.objects.filter(dispatch__meeting=meeting, dispatch__kind__in=OPENING)
    without = set(written.filter(mail__link_mark="").values_list("person", flat=True))
    if not without:
        return []
    mails = Mail.objects.filter(thread__startswith=f"meeting:{meeting.pk}:").exclude(kind=KIND)
    linked = mails.exclude(link_mark="").exclude(state=Mail.State.DROPPED)
    without -= set(linked.values_list("person", flat=True))
    found = [one.person for one in recipients(meeting, Kind.INVITATION)]
    told = [one for one in found if one.pk in without and one.email]
    return [one for one in told if may(one, Act.ENTER, meeting)]
