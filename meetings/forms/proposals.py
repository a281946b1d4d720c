"""What a member hands in for the agenda, and their private note."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from meetings import proposals
from meetings.models import AgendaProposal, PersonalNote

DAY_IN_MINUTES = 480


class ProposalForm(forms.Form):
    """Which session, what, how long; the session is asked only where there is a choice."""

    meeting = forms.TypedChoiceField(label=_("Sitzung"), coerce=int)
    title = forms.CharField(
        label=_("Überschrift"),
        max_length=AgendaProposal._meta.get_field("title").max_length,
        help_text=_("So könnte der Punkt auf der Tagesordnung heißen."),
    )
    text = forms.CharField(
        label=_("Worum es geht"),
        required=False,
        max_length=AgendaProposal._meta.get_field("text").max_length,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Freiwillig: Was soll beraten werden, und was soll dabei herauskommen?"),
    )
    minutes = forms.IntegerField(
        label=_("Minuten"),
        required=False,
        min_value=1,
        max_value=DAY_IN_MINUTES,
        help_text=_("Freiwillig: wie viel Zeit der Punkt braucht."),
    )

    def __init__(self, *args, meetings, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.meetings = {one.pk: one for one in meetings}
        field = self.fields["meeting"]
        field.choices = [(one.pk, label_of(one)) for one in meetings]
        if len(meetings) == 1:
            field.initial, field.widget = meetings[0].pk, forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.add_input(Submit("propose", _("TOP vorschlagen")))

    def hand_in(self, person):
        """Propose what was written. Raise ValidationError where it is refused."""
        data = self.cleaned_data
        meeting = self.meetings[data["meeting"]]
        return proposals.propose(meeting, person, data["title"], data["text"], data["minutes"])


def label_of(meeting):
    day = formats.date_format(meeting.held_on, "j. F Y")
    return f"{meeting.title} – {meeting.board}, {day}"


class NoteForm(forms.Form):
    """A private note; empty, it is deleted."""

    text = forms.CharField(
        required=False, max_length=PersonalNote._meta.get_field("text").max_length
    )
