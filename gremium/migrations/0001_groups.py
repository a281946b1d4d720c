"""The three groups of the office, with the rights their work needs."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("view", "add", "change", "delete")
APPS = ("accounts", "partners", "meetings", "news")

EDITORS = {
    "article": ALL,
    "organisation": ("view",),
    "board": ("view",),
    "meeting": ("view",),
    "agendaitem": ("view",),
}
MEETING_SERVICE = {
    "meeting": ALL,
    "agendaitem": ALL,
    "document": ALL,
    "documentversion": ALL,
    "venue": ALL,
    "board": ("view",),
    "term": ("view",),
    "rules": ("view",),
    "organisation": ("view",),
    "formername": ("view",),
    "person": ("view",),
    "seat": ("view",),
    "mandate": ("view",),
}
LEADERS = {
    **EDITORS,
    **MEETING_SERVICE,
    "board": ALL,
    "rules": ALL,
    "term": ALL,
    "seat": ALL,
    "mandate": ALL,
    "organisation": ALL,
    "formername": ALL,
    "person": ALL,
    "consent": ALL,
    "centre": ("view", "add", "change"),
    "feedback": ("view", "change", "delete"),
    "user": ("view",),
}
GROUPS = {"Redaktion": EDITORS, "Sitzungsdienst": MEETING_SERVICE, "Leitung": LEADERS}


def make_groups(apps, schema_editor):
    make_permissions(apps, schema_editor)
    group = apps.get_model("auth", "Group")
    permission = apps.get_model("auth", "Permission")
    for name, rights in GROUPS.items():
        wanted = [f"{act}_{model}" for model, acts in rights.items() for act in acts]
        found = permission.objects.filter(content_type__app_label__in=APPS, codename__in=wanted)
        group.objects.get_or_create(name=name)[0].permissions.add(*found)


def make_permissions(apps, schema_editor, labels=APPS):
    """Django makes permissions only after all migrations; the groups need them now."""
    for label in labels:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
        config.models_module = None


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("accounts", "0001_initial"),
        ("partners", "0001_initial"),
        ("meetings", "0001_initial"),
        ("news", "0001_initial"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
