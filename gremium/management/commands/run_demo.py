import io
import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from gremium import demo
from partners.models import Board

SERVER = (
    *("--worker-class", "gthread", "--threads", "8"),
    *("--no-control-socket", "--log-level", "warning"),
    *("--chdir", str(settings.BASE_DIR)),
)


class Command(BaseCommand):
    help = "Richtet die Demo auf dieser Maschine ein und startet sie (make run)."

    def handle(self, **options):
        if settings.IS_PRODUCTION:
            raise CommandError("Die Demo läuft nur auf dieser Maschine, nicht in Produktion.")
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        port = self.port()
        self.name_site(f"http://{demo.HOST}:{port}")
        self.fill()
        self.welcome(f"http://{demo.HOST}:{port}")
        self.serve(port)

    def name_site(self, address):
        """Let the links in mails lead here: in those of the examples, and in all later ones."""
        if "SITE_URL" not in os.environ:
            settings.SITE_URL = os.environ["SITE_URL"] = address

    def fill(self):
        if Board.objects.exists():
            return
        self.stdout.write("Die erste Sitzung und Beispieldaten werden geladen …")
        facts = settings.BASE_DIR / "data" / "first_session.yaml"
        call_command("load_board", str(facts), stdout=io.StringIO())
        call_command("load_example", stdout=io.StringIO())

    def port(self):
        wanted = int(os.environ.get("PORT") or 8000)
        port = demo.free_port(wanted)
        if port != wanted:
            self.stdout.write(f"Port {wanted} ist belegt, Gremium nimmt Port {port}.")
        return port

    def welcome(self, address):
        lines = [
            "",
            f"Gremium läuft:   {address}/",
            f"Büro:            {address}/admin/",
            "",
            f"Geschäftsstelle: {demo.OFFICE}  Passwort: {demo.password(settings.VAR_DIR)}",
        ]
        if person := demo.member():
            lines.append(f"Mitglied:        {address}{demo.link_of(person, settings.VAR_DIR)}")
            lines.append(
                f"                 ({person.full_name}, ein Beispiel; Zugang ohne Passwort)"
            )
        lines += [f"Mails:           {self.mails(address)}", ""]
        lines += ["Beenden mit Strg+C. Die Daten bleiben.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()

    def mails(self, address):
        if settings.HAS_MAIL_SERVER:
            return "gehen an den Mailserver aus EMAIL_URL"
        return f"werden nur gezeigt: {address}/admin/post/mail/"

    def serve(self, port):
        command = ("-m", "gunicorn", "gremium.wsgi", "--bind", f"{demo.HOST}:{port}", *SERVER)
        connection.close()
        os.chdir(settings.BASE_DIR)
        demo.start_workers()
        os.execv(sys.executable, (sys.executable, *command))  # noqa: S606
