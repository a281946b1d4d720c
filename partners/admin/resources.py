"""Organisations and people as rows of a table, in and out."""

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.text import slugify
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.widgets import Widget

from accounts.admin.tables import FORMULA
from partners.models import Organisation, Person


class Text(Widget):
    """A cell as text; a number typed into a spreadsheet stays what it shows."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = "" if value is None else str(value).strip()
        # The mark that our own export puts before a would-be formula.
        return text[1:] if text[:1] == "'" and FORMULA.match(text[1:]) else text

    def render(self, value, obj=None, **kwargs):
        return str(value or "")


class Choice(Text):
    """A choice by its German label or by its code."""

    def __init__(self, choices):
        super().__init__()
        self.labels = {code: str(label) for code, label in choices.choices}

    def clean(self, value, row=None, **kwargs):
        text = super().clean(value)
        for code, label in self.labels.items():
            if text.casefold() in {code, label.casefold()}:
                return code
        if text:
            known = ", ".join(self.labels.values())
            raise ValueError(
                _("„%(text)s“ ist nicht bekannt. Möglich: %(known)s.")
                % {"text": text, "known": known}
            )
        return ""

    def render(self, value, obj=None, **kwargs):
        return self.labels.get(value, "")


class Changes(Diff):
    """What a row changes, marked up without styles of its own."""

    def as_html(self):
        before = [""] * len(self.right) if self.new else self.left
        return [marked(*pair) for pair in zip(before, self.right, strict=True)]


def marked(old, new):
    if old == new:
        return new
    if not old:
        return format_html("<ins>{}</ins>", new)
    return format_html("<del>{}</del> <ins>{}</ins>", old, new)


class Table(ModelResource):
    """
    Rows under German headings.

    A column left out changes nothing, an empty cell empties.
    """

    COLUMNS = ()
    REQUIRED = ()

    def get_diff_class(self):
        return Changes

    def headings(self):
        return {name: self.fields[name].column_name for name in self.COLUMNS}

    def before_import(self, dataset, **kwargs):
        headings = self.headings()
        given = [str(one or "").strip() for one in dataset.headers]
        missing = [headings[name] for name in self.REQUIRED if headings[name] not in given]
        unknown = [one or _("(ohne Überschrift)") for one in given if one not in headings.values()]
        if missing:
            raise ValidationError(_("Es fehlt die Spalte %s.") % quoted(missing))
        if unknown:
            raise ValidationError(
                _("Unbekannte Spalte %(unknown)s. Möglich sind: %(known)s.")
                % {"unknown": quoted(unknown), "known": ", ".join(headings.values())}
            )
        if len(set(given)) < len(given):
            raise ValidationError(_("Eine Spalte kommt zweimal vor."))
        dataset.headers = given

    def cell(self, row, name):
        return Text().clean(row.get(self.fields[name].column_name))

    def get_instance(self, instance_loader, row):
        return self.find(row)

    def find(self, row):
        raise NotImplementedError


def quoted(names):
    return ", ".join(f"„{name}“" for name in names)


def text(attribute, heading):
    return Field(attribute=attribute, column_name=heading, widget=Text())


class OrganisationResource(Table):
    """Found by the address, which is made from the short name if not given."""

    COLUMNS = ("name", "short_name", "slug", "kind", "place", "website", "consortium_role")
    REQUIRED = ("name", "short_name")

    name = text("name", "Name")
    short_name = text("short_name", "Kurzname")
    slug = text("slug", "Adresse")
    kind = Field(attribute="kind", column_name="Art", widget=Choice(Organisation.Kind))
    place = text("place", "Ort")
    website = text("website", "Website")
    consortium_role = Field(
        attribute="consortium_role",
        column_name="Rolle im Konsortium",
        widget=Choice(Organisation.ConsortiumRole),
        default=Organisation.ConsortiumRole.NONE,
    )

    class Meta:
        model = Organisation
        fields = ("name", "short_name", "slug", "kind", "place", "website", "consortium_role")
        import_order = export_order = fields
        import_id_fields = ()
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def before_import_row(self, row, **kwargs):
        if not self.cell(row, "slug"):
            row["Adresse"] = slug_of(self.cell(row, "short_name"))

    def find(self, row):
        return Organisation.objects.filter(slug=self.cell(row, "slug")).first()


UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)


def slug_of(name):
    return slugify(name.translate(UMLAUTS))[:80]


class PersonResource(Table):
    """Found by the e-mail address, else by the full name."""

    COLUMNS = ("title", "given_name", "family_name", "function", "email", "phone")
    REQUIRED = ("family_name",)

    title = text("title", "Titel")
    given_name = text("given_name", "Vorname")
    family_name = text("family_name", "Familienname")
    function = text("function", "Funktion")
    email = text("email", "E-Mail-Adresse")
    phone = text("phone", "Telefon")

    class Meta:
        model = Person
        fields = ("title", "given_name", "family_name", "function", "email", "phone")
        import_order = export_order = fields
        import_id_fields = ()
        clean_model_instances = True
        skip_unchanged = True
        report_skipped = True

    def find(self, row):
        email = self.cell(row, "email")
        if email and (person := Person.objects.filter(email__iexact=email).first()):
            return person
        named = {name: self.cell(row, name) for name in ("given_name", "family_name")}
        # A namesake with another address is somebody else.
        found = list(Person.objects.filter(**named | ({"email": ""} if email else {}))[:2])
        if len(found) > 1:
            raise ValidationError(
                {
                    "family_name": _(
                        "Diesen Namen gibt es mehrmals. Bitte die E-Mail-Adresse ergänzen."
                    )
                }
            )
        return found[0] if found else None
