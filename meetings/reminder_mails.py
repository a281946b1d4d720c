"""The texts of reminders: one that asks for an answer, one on the eve of the session."""

from django.utils.translation import gettext as _

from meetings import facts
from meetings.ical import flat
from post import links
from post.messages import Act, Message


def ask_for_answer(meeting, person, today) -> Message:
    name, due = facts.full_title(meeting), facts.long_date(meeting.answers_due)
    is_late = today > meeting.answers_due
    text = _("wir wissen noch nicht, ob Sie zur %s kommen.")
    if is_late:
        text += " " + _("Die Frist ist schon vorbei, Ihre Antwort hilft uns trotzdem.")
    return letter(
        meeting,
        person,
        subject=_("Bitte antworten Sie: %(name)s am %(day)s") % named(meeting),
        title=_("Kommen Sie zur %s?") % meeting.title,
        lead=text % name,
        facts=[*when_and_where(meeting), (_("Antwort bis"), due)],
        act=_("Jetzt antworten"),
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


def letter(meeting, person, act, **words) -> Message:
    """Return the mail; `words` are parts of it, facts without a value left out."""
    words["facts"] = [(label, value) for label, value in words["facts"] if value]
    return Message(
        kicker=flat(meeting.board.name),
        greeting=_("Guten Tag, %s,") % flat(person.full_name),
        acts=[Act(act, links.address(path=f"#{meeting.slug}"))],
        reason=_(
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
