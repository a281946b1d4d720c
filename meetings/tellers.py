"""What sessions themselves have to tell at items of an agenda; see meetings.composing."""

from meetings.composing import tell, tell_at
from meetings.minutes import agenda as approval
from meetings.models import AgendaItem
from meetings.resolutions import agenda as objections
from meetings.tasks import agenda as tasks

Role = AgendaItem.Role


def register():
    tell("postponed", lambda item: item.continues_id, tasks.postponed_texts)
    tell("objected", lambda item: item.pk and item.has_circulars, objections.texts_for)
    tell_at(Role.APPROVAL, "minutes", approval.text_for)
    tell_at(Role.OPEN_TASKS, "tasks", tasks.text_for)
