import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_wants_reminders"), ("post", "0002_link_mark")]

    operations = [
        migrations.AddField(
            model_name="personallink",
            name="board",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="partners.board",
            ),
        ),
    ]
