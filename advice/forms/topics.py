"""What a member writes to propose a topic, and the points of a seat."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from advice import points, topics
from advice.models import Topic
from advice.models.weighing import POINTS

MAX_LENGTH = 4000


class TopicForm(forms.Form):
    """To which board, what, and why; the board is asked only where there is a choice."""

    board = forms.TypedChoiceField(label=gettext_lazy("Gremium"), coerce=int)
    title = forms.CharField(
        label=gettext_lazy("Thema"),
        max_length=Topic._meta.get_field("title").max_length,
        help_text=gettext_lazy("In wenigen Worten, wie eine Überschrift."),
    )
    text = forms.CharField(
        label=gettext_lazy("Warum ist das wichtig?"),
        max_length=MAX_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Wen betrifft es, und was sollte das Zentrum dazu anbieten?"),
        error_messages={"required": gettext_lazy("Bitte schreiben Sie, worum es geht.")},
    )

    def __init__(self, *args, boards, action, **kwargs):
        super().__init__(*args, **kwargs)
        self.boards = {one.pk: one for one in boards}
        field = self.fields["board"]
        field.choices = [(one.pk, one.name) for one in boards]
        if len(boards) == 1:
            field.initial, field.widget = boards[0].pk, forms.HiddenInput()
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.add_input(Submit("propose", _("Thema vorschlagen")))

    def hand_in(self, person):
        """Propose what was written. Raise ValidationError where it is refused."""
        data = self.cleaned_data
        return topics.propose(self.boards[data["board"]], person, data["title"], data["text"])


class PointsForm(forms.Form):
    """A number a topic; five in all at most."""

    def __init__(self, *args, topics, seat, **kwargs):
        """Each topic has an `address`; `seat` marks the fields, as a page may hold two forms."""
        super().__init__(*args, auto_id=f"sitz-{seat}-%s", **kwargs)
        self.seat = seat
        self.keys = {f"thema-{one.pk}": one.pk for one in topics}
        for topic in topics:
            self.fields[f"thema-{topic.pk}"] = points_field(topic)

    def clean(self):
        data = super().clean()
        if not self.errors:
            points.check_sum(sum(self.points.values()))
        return data

    @property
    def points(self) -> dict[int, int]:
        """Return the points by topic; an empty field gives none."""
        return {key: self.cleaned_data.get(name) or 0 for name, key in self.keys.items()}


def points_field(topic):
    more = _("Worum es bei „%s“ geht") % topic.title
    return forms.IntegerField(
        label=topic.title,
        required=False,
        min_value=0,
        max_value=POINTS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "0"}),
        help_text=format_html(
            '<a href="{}" aria-label="{}">{}</a>', topic.address, more, _("Worum es geht")
        ),
        error_messages={
            "invalid": _("Bitte geben Sie eine Zahl von 0 bis 5 ein."),
            "min_value": _("Bitte geben Sie eine Zahl von 0 bis 5 ein."),
            "max_value": _("Bitte geben Sie eine Zahl von 0 bis 5 ein."),
        },
    )
