"""The form on the minutes' page: head, findings, and a text for each item, each with its state."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Q
from django.utils.translation import gettext_lazy

from accounts.admin.widgets import time_input
from meetings.admin.minutes_facts import facts_of
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
        self.head = HeadForm(data, instance=minutes, prefix="kopf")
        self.items = [
            ItemForm(data, instance=record_of(one), item=one, prefix=f"top-{one.pk}")
            for one in items.select_related("record", "meeting")
        ]
        self.presences, decisions = facts_of(minutes, data)
        for one in self.items:
            one.decisions = [form for form in decisions if form.fact.agenda_item_id == one.item.pk]
        self.decisions = decisions
        self.state = data.get("state", "") if data else minutes.state

    @property
    def parts(self):
        return [self.head, *self.items, *self.presences, *self.decisions]

    def is_valid(self):
        return all(list(map(PartForm.is_valid, self.parts)))

    def save(self, by, **options):
        """Return the outcome; what collided stands in the parts' `others`."""
        typed = [(one, one.typed()) for one in self.parts]
        parts = [part for _form, part in typed]
        outcome = words.save(self.minutes, parts, by, self.state, **options)
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


def record_of(item):
    return getattr(item, "record", None) or ItemRecord(agenda_item=item)
