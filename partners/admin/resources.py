"""Organisations and people as rows of a table, in and out."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import Diff, ModelResource
from import_export.widgets import Widget

from accounts.admin.tables import CONTROL, FORMULA
from accounts.untouched import plain_ends
from partners.models import Organisation, Person
from partners.slugs import slug_of


class Text(Widget):
    """A cell as text; a number typed into a spreadsheet stays what it shows."""

    def clean(self, value, row=None, **kwargs):
        text = self.shown(value)
        if CONTROL.search(text):
            raise ValueError(_("Der Text enthält unsichtbare Steuerzeichen. Bitte neu eintippen."))
        return text

    @staticmethod
    def shown(value):
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = "" if value is None else plain_ends(str(value)).strip()
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

    A column left out changes nothing, an empty cell empties. What there is
    already is read once and not for each row.
    """

    COLUMNS = ()
    REQUIRED = ()

    def get_diff_class(self):
        return Changes

    def headings(self):
        return {name: self.fields[name].column_name for name in self.COLUMNS}

    def before_import(self, dataset, **kwargs):
        self.numbers = dataset.numbers
        self.seen = {}
        for one in self._meta.model.objects.all():
            self.remember(one)
        self.check_headings(dataset)

    def check_headings(self, dataset):
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
        return Text.shown(row.get(self.fields[name].column_name))

    def get_instance(self, instance_loader, row):
        return self.find(row)

    def after_init_instance(self, instance, new, row, row_number=None, **kwargs):
        if id(instance) in self.seen:
            raise ValidationError(_("Steht schon in Zeile %d.") % self.seen[id(instance)])

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """
        Ask for everything but uniqueness, which would be queries for each row.

        What `find` does not find is not there, and the database has the last word.
        """
        errors = dict(import_validation_errors or {})
        try:
            instance.full_clean(
                exclude=errors.keys(), validate_unique=False, validate_constraints=False
            )
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)

    def after_import_row(self, row, row_result, row_number=None, **kwargs):
        self.seen[id(row_result.instance)] = self.numbers[row_number - 1]
        self.remember(row_result.instance)

    def find(self, row):
        """Return whom or what the row means, of all that was remembered, or None."""
        raise NotImplementedError

    def remember(self, one):
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
    slug = text("slug", "Webadresse")
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

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.by_slug = {}

    def before_import_row(self, row, **kwargs):
        if not self.cell(row, "slug"):
            row["Webadresse"] = slug_of(self.cell(row, "short_name"))

    def find(self, row):
        return self.by_slug.get(self.cell(row, "slug"))

    def remember(self, one):
        self.by_slug[one.slug] = one


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

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.by_email = {}
        self.by_name = defaultdict(list)

    def remember(self, one):
        if one.email:
            self.by_email[one.email.lower()] = one
        self.by_name[name_of(one)].append(one)

    def find(self, row):
        email = self.cell(row, "email").lower()
        person = self.by_email.get(email)
        # Both may have changed since they were remembered, by an earlier row.
        if person and person.email.lower() == email:
            return person
        found = self.namesakes(row, without_email=bool(email))
        if len(found) > 1:
            message = _("Diesen Namen gibt es mehrmals. Bitte die E-Mail-Adresse ergänzen.")
            raise ValidationError({"family_name": message})
        return found[0] if found else None

    def namesakes(self, row, without_email):
        """Return people of this name; with another address they are somebody else."""
        name = (self.cell(row, "given_name"), self.cell(row, "family_name"))
        found = {
            id(one): one
            for one in self.by_name.get(name, ())
            if name_of(one) == name and not (without_email and one.email)
        }
        return list(found.values())


def name_of(person):
    return person.given_name, person.family_name
