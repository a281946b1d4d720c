import json
import sys
from dataclasses import asdict

from django.core.management.base import BaseCommand

from gremium.integrity import RULES, breaches


class Command(BaseCommand):
    help = "Prüft, ob die Daten in sich stimmen; sonst endet es mit 1 und nennt die Datensätze."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="als JSON ausgeben")

    def handle(self, **options):
        found = breaches()
        if options["json"]:
            report = {"rules": len(RULES), "breaches": [asdict(one) for one in found]}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=1))
        else:
            self.tell(found)
        if found:
            sys.exit(1)

    def tell(self, found):
        for one in found:
            self.stdout.write(f"{one.rule}: {one.text} – {', '.join(one.rows)}")
        if not found:
            self.stdout.write(f"{len(RULES)} Regeln geprüft, keine verletzt.")
