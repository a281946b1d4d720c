"""
Texts that browsers sent with CRLF, stored with the line ends of all others.

Else the first time such a form is saved, its text would count as changed. The words of mails and
of frozen minutes stay as they went out.
"""

from django.db import migrations, models
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

APPS = ("partners", "meetings", "advice", "projects", "news")


def plain(name):
    without_pairs = Replace(F(name), Value("\r\n"), Value("\n"))
    return Replace(without_pairs, Value("\r"), Value("\n"))


def mend(apps, schema_editor):
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            rows = model._base_manager.using(schema_editor.connection.alias)
            for field in model._meta.concrete_fields:
                if isinstance(field, models.TextField) or type(field) is models.CharField:
                    ended = rows.filter(Q(**{f"{field.name}__contains": "\r"}))
                    ended.update(**{field.name: plain(field.name)})


class Migration(migrations.Migration):
    dependencies = [
        ("gremium", "0004_rights_of_advice_and_projects"),
        ("partners", "0003_rules_of_minutes_and_circulars"),
        ("meetings", "0011_link_on_printed_letter"),
        ("advice", "0004_newest_first"),
        ("projects", "0003_one_answer_of_a_form"),
        ("news", "0002_topics_projects_publications"),
    ]

    operations = [migrations.RunPython(mend, migrations.RunPython.noop)]
