"""What minutes say of each item: result, resolutions, advice and tasks, as data."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from meetings.models import ItemRecord, Resolution, Task
from partners.models import Organisation, Seat


def clock(begins, ends) -> str:
    """14:00–16:30 Uhr, 14:00 Uhr, or nothing while the time is not known."""
    times = [f"{time:%H:%M}" for time in (begins, ends) if time] if begins else []
    return _("%(range)s Uhr") % {"range": "–".join(times)} if times else ""


def items_of(meeting, tasks_then=None) -> list[dict]:
    """Return the items in order; `tasks_then` holds the tasks of items already released."""
    day = meeting.held_on
    seats = Seat.objects.with_names_of(day)
    public = Organisation.objects.visible_to(AnonymousUser()).values("pk")
    shown = set(
        Organisation.objects.filter(agenda_items__meeting=meeting, pk__in=public).values_list(
            "pk", flat=True
        )
    )
    in_session = Resolution.objects.filter(kind=Resolution.Kind.IN_SESSION)
    in_session = in_session.order_by("number", "pk")
    tasks = Task.objects.select_related("person", "organisation").order_by("pk")
    items = meeting.agenda_items.select_related("record").prefetch_related(
        "rapporteurs",
        Prefetch("record__conflicted", seats),
        Prefetch("resolutions", in_session),
        Prefetch("tasks", tasks),
        "advice__person",
        "advice__organisation",
        "demonstrations__feedback",
    )
    return [as_data(one, shown, tasks_then) for one in items]


def as_data(item, shown, tasks_then) -> dict:
    record = getattr(item, "record", None) or ItemRecord(agenda_item=item)
    rapporteurs = item.rapporteurs.all()
    conflicted = record.conflicted.all() if record.pk else []
    tasks = [task_facts(one) for one in item.tasks.all()]
    return {
        "id": item.pk,
        "position": item.position,
        "title": item.title,
        "kind": item.kind,
        "kind_label": item.get_kind_display(),
        "visibility": item.visibility,
        "rapporteurs": [one.short_name for one in rapporteurs],
        "public_rapporteurs": [one.short_name for one in rapporteurs if one.pk in shown],
        "public_rapporteur_ids": [one.pk for one in rapporteurs if one.pk in shown],
        "result": record.result,
        "result_label": record.get_result_display(),
        "text": record.text,
        "conflicted": [one.then_short_name for one in conflicted],
        "resolutions": [resolution_facts(one) for one in item.resolutions.all()],
        "advice": [advice_facts(one) for one in item.advice.all()],
        "demonstrations": [one.as_noted() for one in item.demonstrations.all()],
        "tasks": tasks if tasks_then is None else tasks_then.get(item.pk, tasks),
    }


def advice_facts(one) -> dict:
    """Return advice as noted, for members: the public reads it in other words, elsewhere."""
    return one.as_noted() | {"visibility": Visibility.MEMBERS}


def resolution_facts(one) -> dict:
    return {
        "id": one.pk,
        "number": one.number,
        "title": one.title,
        "text": one.text,
        "votes": votes_of(one),
        "explanation": one.explanation,
        "state_label": one.get_state_display(),
        "visibility": one.visibility,
    }


def votes_of(one) -> str:
    """Ja 7 · Nein 2 · Enthaltung 1, or einvernehmlich"""
    counts = [(_("Ja"), one.yes), (_("Nein"), one.no), (_("Enthaltung"), one.abstentions)]
    if all(count is None for _label, count in counts):
        return one.get_manner_display()
    return " · ".join(f"{label} {count or 0}" for label, count in counts)


def task_facts(one) -> dict:
    organisation = one.organisation.short_name if one.organisation else ""
    return {
        "id": one.pk,
        "title": one.title,
        "assignee": one.person.full_name if one.person else organisation,
        "organisation": organisation,
        "organisation_id": one.organisation_id,
        "due_on": one.due_on.isoformat() if one.due_on else "",
        "state_label": one.get_state_display(),
    }
