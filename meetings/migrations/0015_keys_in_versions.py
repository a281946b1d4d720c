"""Frozen minutes name papers, guests' items and organisations by key, to ask their level today."""

from django.db import migrations


def add_keys(apps, schema_editor):
    """Find the keys once, where only one row can be meant; without one it is the office's."""
    version_model = apps.get_model("meetings", "MinutesVersion")
    # The ordinary manager refuses every change.
    versions = version_model._base_manager
    for version in versions.select_related("minutes").iterator():
        meeting = version.minutes.meeting_id
        content = with_keys(version.content, apps, meeting)
        if content != version.content:
            versions.filter(pk=version.pk).update(content=content)


def with_keys(content, apps, meeting):
    items = {one["position"]: one["id"] for one in content["items"]}
    papers = papers_of(apps, meeting)
    return content | {
        "guests": [{"item_id": items.get(one["item"])} | one for one in content["guests"]],
        "attachments": [papers.get(one["title"], {}) | one for one in content["attachments"]],
        "items": [item(one, apps) for one in content["items"]],
    }


def papers_of(apps, meeting):
    """Return title → keys of the session's papers; nothing for a title that two have."""
    rows = apps.get_model("meetings", "Document").objects.filter(meeting=meeting)
    found = {}
    for pk, title, item in rows.values_list("pk", "title", "agenda_item"):
        found[title] = None if title in found else {"id": pk, "item_id": item}
    return {title: keys for title, keys in found.items() if keys}


def item(row, apps):
    organisations = apps.get_model("partners", "Organisation").objects
    found = organisations.filter(agenda_items=row["id"])
    named = dict(found.values_list("former_names__short_name", "pk"))
    named |= dict(found.values_list("short_name", "pk"))
    keys = {"public_rapporteur_ids": [named.get(name) for name in row["public_rapporteurs"]]}
    return keys | row | {"tasks": [task(one, apps) for one in row["tasks"]]}


def task(row, apps):
    rows = apps.get_model("meetings", "Task").objects.filter(pk=row["id"])
    named = rows.filter(organisation__short_name=row["organisation"])
    return {"organisation_id": named.values_list("organisation", flat=True).first()} | row


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0014_roles_and_own_words"),
    ]

    operations = [
        migrations.RunPython(add_keys, migrations.RunPython.noop, elidable=True),
    ]
