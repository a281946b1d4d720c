import json

from django.core.management.base import BaseCommand

from gremium.addresses import as_dicts


class Command(BaseCommand):
    help = "Listet jede Adresse mit Methoden, Regel und Beispiel."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="als JSON ausgeben")

    def handle(self, **options):
        rows = as_dicts()
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['policy'] or '???':<10} {row['pattern']}")
