import time

from django.core.management.base import BaseCommand

from meetings import packs

PAUSE = 10


class Command(BaseCommand):
    help = "Erstellt Sitzungsmappen, die gewünscht oder nicht mehr aktuell sind."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="nur, was jetzt ansteht")

    def handle(self, *, once, **options):
        while True:
            made = self.make_all()
            if once:
                self.stdout.write(f"{made} Mappen erstellt." if made != 1 else "1 Mappe erstellt.")
                return
            time.sleep(PAUSE)

    def make_all(self):
        packs.refresh()
        made = 0
        while packs.make_next():
            made += 1
        return made
