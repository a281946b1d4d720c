"""The form on the minutes' page: head, findings, and a text for each item, each with its state."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.admin.widgets import time_input
from meetings.admin.minutes_facts import conflicts_in, facts_of
from meetings.admin.minutes_parts import PartForm
from meetings.minutes import words
from meetings.models import AgendaItem, ItemRecord, Minutes
from partners.models import Mandate, Person


def text_area(rows):
    return AdminTextareaWidget(attrs={"rows": rows, "cols": 60})


class HeadForm(PartForm):
    """Who, when, and what was found."""

    class Meta:
        model = Minutes
        fields = words.HEAD
        widgets = {
            "began_at": time_input(),
            "ended_at": time_input(),
            "minute_taker": forms.TextInput(attrs={"class": "vTextField"}),
            "distribution": forms.TextInput(attrs={"class": "vTextField"}),
            "findings": text_area(3),
            "closing": text_area(3),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].queryset = people_of(self.instance.meeting)


class ItemForm(PartForm):
    """Result and text of one item."""

    class Meta:
        model = ItemRecord
        fields = words.ITEM
        widgets = {"text": text_area(4)}
        labels = {"text": gettext_lazy("Text")}

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.item = item


def people_of(meeting):
    """Return who can have led the session: board and stand-ins of that day."""
    mandates = Mandate.objects.active_on(meeting.held_on).filter(seat__board=meeting.board_id)
    here = Q(pk__in=mandates.values("person")) | Q(deputyships__meeting=meeting)
    chosen = Q(pk__in=Minutes.objects.filter(meeting=meeting).values("chair"))
    return Person.objects.filter(here | chosen).distinct()


class MinutesForm:
    """All parts of the page at once; answers like a form."""

    def __init__(self, minutes, data=None):
        self.minutes = minutes
        items = AgendaItem.objects.filter(meeting=minutes.meeting_id)
        items = list(items.select_related("record", "meeting").prefetch_related(*followed(minutes)))
        self.head = HeadForm(data, instance=minutes, prefix="kopf")
        self.items = [
            ItemForm(data, instance=record_of(one), item=one, prefix=f"top-{one.pk}")
            for one in items
        ]
        self.presences, decisions = facts_of(minutes, data)
        for one in self.items:
            one.decisions = [form for form in decisions if form.fact.agenda_item_id == one.item.pk]
        self.conflicts = conflicts_in(minutes, items, self.presences, data)
        for one, conflict in zip(self.items, self.conflicts, strict=False):
            one.conflict = conflict
        self.decisions = decisions
        self.state = data.get("state", "") if data else minutes.state

    @property
    def parts(self):
        return [self.head, *self.items, *self.presences, *self.decisions]

    def is_valid(self):
        checked = [one.is_valid() for one in [*self.parts, *self.sent_conflicts]]
        return all(checked)

    @property
    def sent_conflicts(self):
        return [one for one in self.conflicts if one.is_bound]

    def save(self, by, **options):
        """Return the outcome; what collided stands in the parts' `others`."""
        typed = [(one, one.typed()) for one in self.parts]
        parts = [part for _form, part in typed]
        conflicts = [(one.item, *one.wish) for one in self.sent_conflicts if one.wish]
        outcome = words.save(self.minutes, parts, by, self.state, conflicts=conflicts, **options)
        for form, part in typed:
            form.show_others(part.others)
        return outcome

    def up_to_date(self, data, minutes):
        """Return `data` that may be saved again, for whoever has read what others did means it."""
        data = data.copy()
        fresh = MinutesForm(minutes)
        for one in fresh.parts:
            data[f"{one.prefix}-revision"] = one.initial["revision"]
        data["state"] = minutes.state
        return data


def followed(minutes):
    """Return what is read with the items; conflicts of interest stand there from the release on."""
    return ["record__conflicted"] if minutes.is_released else []


def record_of(item):
    return getattr(item, "record", None) or ItemRecord(agenda_item=item)
