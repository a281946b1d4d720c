from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("post", "0003_link_board")]

    operations = [
        migrations.AddField(
            model_name="mail",
            name="stopped_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
