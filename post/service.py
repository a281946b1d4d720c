"""A command that works on until it is told to stop."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)


class ServiceCommand(BaseCommand):
    """
    Do `work` again and again with `pause` seconds between, or once with --once.

    `work(is_stopped)` returns how much it did, for the line `report` prints.
    """

    pause = 2
    report = "%d"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="ein Durchgang, dann Ende")

    def handle(self, *, once, **options):
        if once:
            self.stdout.write(self.report % self.work())
            return
        stop = threading.Event()
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: stop.set())
        while not stop.is_set():
            self.one_pass(stop)
            stop.wait(self.pause)

    def one_pass(self, stop):
        """Trouble with the database is survived, the next pass tries again."""
        try:
            self.work(stop.is_set)
        except DatabaseError as error:
            logger.warning("Der Dienst wartet auf die Datenbank: %s", error)
        finally:
            connection.close()

    def work(self, is_stopped=lambda: False) -> int:
        raise NotImplementedError
