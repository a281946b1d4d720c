"""Who waits for the office: lines for its start page about letters, answers, words of members."""

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from meetings.admin.proposals import may_decide
from meetings.joining import turnovers
from meetings.models import Guest, Meeting, Participation
from meetings.printing import to_print
from meetings.rights import ANSWERING, ANSWERS, PRINTING, SEEING, SENDING
from meetings.turnout import turnout


def page(meeting, name):
    return reverse(f"admin:meetings_meeting_{name}", args=[meeting.pk])


def page_of(meeting, part):
    return reverse("admin:meetings_meeting_change", args=[meeting.pk]) + part


def about(meeting, text):
    return f"{meeting.title} – {meeting.board}: {text}"


def letter_lines(request, meetings, line):
    """Yield the sessions with letters that nobody has printed yet; only to those who may."""
    if not request.user.has_perms(PRINTING):
        return
    found = (
        to_print()
        .filter(dispatch__meeting__in=meetings.upcoming())
        .values_list("dispatch__meeting")
        .annotate(Count("pk"))
        .order_by()
    )
    counts = dict(found)
    for meeting in meetings.filter(pk__in=counts).select_related("board"):
        count = counts[meeting.pk]
        text = ngettext("%d Brief ist zu drucken", "%d Briefe sind zu drucken", count) % count
        yield line(about(meeting, text), page(meeting, "letters"), _("drucken"))


def deputy_lines(request, meetings, line):
    """Yield the sessions for which a member has named somebody the office does not know yet."""
    if not request.user.has_perms((*ANSWERING, *SEEING)):
        return
    named = Participation.objects.awaiting_confirmation().filter(meeting=OuterRef("pk"))
    found = meetings.upcoming().filter(Exists(named), is_cancelled=False)
    for meeting in found.select_related("board"):
        text = _("benannte Vertretung noch nicht bestätigt")
        yield line(about(meeting, text), page(meeting, "proof"), _("prüfen"))


def joining_lines(request, meetings, line):
    """Yield who joined or left the sessions that were announced; only to who may send."""
    if not request.user.has_perms((*SENDING, *ANSWERS)):
        return
    for meeting, joined, left in turnovers(meetings.upcoming().select_related("board")):
        yield from turnover_lines(meeting, joined, left, line)


def turnover_lines(meeting, joined, left, line):
    if joined:
        text = ngettext(
            "%d Person ist seit der Einladung dazugekommen",
            "%d Personen sind seit der Einladung dazugekommen",
            joined,
        )
        url = page_of(meeting, "#dazugekommen")
        yield line(about(meeting, text % joined), url, _("Einladung nachsenden"))
    if left:
        text = ngettext(
            "%d Person ist nicht mehr eingeladen und weiß es noch nicht",
            "%d Personen sind nicht mehr eingeladen und wissen es noch nicht",
            left,
        )
        url = page_of(meeting, "#ausgeschieden")
        yield line(about(meeting, text % left), url, _("mitteilen"))


def proposal_lines(request, proposals, line):
    """Yield the proposals for an agenda that nobody has decided on."""
    act = _("entscheiden") if may_decide(request.user) else _("ansehen")
    found = proposals.open().order_by("meeting__held_on", "submitted_at")
    for proposal in found.select_related("meeting__board", "person")[:15]:
        text = _("Vorschlag „%(title)s“ von %(person)s") % {
            "title": proposal.title,
            "person": proposal.person,
        }
        url = reverse("admin:meetings_agendaproposal_change", args=[proposal.pk])
        yield line(about(proposal.meeting, text), url, act)


def note_lines(request, meetings, line):
    """Yield the coming sessions to whose office members or guests have written something."""
    if not request.user.has_perms(SEEING):
        return
    seats, guests = (
        Exists(model.objects.exclude(note="").filter(meeting=OuterRef("pk")))
        for model in (Participation, Guest)
    )
    found = meetings.upcoming().filter(seats | guests, is_cancelled=False)
    for meeting in found.select_related("board"):
        text = _("Mitteilung an die Geschäftsstelle")
        yield line(about(meeting, text), page(meeting, "proof"), _("lesen"))


def answer_lines(request, meeting, line):
    """Yield how many answers are missing for the next session, once there is an invitation."""
    is_asked = meeting is not None and meeting.state == Meeting.State.INVITED
    if not is_asked or not request.user.has_perms(SEEING):
        return
    if missing := turnout(meeting).missing:
        yield line(about(meeting, missing), page(meeting, "proof"), _("ansehen"))
