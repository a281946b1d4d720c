"""The texts of reminders: for an answer, on the eve, and once somebody's mandate has begun."""

from django.utils.translation import gettext as _

from meetings import facts, lapsed
from meetings.ical import flat
from meetings.models import Response
from meetings.places import places_of
from post import links
from post.messages import Act, Message


def ask_for_answer(meeting, person, today) -> Message:
    name, due = facts.full_title(meeting), facts.long_date(meeting.answers_due)
    is_late = today > meeting.answers_due
    text = _("wir wissen noch nicht, ob Sie zur %s kommen.")
    if is_late:
        text += " " + _("Die Frist ist schon vorbei, Ihre Antwort hilft uns trotzdem.")
    former = [one.lapsed for one in places_of(person, [meeting])[meeting.pk] if one.lapsed]
    return letter(
        meeting,
        person,
        subject=_("Bitte antworten Sie: %(name)s am %(day)s") % named(meeting),
        title=_("Kommen Sie zur %s?") % meeting.title,
        lead=text % name,
        facts=[*when_and_where(meeting), (_("Antwort bis"), due)],
        act=_("Jetzt antworten"),
        paragraphs=[lapsed.to_giver(one) for one in former[:1]],
    )


def on_the_eve(meeting, person, today) -> Message:
    name = facts.full_title(meeting)
    is_today = meeting.held_on == today
    text = _("heute ist die %s.") if is_today else _("morgen ist die %s.")
    subject = _("Heute: %(name)s") if is_today else _("Morgen: %(name)s")
    return letter(
        meeting,
        person,
        subject=subject % {"name": name},
        title=subject % {"name": meeting.title},
        lead=text % name,
        facts=[
            *when_and_where(meeting),
            (_("Videokonferenz"), meeting.video_link),
            (_("Anreise und Zugang"), flat(meeting.venue.directions) if meeting.venue else ""),
        ],
        act=_("Tagesordnung und Unterlagen öffnen"),
        paragraphs=[_("Können Sie doch nicht kommen? Dann ändern Sie bitte dort Ihre Antwort.")],
    )


def let_in(meeting, person, today) -> Message:
    """Bring the link to somebody whose mandate began after the invitation went out."""
    name, due = facts.full_title(meeting), facts.long_date(meeting.answers_due)
    places = [one for one in places_of(person, [meeting])[meeting.pk] if one.answers_for_itself]
    is_asked = any(one.response == Response.PENDING for one in places)
    text = _("Ihr Mandat hat begonnen: Ab jetzt öffnet Ihr Link die %s mit Ihren Unterlagen.")
    return letter(
        meeting,
        person,
        subject=_("Ihr Zugang: %(name)s am %(day)s") % named(meeting),
        title=_("Ihr Zugang zur %s") % meeting.title,
        lead=text % name,
        facts=[
            *when_and_where(meeting),
            (_("Videokonferenz"), meeting.video_link),
            (_("Antwort bis"), due if is_asked and today <= meeting.answers_due else ""),
        ],
        act=_("Jetzt antworten") if is_asked else _("Sitzung ansehen"),
        reason=_(
            "Sie erhalten diese Mail, weil wir Sie zu dieser Sitzung eingeladen haben, bevor Ihr "
            "Mandat begann. Der Link darin gilt nur für Sie."
        ),
    )


def letter(meeting, person, act, reason="", **words) -> Message:
    """Return the mail; `words` are parts of it, facts without a value left out."""
    words["facts"] = [(label, value) for label, value in words["facts"] if value]
    return Message(
        kicker=flat(meeting.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        acts=[Act(act, links.address(path=f"#{meeting.slug}"))],
        reason=reason
        or _(
            "Sie erhalten diese Erinnerung, weil Sie zu dieser Sitzung eingeladen sind. Der Link "
            "darin gilt nur für Sie. Erinnerungen stellen Sie auf Ihrer Seite unter „Kalender“ ab."
        ),
        is_example=meeting.is_example,
        **words,
    )


def named(meeting) -> dict[str, str]:
    return {"name": facts.full_title(meeting), "day": facts.day_month_year(meeting.held_on)}


def when_and_where(meeting) -> list[tuple[str, str]]:
    now = facts.facts_of(meeting)
    return [(_("Wann"), now.when), (_("Wo"), now.place)]
