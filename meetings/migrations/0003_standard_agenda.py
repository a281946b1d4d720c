"""The usual items of a session, offered to every board."""

from django.db import migrations

STANDARD = (
    ("formal", "Begrüßung, Beschluss der Tagesordnung", 5),
    ("formal", "Genehmigung des Protokolls der letzten Sitzung", 5),
    ("information", "Rückmeldung zu Anregungen", 20),
    ("report", "Berichte aus den Projekten", 40),
    ("discussion", "Beratung der Themenschwerpunkte", 45),
    ("discussion", "Austausch und neue Anregungen", 25),
    ("formal", "Verschiedenes und nächster Termin", 10),
)


def make_template(apps, schema_editor):
    template = apps.get_model("meetings", "AgendaTemplate").objects.create(
        name="Übliche Tagesordnung"
    )
    for position, (kind, title, minutes) in enumerate(STANDARD, start=1):
        template.items.create(
            position=position, kind=kind, title=title, minutes_planned=minutes, visibility="members"
        )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_preparation")]

    operations = [migrations.RunPython(make_template, migrations.RunPython.noop)]
