import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from post.delivery import deliver_due

PAUSE = 2
logger = logging.getLogger("post.outbox")


class Command(BaseCommand):
    help = "Übergibt wartende Mails dem Mailserver, fortlaufend oder mit --once ein Mal."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="ein Durchgang, dann Ende")

    def handle(self, *, once, **options):
        if once:
            tried = deliver_due()
            self.stdout.write(f"Versuchte Übergaben: {tried}")
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            one_pass(stop)
            stop.wait(PAUSE)


def one_pass(stop):
    """Deliver what is due; trouble with the database is survived, the next pass tries again."""
    try:
        deliver_due(stop.is_set)
    except DatabaseError as error:
        logger.warning("Der Postausgang wartet auf die Datenbank: %s", error)
    finally:
        connection.close()
