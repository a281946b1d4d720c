"""The form of a report, as whoever reports fills it in; and the filter of the public list."""

import uuid

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout, Submit
from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from projects import figures
from projects.models import DemonstrationFeedback, ProgressReport, Project
from projects.partner_pages import COLOURS, SIGNS

Light = ProgressReport.Light
FIELDS = (
    "status",
    "since_last",
    "figures",
    "light",
    "light_reason",
    "request",
    "image",
    "image_alt",
)
UNKNOWN_TOPIC = _("Dieses Thema gibt es nicht; Sie sehen alle Projekte.")


def rows(count):
    return forms.Textarea(attrs={"rows": count})


def lights():
    return [(code, f"{SIGNS[code]} {COLOURS[code]} – {label}") for code, label in Light.choices]


class ReportForm(forms.ModelForm):
    """One project in one round. A draft may be incomplete, what is handed in may not."""

    light = forms.ChoiceField(label=_("Ampel"), required=False, widget=forms.RadioSelect)
    removes_image = forms.BooleanField(label=_("Bild entfernen"), required=False)
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    class Meta:
        model = ProgressReport
        fields = FIELDS
        widgets = {
            "status": rows(5),
            "since_last": rows(4),
            "figures": rows(4),
            "request": rows(3),
            "image": forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
        }
        help_texts = {
            "light_reason": _("Bei Gelb oder Rot: Woran liegt es? Was hilft?"),
            "request": _("Freiwillig: Was wünschen Sie sich vom Gremium?"),
            "image": _("Freiwillig: PNG oder JPG, höchstens 25 MB."),
            "image_alt": _("Was ist auf dem Bild zu sehen?"),
        }

    def __init__(self, *args, is_final=False, action="", last=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_final = is_final
        self.fields["light"].choices = lights()
        if last and last.since_last:
            self.fields["since_last"].help_text = _("Letztes Mal: %s") % last.since_last
        if not self.instance.image:
            del self.fields["removes_image"]
        self.helper = FormHelper()
        self.helper.form_action = action
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            *(Field(name) for name in ("seen", *self.Meta.fields)),
            *(Field(name) for name in ("removes_image",) if name in self.fields),
            Div(*self.buttons(), css_class="report-acts"),
        )

    def buttons(self):
        if not self.instance.submitted_at:
            yield Submit("keep", _("Zwischenspeichern"), css_class="btn-quiet")
        label = _("Änderungen abgeben") if self.instance.submitted_at else _("Bericht abgeben")
        yield Submit("hand_in", label)

    def clean_figures(self):
        text = self.cleaned_data["figures"]
        if self.is_final:
            figures.parse(text)
        return text

    def clean(self):
        data = super().clean()
        if data.get("removes_image") and not self.files.get("image"):
            data["image"] = False
        if self.is_final:
            for name, text in missing_in(data):
                if name not in self.errors:
                    self.add_error(name, text)
        return data

    def _post_clean(self):
        """The stored report is changed by projects.reports alone, under its lock."""

    @property
    def typed(self):
        """The fields that hold text, by name."""
        return {name: self.fields[name] for name in self.Meta.fields if name != "image"}

    @property
    def values(self):
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def missing_in(data):
    """Yield the fields without which a report is not complete, each with what is asked."""
    if not (data.get("status") or "").strip():
        yield "status", _("Bitte schreiben Sie, wie das Projekt steht.")
    if not data.get("light"):
        yield "light", _("Bitte wählen Sie eine Farbe der Ampel.")
    needs_reason = data.get("light") in {Light.YELLOW, Light.RED}
    if needs_reason and not (data.get("light_reason") or "").strip():
        yield "light_reason", _("Bitte begründen Sie Gelb oder Rot.")
    if data.get("image") and not (data.get("image_alt") or "").strip():
        yield "image_alt", _("Bitte beschreiben Sie das Bild.")


class FeedbackForm(forms.ModelForm):
    """Three questions on a station; the hidden field catches programs that fill in everything."""

    website = forms.CharField(
        required=False,
        label=_("Bitte leer lassen"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    once = forms.CharField(
        required=False, max_length=36, initial=uuid.uuid4, widget=forms.HiddenInput
    )

    class Meta:
        model = DemonstrationFeedback
        fields = ("useful", "recommends", "text")
        widgets = {
            "useful": forms.RadioSelect,
            "recommends": forms.RadioSelect,
            "text": rows(4),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("useful", "recommends"):
            field = self.fields[name]
            field.choices = [one for one in field.choices if one[0]]
        self.helper = FormHelper()
        self.helper.layout = Layout("useful", "recommends", "text", "website", "once")
        self.helper.add_input(Submit("send", _("Rückmeldung geben")))

    @property
    def is_by_a_program(self):
        return bool(self.cleaned_data.get("website"))

    def clean_once(self):
        """Return the mark of the form, or None for what is none."""
        try:
            return uuid.UUID(self.cleaned_data["once"])
        except ValueError:
            return None

    def answers(self) -> dict:
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "once")}


class ProjectFilterForm(forms.Form):
    """Which board, which kind, which topic."""

    gremium = forms.ChoiceField(label=_("Gremium"), required=False)
    art = forms.ChoiceField(
        label=_("Art"),
        required=False,
        choices=[("", _("alle")), *Project.Kind.choices],
        error_messages={"invalid_choice": _("Diese Art gibt es nicht; Sie sehen alle Projekte.")},
    )
    thema = forms.ChoiceField(
        label=_("Thema"),
        required=False,
        error_messages={"invalid_choice": UNKNOWN_TOPIC},
    )

    def __init__(self, data, choice, topics):
        super().__init__(data)
        self.fields["thema"].choices = [("", _("alle")), *topics]
        self.fields["gremium"].choices = choice.as_choices(_("alle Gremien"))
        if not choice.has_several:
            del self.fields["gremium"]
        if not topics:
            del self.fields["thema"]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.add_input(Submit("", _("Anzeigen")))
        self.is_valid()

    def kept(self, projects):
        """Return those of the projects that were asked for."""
        kind, topic = (self.cleaned_data.get(name) for name in ("art", "thema"))
        projects = projects.filter(kind=kind) if kind else projects
        return projects.filter(topics__slug=topic) if topic else projects

    @property
    def query(self):
        """What was chosen, to go on with on the next page."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})
