"""The kinds of readers a pack is made for, by level; guests by their own item."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.models import Guest, Meeting
from meetings.models.meeting import guest_at, member_of, stands_in
from partners.models.board import office_boards
from partners.reader import Anybody, is_person

PUBLIC, MEMBERS, OFFICE = "public", "members", "office"
GUEST = "guest:"
OFFICE_RIGHTS = ("meetings.view_meeting", "meetings.view_agendaitem", "meetings.view_document")
# Where partners report for the session, its pack holds all that they wrote.
REPORT_RIGHTS = ("projects.view_project", "projects.view_progressreport")


def audience_of(reader, meeting) -> str:
    """Return the kind of reader `reader` is at `meeting`."""
    if not reader.is_authenticated:
        return PUBLIC
    this = Meeting.objects.filter(pk=meeting.pk)
    if this.filter(*(office_boards(reader, right, "board") for right in OFFICE_RIGHTS)).exists():
        has_reports = this.filter(reporting_round__isnull=False).exists()
        if not has_reports or reader.has_perms(REPORT_RIGHTS):
            return OFFICE
    if this.filter(member_of(reader, "board") | stands_in(reader, "pk")).exists():
        return MEMBERS
    guest = Guest.objects.filter(
        is_person(reader, "person"), meeting__in=this.filter(guest_at(reader)).values("pk")
    ).first()
    return f"{GUEST}{guest.agenda_item_id or 0}" if guest else PUBLIC


def audiences_of(meeting) -> list[str]:
    """Return the kinds of readers that `meeting` has."""
    visitor = AnonymousUser()
    is_public = Meeting.objects.visible_to(visitor).filter(pk=meeting.pk).exists()
    items = meeting.guests.values_list("agenda_item", flat=True)
    guests = sorted({f"{GUEST}{item or 0}" for item in items})
    return [MEMBERS, OFFICE, *([PUBLIC] if is_public else []), *guests]


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
    if audience == MEMBERS:
        return public | Q(visibility=Visibility.MEMBERS)
    if audience.startswith(GUEST):
        own = Q(visibility=Visibility.MEMBERS, **{item_path: int(audience.removeprefix(GUEST))})
        return public | own
    return public


def word_of(audience) -> str:
    """Return the audience as it stands in addresses and names of files: mitglieder, gaeste-5."""
    if audience.startswith(GUEST):
        return "-".join(filter(None, ["gaeste", audience.removeprefix(GUEST).removeprefix("0")]))
    return {PUBLIC: "oeffentlichkeit", MEMBERS: "mitglieder", OFFICE: "geschaeftsstelle"}[audience]


def name_of(audience) -> str:
    names = {
        PUBLIC: _("die Öffentlichkeit"),
        MEMBERS: _("Mitglieder und Vertretungen"),
        OFFICE: _("die Geschäftsstelle, auch mit internen Unterlagen"),
    }
    return names.get(audience) or _("Gäste der Sitzung")
