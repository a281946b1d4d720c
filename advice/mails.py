"""Who gave advice is told what the centre answers."""

import datetime as dt
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from advice.models import Advice
from meetings.ical import flat
from meetings.tasks.acts import people_of
from partners.models import Centre
from post import links, outbox
from post.messages import Act, Message
from post.models import Mail
from post.outbox import Circumstances

LINK_DAYS = 90


def givers(advice) -> list:
    """
    Return who is told: who gave it, else who sits on the board for the organisation today.

    Advice of the board as a whole is told in its next session.
    """
    return people_of(advice)


def tell(advice, step) -> list:
    """Write the mail on an answer to each giver with an address; return those."""
    people = [one for one in givers(advice) if one.email]
    for person in people:
        outbox.write(message(advice, person), circumstances(advice, step, person), person=person)
    return people


def told_of(step) -> list:
    """Return who was written to because of `step`."""
    occasion = f"advice:{step.advice_id}:step:{step.pk}:"
    mails = Mail.objects.filter(occasion__startswith=occasion).select_related("person")
    return [one.person for one in mails]


def circumstances(advice, step, person):
    return Circumstances(
        kind="advice_answered",
        occasion=f"advice:{advice.pk}:step:{step.pk}:person:{person.pk}",
        thread=f"advice:{advice.pk}:person:{person.pk}",
        reply_to=Centre.objects.current().email,
        link_expires_on=timezone.localdate() + dt.timedelta(days=LINK_DAYS),
    )


def message(advice, person) -> Message:
    subject = _("Antwort auf Ihre Anregung %(number)d: %(state)s") % {
        "number": advice.number,
        "state": advice.get_state_display(),
    }
    return Message(
        subject=subject,
        title=subject,
        kicker=flat(advice.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        lead=_("das Zentrum hat über Ihre Anregung gesprochen."),
        facts=list(facts(advice)),
        acts=[Act(_("Ihre Anregungen öffnen"), links.address(path="anregungen/"))],
        reason=reason(advice),
        is_example=advice.is_example,
    )


def facts(advice):
    yield advice.get_kind_display(), flat(advice.text)
    yield _("Stand"), capfirst(advice.get_state_display())
    if advice.answer:
        yield _("Antwort"), flat(advice.answer)
    if advice.state == Advice.State.DECLINED:
        yield _("Grund"), flat(advice.state_reason)
    if advice.effect:
        yield _("Was daraus wurde"), flat(advice.effect)
    yield _("Gegeben am"), formats.date_format(advice.given_on, "j. F Y")


# --- Cooperation ---------------------------------------------------------------


def introduce(advice, other, introduction) -> list:
    """Tell who gave `advice` that `other` fits, and how to reach them."""
    subject = _("Zu Ihrem Kooperationsangebot passt: %s") % flat(giver_of(other))
    lead = _("diese beiden Anregungen passen zusammen. Bitte melden Sie sich beieinander.")
    occasion = f"introduction:{introduction.pk}:advice:{advice.pk}"
    return write(advice, Words(subject, lead, list(both(advice, other)), occasion))


def ask(advice, introduction) -> list:
    """Ask who gave `advice` what came of the introduction."""
    other = introduction.need if advice == introduction.offer else introduction.offer
    subject = _("Was ist aus der Zusammenarbeit geworden?")
    lead = _(
        "vor einiger Zeit haben wir Sie zusammengebracht. Was ist daraus geworden? "
        "Eine kurze Antwort auf diese Mail genügt."
    )
    occasion = f"introduction:{introduction.pk}:advice:{advice.pk}:ask:{introduction.asked}"
    return write(advice, Words(subject, lead, list(both(advice, other)), occasion))


def giver_of(advice) -> str:
    return str(advice.giver)


def both(advice, other):
    yield advice.get_direction_display(), flat(advice.text)
    yield other.get_direction_display(), f"{flat(giver_of(other))}: {flat(other.text)}"
    contact = flat(other.contact) or ", ".join(
        f"{flat(one.full_name)} <{one.email}>" for one in givers(other)
    )
    if contact:
        yield _("Ansprechperson"), contact


@dataclass(frozen=True)
class Words:
    """What one mail about a cooperation says, and the occasion that makes it the only one."""

    subject: str
    lead: str
    facts: list
    occasion: str


def write(advice, words: Words) -> list:
    people = [one for one in givers(advice) if one.email]
    for person in people:
        mail = Message(
            subject=words.subject,
            title=words.subject,
            kicker=flat(advice.board.name),
            greeting=_("Guten Tag, %s,") % flat(person.full_name),
            lead=words.lead,
            facts=words.facts,
            reason=reason(advice),
            is_example=advice.is_example,
        )
        about = Circumstances(
            kind="cooperation",
            occasion=f"{words.occasion}:person:{person.pk}",
            thread=f"advice:{advice.pk}:person:{person.pk}",
            reply_to=Centre.objects.current().email,
        )
        outbox.write(mail, about, person=person)
    return people


def reason(advice) -> str:
    if advice.person_id:
        return _("Sie bekommen diese Mail, weil Sie die Anregung gegeben haben.")
    return _("Sie bekommen diese Mail, weil Ihre Organisation die Anregung gegeben hat.")
