"""Rights of the groups for what a session leaves behind: minutes, resolutions, tasks, advice."""

from importlib import import_module

from django.db import migrations

first = import_module("gremium.migrations.0001_groups")

ALL = first.ALL
MEETING_SERVICE = {
    "itemrecord": ("view", "add", "change"),
    "textblock": ALL,
    "minutes": ("view", "add", "change", "release"),
    "minutesversion": ("view",),
    "objection": ("view", "change"),
    "resolution": ("view", "add", "change", "open"),
    "resolutionpaper": ALL,
    "vote": ("view",),
    "task": ("view", "add", "change"),
    "taskcomment": ("view", "add"),
    "advice": ("view", "add", "change"),
}
LEAD = MEETING_SERVICE | {"minutes": ("view", "add", "change", "release", "approve", "publish")}
GROUPS = {"Sitzungsdienst": MEETING_SERVICE, "Leitung": LEAD}
APPS = ("meetings", "advice")


def grant(apps, schema_editor):
    first.make_permissions(apps, schema_editor, APPS)
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        wanted = [f"{act}_{model}" for model, acts in rights.items() for act in acts]
        found = permission.objects.filter(content_type__app_label__in=APPS, codename__in=wanted)
        group.objects.get(name=name).permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("gremium", "0002_rights_of_preparation"),
        ("meetings", "0006_minutes_resolutions_tasks"),
        ("advice", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
