"""Private notes: a person's own words on an item, for nobody else."""

from accounts.visibility import printable
from meetings.models import PersonalNote


def write(person, item, text):
    """Keep `text` as the person's only note on the item; without text there is none."""
    text = printable(text).strip()
    if text and person.personal_notes.filter(agenda_item=item, text=text).exists():
        return
    if text:
        person.personal_notes.update_or_create(agenda_item=item, defaults={"text": text})
    else:
        person.personal_notes.filter(agenda_item=item).delete()


def put_on(items, person):
    """Set `note` on those of `items` the person may read; "" where there is none."""
    notes = dict(
        PersonalNote.objects.filter(
            person=person, agenda_item__in=[item.pk for item in items if item.pk]
        ).values_list("agenda_item", "text")
    )
    for item in items:
        item.note = notes.get(item.pk, "")
