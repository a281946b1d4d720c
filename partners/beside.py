"""Rows that must leave each other room: those that are stored, and those saved in one step."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class Beside:
    """
    A row that is held against others of its kind: mandates of a seat, terms of a board.

    A form of several such rows holds them against each other as they will be: what one gives up
    another takes in the same step. Such a form sets `is_with_others`.
    """

    # The reference that the database's own rules on several rows begin with.
    owner = "board"
    is_with_others = False

    def validate_constraints(self, exclude=None):
        """Leave rules on several rows to the form that knows all of them."""
        left_out = {self.owner} if self.is_with_others else set()
        super().validate_constraints(exclude={*(exclude or ()), *left_out})

    @property
    def last_day(self):
        return self.ends_on

    def stored_beside(self):
        """Return the stored rows that may be in the way of this one."""
        raise NotImplementedError

    def refuse_beside(self, other):
        """Raise ValidationError, with what to do, if this row cannot stand beside `other`."""
        raise NotImplementedError

    def park(self):
        """Take from the stored row what another one may take; saving it comes right after."""

    def refuse_stored(self):
        for other in self.stored_beside():
            self.refuse_beside(other)

    def shares_a_day(self, other) -> bool:
        """Tell whether both are there on some day."""
        return begins_by(other.last_day, self) and begins_by(self.last_day, other)


def begins_by(day, one):
    return day is None or one.starts_on <= day


def way_out(one, other) -> str:
    """Say how two periods that share a day come apart."""
    earlier, later = sorted([one, other], key=lambda row: row.starts_on)
    if earlier.starts_on == later.starts_on:
        return _("Lassen Sie das eine erst nach dem Ende des anderen beginnen.")
    last = f"{later.starts_on - dt.timedelta(days=1):%d.%m.%Y}"
    if earlier is one:
        return _("Tragen Sie hier als letzten Tag spätestens den %s ein.") % last
    return _("Tragen Sie dort zuerst als letzten Tag spätestens den %s ein.") % last


def refusal(field, text, way=""):
    return ValidationError({field: " ".join(map(str, filter(None, [text, way])))})
