"""The session's form: what it suggests, and where a new agenda comes from."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.admin.forms import OfficeForm
from meetings.models import AgendaTemplate, Meeting
from meetings.planning import copy_agenda, deadline, fill_from_template, rules_on
from partners.models import Board

HINTS = {
    "number": _("Leer: die nächste freie Nummer."),
    "slug": _("Leer: aus Gremium und Nummer gebildet."),
}
USUAL = "usual"
EARLIER = 5


class MeetingForm(OfficeForm):
    """Suggest number, address and agenda of a new session."""

    agenda_from = forms.ChoiceField(
        label=_("Tagesordnung übernehmen"),
        required=False,
        help_text=_("Gilt, wenn Sie unten selbst keinen TOP eintragen. Später änderbar."),
    )
    starts = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.starts is None:
            del self.fields["agenda_from"]
        else:
            self.fields["agenda_from"].choices = self.starts.choices()
            # A session that is there gets no agenda by being saved for another reason.
            self.fields["agenda_from"].initial = "" if self.instance.pk else USUAL
        if "held_on" in self.fields:
            self.fields["held_on"].help_text = self.date_hint()
        if self.instance.pk:
            return
        for name, hint in HINTS.items():
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = hint

    def date_hint(self):
        """Say what the day means for the invitation, before it is chosen and after."""
        if self.instance.pk:
            invitation = deadline(self.instance, "invitation")
            return _("Einladung spätestens am %s.") % f"{invitation.due_on:%d.%m.%Y}"
        if self.starts is None or not self.starts.boards:
            return ""
        days = rules_on(self.starts.boards[0], timezone.localdate()).invitation_days
        first = timezone.localdate() + dt.timedelta(days=days)
        return _("Wird heute eingeladen, wahrt die Frist jeder Tag ab dem %s.") % (
            f"{first:%d.%m.%Y}"
        )

    def clean(self):
        data = super().clean()
        board = data.get("board") or (self.instance.board if self.instance.pk else None)
        if board and "number" in data and not data["number"] and "number" not in self.errors:
            self.number_next(board, data)
        if board and "slug" in data and not data["slug"]:
            data["slug"] = f"{board.slug}-{data.get('number')}"
        if board and data.get("agenda_from"):
            self.choose_start(board, data)
        return data

    def number_next(self, board, data):
        """Give the next number, but not to what is there already: mostly a second click."""
        # The second of two at once waits here until the first is stored.
        Board.objects.select_for_update().get(pk=board.pk)
        same = board.meetings.filter(
            held_on=data.get("held_on"), starts_at=data.get("starts_at"), kind=data.get("kind")
        ).first()
        if same:
            text = _("Diese Sitzung gibt es schon: %s. Für eine weitere nennen Sie die Nummer.")
            self.add_error("number", text % same)
        else:
            data["number"] = next_number(board)

    def choose_start(self, board, data):
        try:
            self.start = self.starts.find(data["agenda_from"], board)
        except ValidationError as error:
            self.add_error("agenda_from", error)

    def fill_agenda(self):
        """Give a new session the chosen agenda, unless items were typed."""
        start = getattr(self, "start", None)
        if start is None or self.instance.agenda_items.exists():
            return
        fill = fill_from_template if isinstance(start, AgendaTemplate) else copy_agenda
        fill(self.instance, start)


def next_number(board):
    return (board.meetings.aggregate(last=Max("number"))["last"] or 0) + 1


class Starts:
    """What a new agenda may begin with, as far as the user may see it."""

    def __init__(self, templates, meetings, boards):
        self.templates, self.meetings, self.boards = templates, meetings, list(boards)

    def choices(self):
        found = [(USUAL, self.usual_label())]
        rest = [(f"template-{one.pk}", self.labelled(one.name, one.board)) for one in self.others()]
        earlier = [
            (f"meeting-{one.pk}", self.labelled(_("wie %s") % one, one.board))
            for one in self.earlier()
        ]
        groups = ((_("Vorlagen"), rest), (_("Frühere Sitzungen"), earlier))
        return [
            *found,
            *(group for group in groups if group[1]),
            ("", _("leer – ich trage die TOP selbst ein")),
        ]

    def usual_label(self):
        if len(self.boards) != 1:
            return _("Vorlage des Gremiums, sonst die übliche Tagesordnung")
        usual = self.usual(self.boards[0])
        return _("Vorlage: %s") % usual.name if usual else _("Vorlage des Gremiums")

    def labelled(self, text, board):
        """Name the board where there is more than one."""
        return f"{text} – {board}" if board and len(self.boards) > 1 else text

    def others(self):
        shown = self.usual(self.boards[0]) if len(self.boards) == 1 else None
        return [one for one in self.templates.select_related("board") if one != shown]

    def earlier(self):
        found = self.meetings.filter(agenda_items__isnull=False).distinct()
        return found.select_related("board").order_by("-held_on", "-number")[:EARLIER]

    def usual(self, board):
        """Return the board's own template, else the first for all boards, or None."""
        found = self.templates.filter(pk__in=AgendaTemplate.objects.offered_to(board).values("pk"))
        own, common = found.filter(board=board), found.filter(board=None)
        return own.order_by("name", "pk").first() or common.order_by("pk").first()

    def find(self, value, board):
        """Return what is behind a choice; raise ValidationError if it is another board's."""
        if value == USUAL:
            return self.usual(board)
        kind, _dash, key = value.partition("-")
        rows = self.templates if kind == "template" else self.meetings
        found = rows.filter(pk=key).first()
        if found is None or found.board_id not in {None, board.pk}:
            raise ValidationError(_("Diese Tagesordnung gehört zu einem anderen Gremium."))
        return found


def starts_for(user, meeting=None):
    """Return where the agenda of `meeting`, or of a new one, may come from."""
    boards = Board.objects.maintained_by(user)
    if meeting is not None:
        boards = boards.filter(pk=meeting.board_id)
    return Starts(
        templates=AgendaTemplate.objects.of_boards(boards),
        meetings=Meeting.objects.filter(board__in=boards.values("pk")),
        boards=boards,
    )
