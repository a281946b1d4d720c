"""A member's form for advice."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from advice import giving
from advice.models import Advice, Topic


def longest(name):
    return Advice._meta.get_field(name).max_length


class GivingForm(forms.Form):
    """To which board, what, of which kind; the board is asked only where there is a choice."""

    board = forms.ModelChoiceField(label=_("Gremium"), queryset=None, empty_label=None)
    text = forms.CharField(
        label=_("Was regen Sie an?"),
        max_length=longest("text"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kind = forms.ChoiceField(
        label=_("Art"),
        choices=[(kind.value, kind.label) for kind in giving.KINDS],
        initial=Advice.Kind.IDEA,
    )
    topics = forms.ModelMultipleChoiceField(
        label=_("Zu welchen Themen?"),
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Freiwillig."),
    )
    direction = forms.ChoiceField(
        label=_("Nur bei Kooperationen: bieten Sie etwas an, oder suchen Sie?"),
        choices=[("", _("keine Kooperation")), *Advice.Direction.choices],
        required=False,
    )
    contact = forms.CharField(
        label=_("Nur bei Kooperationen: Ansprechperson"),
        max_length=longest("contact"),
        required=False,
        help_text=_("Name und Weg, etwa eine Adresse. Wer zu Ihrem Angebot passt, bekommt sie."),
    )

    def __init__(self, *args, reader, boards, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = boards
        if len(boards) == 1:
            self.fields["board"].initial = boards[0]
            self.fields["board"].widget = forms.HiddenInput()
        topics = Topic.objects.visible_to(reader).filter(board__in=boards)
        if topics.exists():
            self.fields["topics"].queryset = topics
        else:
            del self.fields["topics"]
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.add_input(Submit("give", _("Anregung geben")))

    def hand_in(self, person):
        """Give what was written. Raise ValidationError where it is refused."""
        data = dict(self.cleaned_data)
        board, topics = data.pop("board"), tuple(data.pop("topics", ()))
        topics = tuple(one for one in topics if one.board_id == board.pk)
        return giving.give(person, board, giving.Gift(**data, topics=topics))
