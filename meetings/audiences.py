"""The kinds of readers a pack is made for, by level; guests by their own item."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.models import AgendaItem, Guest, Meeting
from meetings.models.meeting import guest_at, stands_in
from partners.models.board import member_of, office_boards
from partners.reader import Anybody, is_person

PUBLIC, MEMBERS, OFFICE = "public", "members", "office"
# Named for one session alone: its papers, and nothing else that the board has.
STAND_INS = "stand-ins"
GUEST = "guest:"
OFFICE_RIGHTS = ("meetings.view_meeting", "meetings.view_agendaitem", "meetings.view_document")
# Where partners report for the session, its pack holds all that they wrote.
REPORT_RIGHTS = ("projects.view_project", "projects.view_progressreport")
ADVICE_RIGHTS, TASK_RIGHTS = ("advice.view_advice",), ("meetings.view_task",)
# A pack that is stale may still hold all of these.
INSIDE_RIGHTS = (*OFFICE_RIGHTS, *REPORT_RIGHTS, *ADVICE_RIGHTS, *TASK_RIGHTS)
Role = AgendaItem.Role


def audience_of(reader, meeting) -> str:
    """Return the kind of reader `reader` is at `meeting`."""
    if not reader.is_authenticated:
        return PUBLIC
    this = Meeting.objects.filter(pk=meeting.pk)
    rights = office_rights(meeting)
    if this.filter(*(office_boards(reader, right, "board") for right in rights)).exists():
        return OFFICE
    if this.filter(member_of(reader, "board")).exists():
        return MEMBERS
    if this.filter(stands_in(reader, "pk")).exists():
        return STAND_INS
    guest = Guest.objects.filter(
        is_person(reader, "person"), meeting__in=this.filter(guest_at(reader)).values("pk")
    ).first()
    return f"{GUEST}{guest.agenda_item_id or 0}" if guest else PUBLIC


def office_rights(meeting) -> tuple[str, ...]:
    """Return the rights on all that the office's pack of `meeting` holds now."""
    has_reports = Meeting.objects.filter(pk=meeting.pk, reporting_round__isnull=False).exists()
    roles = set(meeting.agenda_items.values_list("role", flat=True))
    given = meeting.board.advice.given_before(meeting)
    has_advice = Role.FEEDBACK in roles or given.exists()
    return (
        *OFFICE_RIGHTS,
        *(REPORT_RIGHTS if has_reports else ()),
        *(ADVICE_RIGHTS if has_advice else ()),
        *(TASK_RIGHTS if Role.OPEN_TASKS in roles else ()),
    )


def rights_on(audience) -> tuple[str, ...]:
    """Return what the office needs to look at a pack made for `audience`, old as it may be."""
    return INSIDE_RIGHTS if audience in {MEMBERS, OFFICE} else OFFICE_RIGHTS


def is_in_part(reader, meeting) -> bool:
    """Tell whether the office shows `reader` the session, but not all that its pack holds."""
    sees = office_boards(reader, "meetings.view_meeting", "board")
    is_of_office = Meeting.objects.filter(sees, pk=meeting.pk).exists()
    return is_of_office and audience_of(reader, meeting) != OFFICE


def audiences_of(meeting) -> list[str]:
    """Return the kinds of readers that `meeting` has."""
    visitor = AnonymousUser()
    is_public = Meeting.objects.visible_to(visitor).filter(pk=meeting.pk).exists()
    items = meeting.guests.values_list("agenda_item", flat=True)
    guests = sorted({f"{GUEST}{item or 0}" for item in items})
    has_stand_ins = meeting.participations.filter(deputy__isnull=False).exists()
    return [
        *(MEMBERS, OFFICE),
        *([STAND_INS] if has_stand_ins else []),
        *([PUBLIC] if is_public else []),
        *guests,
    ]


def anybody(audience, meeting):
    """Return a reader who has what everybody of the audience has; a guest has no more than all."""
    if audience == OFFICE:
        return Anybody(is_office=True)
    return Anybody(meeting.board_id) if audience == MEMBERS else AnonymousUser()


def level_of(audience, item_path) -> Q:
    """Return the rows with a level that the audience reads; `item_path` leads to the item."""
    public = Q(visibility=Visibility.PUBLIC)
    if audience == OFFICE:
        return Q()
    if audience in {MEMBERS, STAND_INS}:
        return public | Q(visibility=Visibility.MEMBERS)
    if audience.startswith(GUEST):
        own = Q(visibility=Visibility.MEMBERS, **{item_path: int(audience.removeprefix(GUEST))})
        return public | own
    return public


def word_of(audience) -> str:
    """Return the audience as it stands in addresses and names of files: mitglieder, gaeste-5."""
    if audience.startswith(GUEST):
        return "-".join(filter(None, ["gaeste", audience.removeprefix(GUEST).removeprefix("0")]))
    return {
        PUBLIC: "oeffentlichkeit",
        MEMBERS: "mitglieder",
        STAND_INS: "vertretungen",
        OFFICE: "geschaeftsstelle",
    }[audience]


def name_of(audience) -> str:
    names = {
        PUBLIC: _("die Öffentlichkeit"),
        MEMBERS: _("Mitglieder und Vertretungen"),
        STAND_INS: _("Vertretungen nur für diese Sitzung"),
        OFFICE: _("die Geschäftsstelle, auch mit internen Unterlagen"),
    }
    return names.get(audience) or _("Gäste der Sitzung")
