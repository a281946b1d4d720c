from django.core.management.base import BaseCommand, CommandError

from accounts import second_factor
from accounts.models import User


class Command(BaseCommand):
    help = "Nimmt einem Konto den zweiten Faktor, wenn niemand im Büro es mehr kann."

    def add_arguments(self, parser):
        parser.add_argument("email", help="E-Mail-Adresse des Kontos")

    def handle(self, *, email, **options):
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Ein Konto mit der Adresse {email} gibt es nicht.")
        second_factor.reset(user)
        self.stdout.write("Zurückgesetzt. Vor dem nächsten Öffnen des Büros ist einer nötig.")
