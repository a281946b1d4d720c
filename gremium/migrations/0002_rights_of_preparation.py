"""Rights of the groups for what prepares a session: answers, sendings, mails."""

from importlib import import_module

from django.db import migrations

first = import_module("gremium.migrations.0001_groups")

ALL = first.ALL
MEETING_SERVICE = {
    "participation": ("view", "add", "change"),
    "guest": ALL,
    "agendatemplate": ALL,
    "templateitem": ALL,
    "agendaproposal": ("view", "change"),
    "dispatch": ("view", "add"),
    "delivery": ("view", "change"),
    "pack": ("view", "add"),
    "mail": ("view", "change"),
    "personallink": ("view", "add", "change"),
}
GROUPS = {"Sitzungsdienst": MEETING_SERVICE, "Leitung": MEETING_SERVICE}
APPS = ("post", "meetings")


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
        ("gremium", "0001_groups"),
        ("post", "0001_initial"),
        ("meetings", "0003_standard_agenda"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
