"""Of what the evidence speaks: boards, days, and how much of the words."""

import datetime as dt
from dataclasses import dataclass

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.visibility import Visibility
from partners.models import Board


@dataclass(frozen=True)
class Period:
    """The days, both included, and the boards; `is_internal` also names what members read."""

    boards: tuple
    since: dt.date
    until: dt.date
    is_internal: bool = False

    @property
    def levels(self):
        """Return what may be named; what only the office reads never is."""
        return (Visibility.PUBLIC, Visibility.MEMBERS) if self.is_internal else (Visibility.PUBLIC,)

    @property
    def days(self) -> str:
        return f"{self.since:%d.%m.%Y}–{self.until:%d.%m.%Y}"


class PeriodForm(forms.Form):
    """Board and days; the boards offered are those the user maintains."""

    gremium = forms.ModelChoiceField(
        Board.objects.none(),
        label=gettext_lazy("Gremium"),
        required=False,
        empty_label=gettext_lazy("alle Gremien"),
    )
    von = forms.DateField(
        label=gettext_lazy("von"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    bis = forms.DateField(
        label=gettext_lazy("bis"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    intern = forms.BooleanField(
        label=gettext_lazy("auch nennen, was nur Mitglieder lesen"), required=False
    )

    def __init__(self, data, boards):
        super().__init__(data or usual(), label_suffix="")
        self.fields["gremium"].queryset = boards
        self.boards = boards

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("von") and cleaned.get("bis") and cleaned["bis"] < cleaned["von"]:
            self.add_error("bis", _("Das Ende liegt vor dem Beginn."))
        return cleaned

    def period(self) -> Period:
        chosen = self.cleaned_data["gremium"]
        return Period(
            boards=(chosen,) if chosen else tuple(self.boards),
            since=self.cleaned_data["von"],
            until=self.cleaned_data["bis"],
            is_internal=self.cleaned_data["intern"],
        )


def usual() -> dict:
    """Return the year as far as it has come."""
    today = timezone.localdate()
    return {"von": today.replace(month=1, day=1), "bis": today}
