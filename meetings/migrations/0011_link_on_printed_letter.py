import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0010_amended_minutes"), ("post", "0003_link_board")]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="link",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="post.personallink",
            ),
        ),
    ]
