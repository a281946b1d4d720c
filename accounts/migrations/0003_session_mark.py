from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_mark",
            field=models.CharField(default="", editable=False, max_length=32),
        ),
    ]
