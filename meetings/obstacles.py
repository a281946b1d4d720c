"""What stands in the way of a sending, in words that say what to do."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings import facts
from meetings.models import Dispatch, Meeting
from meetings.planning import Matter, rules_for
from meetings.preparation import Preparation
from meetings.procedure import Notice, invitation_notice
from meetings.recipients import former

Kind = Dispatch.Kind
ONCE = (Kind.SAVE_THE_DATE, Kind.INVITATION)
AGENDA, PAPERS = "agenda_items-group", "documents-group"


class Pointer(str):
    """Words with the part of the session's form, its id there, where to act on them."""

    __slots__ = ("field",)

    def __new__(cls, text, field):
        self = super().__new__(cls, text)
        self.field = field
        return self


def notice_of(meeting: Meeting) -> Notice:
    """Judge the notice of an invitation sent today, by the rules of today (meetings.summons)."""
    today = timezone.localdate()
    rules = rules_for(meeting, Matter.PREPARATION, today)
    return invitation_notice(today, meeting.held_on, rules)


def already_sent(meeting: Meeting, kind: str) -> Dispatch | None:
    """Return the sending after which another of this kind makes no sense."""
    if kind in ONCE:
        return meeting.dispatches.filter(kind=kind).first()
    last = facts.last_announcement(meeting)
    is_repeated = kind == Kind.CANCELLATION and last and last.kind == kind
    return last if is_repeated else None


def sent_note(dispatch: Dispatch) -> str:
    """Einladung: schon versandt am 3. Dezember 2026 um 14:05 Uhr von Robin Beispiel."""
    moment = timezone.localtime(dispatch.sent_at)
    text = _("%(kind)s: schon versandt am %(day)s um %(time)s Uhr") % {
        "kind": dispatch.get_kind_display(),
        "day": facts.day_month_year(moment),
        "time": f"{moment:%H:%M}",
    }
    return f"{text} {_('von %s') % dispatch.sent_by}." if dispatch.sent_by else f"{text}."


def obstacles(meeting: Meeting, kind: str, message: str = "") -> list[str]:
    """Return why `kind` cannot be sent now, each with what to do; [] if it can."""
    found = general(meeting, kind)
    return found or [one for one in BY_KIND[kind](meeting, message) if one]


def general(meeting, kind) -> list[str]:
    """What stands in the way of any sending; the rest does not matter then."""
    if facts.is_over(meeting):
        return [_("Die Sitzung ist vorbei. Dazu wird nichts mehr versandt.")]
    if sent := already_sent(meeting, kind):
        return [sent_note(sent)]
    if meeting.is_cancelled and kind != Kind.CANCELLATION:
        return [
            _("Die Sitzung ist abgesagt. Versenden Sie die Absage, oder nehmen Sie sie zurück.")
        ]
    if meeting.visibility == Visibility.OFFICE:
        text = _(
            "Die Sitzung sieht nur die Geschäftsstelle. Stellen Sie die Sichtbarkeit auf "
            "„nur Mitglieder“ oder „öffentlich“."
        )
        return [Pointer(text, "field-visibility")]
    return [closed_board()] if meeting.board.visibility == Visibility.OFFICE else []


def closed_board() -> str:
    """Say so where members would be asked to a page that none of them could open."""
    return _(
        "Das Gremium sieht nur die Geschäftsstelle. Stellen Sie beim Gremium die Sichtbarkeit "
        "auf „nur Mitglieder“ oder „öffentlich“."
    )


def of_save_the_date(meeting, message):
    if meeting.state != Meeting.State.PLANNED:
        yield _("Zur Sitzung ist schon eingeladen. Ein Save-the-Date kommt davor.")


def of_invitation(meeting, message):
    if not meeting.starts_at:
        text = _(
            "Es fehlt die Uhrzeit. Tragen Sie bei der Sitzung unter „Wann und wo“ den Beginn ein."
        )
        yield Pointer(text, "field-starts_at")
    if not meeting.venue_id and not meeting.video_link:
        text = _(
            "Es fehlt der Ort. Tragen Sie bei der Sitzung unter „Wann und wo“ einen Sitzungsort "
            "oder eine Videokonferenz ein."
        )
        yield Pointer(text, "field-venue")
    if not meeting.agenda_items.exists():
        text = _(
            "Es fehlt die Tagesordnung. Übernehmen Sie bei der Sitzung eine Vorlage, oder legen "
            "Sie TOP an."
        )
        yield Pointer(text, "field-agenda_from")
    notice = notice_of(meeting)
    if notice.code == "too_late":
        yield Pointer(_("%s Wählen Sie einen späteren Termin.") % notice.text, "field-held_on")


def of_addendum(meeting, message):
    if not meeting.dispatches.filter(kind=Kind.INVITATION).exists():
        yield _("Ein Nachtrag folgt auf die Einladung. Versenden Sie zuerst die Einladung.")
    elif not message.strip() and not Preparation(meeting).has_news:
        yield _(
            "Seit dem letzten Versand gibt es nichts Neues. Ergänzen Sie Unterlagen oder TOP, "
            "oder schreiben Sie einen Begleittext."
        )


def of_change(meeting, message):
    if not facts.last_announcement(meeting):
        yield _("Von der Sitzung weiß noch niemand. Eine Änderung ist nicht mitzuteilen.")
    elif not facts.untold(meeting):
        yield _(
            "Seit dem letzten Versand haben sich Termin, Ort und Zugang nicht geändert. Für neue "
            "Unterlagen oder TOP gibt es den Nachtrag."
        )


def of_cancellation(meeting, message):
    if not meeting.is_cancelled:
        yield _("Die Sitzung ist nicht abgesagt. Sagen Sie sie zuerst ab, mit Grund.")
    elif not facts.last_announcement(meeting):
        yield _("Von der Sitzung weiß noch niemand. Eine Absage ist nicht zu versenden.")


def of_farewell(meeting, message):
    if not former(meeting):
        yield _("Alle, die von der Sitzung wissen, sind noch eingeladen oder haben es gehört.")


BY_KIND = {
    Kind.FAREWELL: of_farewell,
    Kind.SAVE_THE_DATE: of_save_the_date,
    Kind.INVITATION: of_invitation,
    Kind.ADDENDUM: of_addendum,
    Kind.CHANGE: of_change,
    Kind.CANCELLATION: of_cancellation,
}
