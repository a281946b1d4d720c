"""Tasks go on after their session: one is done, one put off, one begun, the rest wait."""

from gremium.example.clock import at, in_days, moment_on
from meetings.models import Task
from meetings.tasks import acts


def go_on(meeting, entries):
    """Do what `entries` tell of the tasks of this session."""
    tasks = {one.title: one for one in meeting.tasks.all()}
    for entry in entries:
        if task := tasks.get(entry["title"]):
            with at(moment_on(in_days(-entry["ago_days"]), 16, 5)):
                change(task, entry)


def change(task, entry):
    if entry["state"] == Task.State.DONE:
        acts.finish(task, task.person, entry["text"])
        return
    task.state, task.state_reason = entry["state"], entry.get("text", "")
    if "again_in_days" in entry:
        task.follow_up_on = in_days(entry["again_in_days"])
    task.full_clean()
    task.save()
