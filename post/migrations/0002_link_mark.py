from django.db import migrations, models

OLD_MARK = "PERSOENLICHER-LINK"


def mark_waiting(apps, schema_editor):
    """Mails written before have the same mark, all of them."""
    mails = apps.get_model("post", "Mail").objects.filter(state__in=["queued", "failed"])
    mails.filter(text__contains=f"/l/{OLD_MARK}/").update(link_mark=OLD_MARK)


class Migration(migrations.Migration):
    dependencies = [("post", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="link_mark",
            field=models.CharField(blank=True, editable=False, max_length=50),
        ),
        migrations.RunPython(mark_waiting, migrations.RunPython.noop),
    ]
