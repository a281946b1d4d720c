"""A row of every model, filled and bare, so that every form of the office has something to show."""

from dataclasses import dataclass

from django.apps import apps
from django.db import models

from advice.models import Advice, Topic
from meetings.minutes.content import content_of
from meetings.models import AgendaItem, Meeting, Minutes
from partners.models import Board, Centre
from partners.richtext import RichTextField
from tests.full_rows import Rows

APPS = ("accounts", "partners", "post", "meetings", "advice", "projects", "news", "auth")
# As forms stored it before line ends were mended.
OLD_LINES = " Erste Zeile\r\nzweite \r\n"


def other_advice(rows):
    first = rows.row(Advice)
    return Advice.objects.create(board=first.board, number=first.number + 1, text="Gesuch")


def frozen(rows):
    return content_of(rows.row(Minutes))


# What the rules of a model ask for beyond the kinds of its fields.
FULL = {
    "accounts.User": {"is_superuser": False},
    "partners.Centre": {"pk": 1},
    "partners.Rules": {"circular_days": 14, "urgent_invitation_days": 2, "minutes_latest_days": 30},
    "meetings.AgendaItem": {"position": 1},
    "meetings.Meeting": {"is_cancelled": False, "state": "invited", "number": 1},
    "meetings.MinutesVersion": {"content": frozen},
    "meetings.Participation": {"response": "delegated"},
    "advice.Introduction": {"need": other_advice},
    "projects.ProgressReport": {"figures": "Betriebe beraten: 12\nTagungen: 3"},
}
BARE = {
    "meetings.MinutesVersion": {"occasion": "release", "content": frozen},
    "meetings.Resolution": {
        "meeting": lambda rows: rows.row(Meeting),
        "agenda_item": lambda rows: rows.row(AgendaItem),
    },
    "advice.Introduction": {"need": other_advice},
}


@dataclass(frozen=True)
class Scene:
    """The filled rows and the bare ones."""

    full: Rows
    bare: Rows

    @property
    def board(self):
        return self.full.row(Board)

    def of(self, models):
        """Return every row of `models`."""
        return [row for model in models for row in model._default_manager.order_by("pk")]


def own_models():
    """Return the models of this project, and those of Django that its office shows."""
    found = [one for one in apps.get_models() if one._meta.app_label in APPS]
    return [one for one in found if not one.__name__.startswith("Historical")]


def make_full_scene():
    full = Rows(FULL)
    known = full.of(own_models())
    shared = {type(row): row for row in known if type(row) is Centre or is_of_django(row)}
    bare = Rows(BARE, is_bare=True, given=shared)
    for row in bare.of(own_models()):
        if type(row) not in shared:
            age(row)
    # Its form asks for one, whatever the table allows.
    bare.row(apps.get_model("advice.Weighing")).topics.add(bare.row(Topic))
    return Scene(full, bare)


def is_of_django(row):
    return row._meta.app_label == "auth"


def age(row):
    """Give a row texts from before line ends were mended; no act writes them any more."""
    texts = [
        field.name
        for field in row._meta.concrete_fields
        if isinstance(field, models.TextField)
        and not isinstance(field, RichTextField)
        and field.editable
        and field.name != "figures"
    ]
    type(row)._base_manager.filter(pk=row.pk).update(**dict.fromkeys(texts, OLD_LINES))
