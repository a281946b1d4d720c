import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from meetings import packs

PAUSE = 5
logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Erstellt Sitzungsmappen, die fehlen oder nicht mehr aktuell sind."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="ein Durchgang, dann Ende")

    def handle(self, *, once, **options):
        if once:
            self.stdout.write(f"Bearbeitete Mappen: {make_due()}")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            one_pass(stop)
            stop.wait(PAUSE)


def one_pass(stop):
    """Make what is due; trouble with the database is survived, the next pass tries again."""
    try:
        make_due(stop.is_set)
    except DatabaseError as error:
        logger.warning("Die Mappen warten auf die Datenbank: %s", error)
    finally:
        connection.close()


def make_due(is_stopped=lambda: False) -> int:
    """Make the packs that are missing or stale, one after the other; return how many."""
    packs.refresh()
    tried = 0
    while not is_stopped() and packs.make_next():
        tried += 1
    return tried
