"""Reminders and the office's digest, as far as they are due; safe to repeat."""

import logging

from django.core.management.base import BaseCommand, CommandError

from accounts import leftovers
from advice import due as advice_due
from advice import matching, weighing
from meetings import digest, reminders
from meetings.minutes import due as minutes_due
from meetings.resolutions import due as resolutions_due
from meetings.tasks import reminders as task_reminders
from news import drafting
from post.delivery import tidy
from projects import reminders as report_reminders

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Schreibt fällige Erinnerungen und die Tagesübersicht der Geschäftsstelle. "
        "Beliebig oft am Tag; jede Mail entsteht nur einmal. Versandt wird sie mit „outbox“."
    )

    def handle(self, *args, **options):
        self.failed = 0
        reminded = sum(
            self.attempt(f"Erinnerungen zur Sitzung {key}", reminders.send_for, key)
            for key in reminders.sessions_to_look_at()
        )
        reminded += self.attempt("Erinnerungen an Aufgaben", task_reminders.send_due)
        closed = self.attempt("Ende von Umläufen", resolutions_due.close_due)
        reminded += self.attempt("Erinnerungen an Stimmen", resolutions_due.send_reminders)
        reminded += self.attempt("Erinnerungen an Berichte", report_reminders.send_due)
        weighed = self.attempt("Ende von Gewichtungen", weighing.close_due)
        reminded += self.attempt("Erinnerungen an Gewichtungen", weighing.send_reminders)
        approved = self.attempt("Stillschweigende Genehmigung", minutes_due.approve_due)
        reminded += self.attempt("Nachfragen zu Kooperationen", matching.ask_due)
        drafted = self.attempt("Entwürfe für Meldungen", drafting.draft_due)
        digests = self.attempt("Tagesübersicht", digest.send_all, None, [advice_due.section])
        self.attempt("Alte Anmeldungen löschen", leftovers.clear)
        self.attempt("Postausgang aufräumen", tidy)
        self.stdout.write(f"Erinnerungen: {reminded}, Tagesübersichten: {digests}")
        if drafted:
            self.stdout.write(f"Vorbereitete Meldungen: {drafted}")
        if closed:
            self.stdout.write(f"Geschlossene Umläufe: {closed}")
        if weighed:
            self.stdout.write(f"Geschlossene Gewichtungen: {weighed}")
        if approved:
            self.stdout.write(f"Stillschweigend genehmigte Protokolle: {approved}")
        if self.failed:
            raise CommandError(f"{self.failed} Schritte sind fehlgeschlagen, siehe Protokoll.")

    def attempt(self, what, act, *args):
        """Do one part; what fails in it must not hold up the others."""
        try:
            return act(*args)
        except Exception:
            logger.exception("%s: fehlgeschlagen", what)
            self.failed += 1
            return 0
