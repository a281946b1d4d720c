"""Attendance and decisions on the minutes' page, from the release on."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.admin.widgets import time_input
from meetings.admin.minutes_parts import PartForm
from meetings.cockpit.agreement import conflicts_of
from meetings.minutes import mending
from meetings.minutes.mending import mark_of
from meetings.models import Attendance, Guest, Participation, Resolution
from meetings.planning import rules_for
from partners.models import Rules

TIMES = {"arrived_at": time_input(), "left_at": time_input()}


class FactForm(PartForm):
    """One row that is mended only with a new version."""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        self.fact = instance


class SeatForm(FactForm):
    """How a seat was there."""

    # The model keeps it from forms, so that nobody types it beside the attendance.
    deputy_person_name = forms.CharField(
        label=gettext_lazy("Vertreten durch"), max_length=200, required=False
    )

    class Meta:
        model = Participation
        fields = ("attendance", "arrived_at", "left_at")
        widgets = TIMES

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, **kwargs)
        # Nothing was noted of a seat that joined later: the page must not say so for it.
        unknown = [] if instance.attendance else [("", "–")]
        self.fields["attendance"].choices = unknown + Attendance.choices
        self.initial["deputy_person_name"] = instance.deputy_person_name

    @property
    def heading(self):
        row = self.fact
        name = ", ".join(filter(None, [row.organisation_name or str(row.seat), row.person_name]))
        return f"{name}: {row.get_attendance_display()}"


class GuestForm(FactForm):
    """Whether a guest was there."""

    is_present = forms.BooleanField(label=gettext_lazy("anwesend"), required=False)

    class Meta:
        model = Guest
        fields = ("is_present", "arrived_at", "left_at")
        widgets = TIMES

    @property
    def heading(self):
        name = self.fact.person_name or self.fact.person.full_name
        noted = Attendance.PRESENT if self.fact.is_present else Attendance.ABSENT
        return f"{_('Gast: %s') % name}: {noted.label}"


class DecisionForm(FactForm):
    """Wording and vote of one resolution, counted or by consent as the rules say."""

    class Meta:
        model = Resolution
        fields = (*mending.WORDS, *mending.VOTED, "decided_at")
        widgets = {
            "decided_at": time_input(),
            "title": AdminTextInputWidget,
            "text": AdminTextareaWidget(attrs={"rows": 3, "cols": 60}),
        }
        labels = {"objections": gettext_lazy("Gegenreden (0: einvernehmlich)")}

    def __init__(self, *args, rules, **kwargs):
        super().__init__(*args, **kwargs)
        is_voting = rules.mode == Rules.Mode.VOTING
        for name in ("objections",) if is_voting else mending.COUNTED:
            del self.fields[name]
        if is_voting and rules.tie != Rules.Tie.CHAIR:
            del self.fields["chair_vote"]

    @property
    def heading(self):
        return mending.name_of(self.fact)


class ConflictForm(forms.Form):
    """Who was conflicted on one item; `seen` is who it was when the page was shown."""

    conflicted = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Befangen"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data, item, names):
        self.item, self.noted = item, conflicts_of(getattr(item, "record", None))
        initial = {"conflicted": list(self.noted), "seen": mark_of(self.noted)}
        prefix = f"befangen-{item.pk}"
        is_sent = data is not None and f"{prefix}-seen" in data
        super().__init__(data if is_sent else None, prefix=prefix, initial=initial, label_suffix="")
        self.fields["conflicted"].choices = names
        self.names = [name for pk, name in names if pk in self.noted]

    @property
    def wish(self):
        """Return who it should be and who it was thought to be, or None if nothing is changed."""
        if not self.is_bound:
            return None
        wanted, seen = set(self.cleaned_data["conflicted"]), self.cleaned_data["seen"]
        return (wanted, seen) if mark_of(wanted) != seen else None


def conflicts_in(minutes, items, presences, data):
    """Return a form for each item, with the seats of `presences`, from the release on."""
    if not minutes.is_released:
        return []
    rows = [one.fact for one in presences if isinstance(one, SeatForm)]
    names = [(row.seat_id, row.organisation_name or str(row.seat.organisation)) for row in rows]
    return [ConflictForm(data, one, names) for one in items]


def facts_of(minutes, data):
    """Return the forms of attendance and of decisions; a page shown before the release has none."""
    if not minutes.is_released:
        return [], []
    meeting = minutes.meeting
    # What the minutes say is judged by them once more.
    prefetch_related_objects([meeting.board], "rules")
    rules = rules_for(meeting)
    kinds = {Participation: SeatForm, Guest: GuestForm}
    presences = [
        kinds[type(one)](data, instance=one, prefix=prefix_of(one))
        for one in mending.presences(meeting)
        if is_shown(one, data)
    ]
    decisions = [
        DecisionForm(data, instance=one, prefix=prefix_of(one), rules=rules)
        for one in mending.decisions(meeting)
        if is_shown(one, data)
    ]
    return presences, decisions


def prefix_of(row) -> str:
    return f"{row._meta.model_name}-{row.pk}"


def is_shown(row, data) -> bool:
    return data is None or f"{prefix_of(row)}-revision" in data
