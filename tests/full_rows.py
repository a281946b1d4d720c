"""
One row of every model with everything in it that a form can hold, and a bare one.

Values come from the kind of the field, so that a new model or field is covered unasked. What a
model forbids together is told apart in FULL and BARE.
"""

import datetime as dt
from decimal import Decimal

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from accounts.visibility import PublicFace
from partners.richtext import RichTextField
from tests.file_contents import pdf_bytes, picture_bytes

LINES = "Erste Zeile & „zwei“\n\n  eingerückt <b>\nletzte Zeile"
RICH = (
    "<h3>Über\nschrift</h3><p>Zeile\nzwei<br>drei &amp; <strong>vier</strong> "
    '<a href="https://example.org/?a=1&amp;b=2">dort</a></p>\n'
    "<ul><li><p>eins</p></li><li>zwei</li></ul>"
    "<table><tbody><tr><th><p>a</p></th><td><p>b</p></td></tr></tbody></table>"
)
EARLIER, LATER = dt.date(2026, 3, 1), dt.date(2026, 9, 30)
BEGINNINGS = ("start", "began", "begin", "from", "granted", "valid", "given", "arrived", "opened")


class Rows:
    """Rows made when asked for, one of each model; a reference leads to that row."""

    def __init__(self, special=None, *, is_bare=False, given=None):
        self.special, self.is_bare = special or {}, is_bare
        self.rows, self.waiting = dict(given or {}), set()

    def row(self, model):
        """Return the row of `model`, or None while it is just being made."""
        model = model._meta.concrete_model
        if model not in self.rows and model not in self.waiting:
            self.waiting.add(model)
            self.rows[model] = self.make(model)
            self.fill_lists(self.rows[model])
        return self.rows.get(model)

    def of(self, models):
        """Return the rows of `models`."""
        return [self.row(model) for model in models]

    def make(self, model):
        row = model()
        own = self.special.get(model._meta.label, {})
        for field in model._meta.concrete_fields:
            if field.name in own or field.primary_key:
                continue
            if (value := self.value(field)) is not None:
                setattr(row, field.name, value)
        for name, value in own.items():
            setattr(row, name, value(self) if callable(value) else value)
        row.save()
        return row

    def fill_lists(self, row):
        if self.is_bare:
            return
        for field in row._meta.many_to_many:
            if field.remote_field.through._meta.auto_created and not getattr(row, field.name).all():
                model = field.related_model
                other = self.row(model) if model._meta.label != "auth.Permission" else None
                getattr(row, field.name).set([other] if other else model.objects.all())
        if isinstance(row, PublicFace):
            row.refresh_public_face()

    def value(self, field):
        """Return something to stand in `field`, or None to leave it as the model does."""
        is_needed = not (field.null or field.blank or field.has_default())
        if not is_needed and (self.is_bare or not field.editable):
            return None
        if field.is_relation:
            return self.row(field.related_model)
        if field.choices:
            return None if field.has_default() else [key for key, _label in field.flatchoices][-1]
        for kind, make in KINDS:
            if isinstance(field, kind):
                return make(field, self.is_bare)
        raise TypeError(f"{field}: say in tests/full_rows.py what can stand there.")


def words(field, is_bare):
    text = f"{field.name} „{'knapp' if is_bare else 'voll'}“ & <mehr>"
    return text[: field.max_length]


def day(field, _is_bare):
    return EARLIER if field.name.startswith(BEGINNINGS) else LATER


def time(field, _is_bare):
    is_first = field.name.startswith(BEGINNINGS)
    return dt.time(14, 5, 7) if is_first else dt.time(16, 31, 9, 12345)


def moment(field, is_bare):
    return timezone.make_aware(dt.datetime.combine(day(field, is_bare), time(field, is_bare)))


def name_of(field, is_bare):
    return f"{field.model._meta.model_name}-{'knapp' if is_bare else 'voll'}"


def file(field, is_bare):
    """Return a file that is stored with the row."""
    is_picture = isinstance(field, models.ImageField)
    content, ending = (picture_bytes(), "png") if is_picture else (pdf_bytes(), "pdf")
    return ContentFile(content, name=f"{name_of(field, is_bare)}.{ending}")


# The first that fits counts.
KINDS = (
    (RichTextField, lambda _field, _is_bare: RICH),
    (models.TextField, lambda _field, _is_bare: LINES),
    (models.SlugField, name_of),
    (models.EmailField, lambda field, is_bare: f"{name_of(field, is_bare)}@example.org"),
    (models.URLField, lambda field, _is_bare: f"https://example.org/{field.name}?a=1&b=2"),
    (models.CharField, words),
    (models.BooleanField, lambda _field, is_bare: not is_bare),
    (models.FileField, file),
    (models.DateTimeField, moment),
    (models.DateField, day),
    (models.TimeField, time),
    (models.DecimalField, lambda _field, _is_bare: Decimal("1.5")),
    (models.IntegerField, lambda _field, _is_bare: 3),
    (models.JSONField, lambda _field, _is_bare: {"ä": [1, "zwei"]}),
)
