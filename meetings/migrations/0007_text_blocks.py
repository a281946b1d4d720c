"""Sentences that stand in many minutes, offered to every board."""

from django.db import migrations

STANDARD = (
    ("Kenntnisnahme", "Das Gremium nimmt den Bericht zur Kenntnis."),
    ("Beratung", "Das Gremium berät über das Thema. Wesentliche Gesichtspunkte sind:"),
    ("Empfehlung", "Das Gremium empfiehlt dem Zentrum,"),
    ("Vertagung", "Der Punkt wird auf die nächste Sitzung vertagt."),
    ("Protokoll genehmigt", "Das Protokoll der letzten Sitzung wird ohne Einwendung genehmigt."),
    ("Tagesordnung", "Die Tagesordnung wird in der versandten Fassung beschlossen."),
)


def make_blocks(apps, schema_editor):
    block = apps.get_model("meetings", "TextBlock")
    for position, (name, text) in enumerate(STANDARD, start=1):
        block.objects.create(name=name, text=text, position=position)


class Migration(migrations.Migration):
    dependencies = [("meetings", "0006_minutes_resolutions_tasks")]

    operations = [migrations.RunPython(make_blocks, migrations.RunPython.noop)]
