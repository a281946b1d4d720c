"""Rights of the groups for topics, advice, projects and what goes before the public."""

from importlib import import_module

from django.db import migrations

first = import_module("gremium.migrations.0001_groups")

ALL = first.ALL
MEETING_SERVICE = {
    "topic": ("view", "add", "change"),
    "weighing": ("view", "add", "change"),
    "weight": ("view",),
    "step": ALL,
    "introduction": ("view", "add", "change"),
    "project": ("view", "add", "change"),
    "reportinground": ("view", "add", "change"),
    "reportrequest": ALL,
    "progressreport": ("view", "add", "change"),
    "demonstration": ALL,
    "demonstrationfeedback": ("view",),
    "publication": ("view",),
}
LEAD = MEETING_SERVICE | {
    "topic": ALL,
    "weighing": ALL,
    "project": ALL,
    "publication": ("view", "add"),
}
EDITORS = {"topic": ("view",), "project": ("view",), "publication": ("view",)}
GROUPS = {"Redaktion": EDITORS, "Sitzungsdienst": MEETING_SERVICE, "Leitung": LEAD}
APPS = ("advice", "projects", "news")


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
        ("gremium", "0003_rights_of_minutes"),
        ("advice", "0002_topics_trace_release"),
        ("projects", "0001_initial"),
        ("news", "0002_topics_projects_publications"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
