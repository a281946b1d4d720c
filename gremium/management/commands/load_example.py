from django.core.management.base import BaseCommand, CommandError

from gremium.example import loading
from partners.models import Board


class Command(BaseCommand):
    help = "Lädt gekennzeichnete Beispieldaten. Nicht in eine Datenbank mit echten Personen."

    def handle(self, **options):
        board = Board.objects.filter(is_example=False).first()
        if board is None:
            raise CommandError("Es gibt noch kein Gremium. Bitte zuerst: manage.py load_board FILE")
        try:
            is_new = loading.load(board)
        except loading.RealPeopleError as error:
            raise CommandError(
                "Diese Datenbank enthält echte Personen; Beispieldaten kommen nicht dazu."
            ) from error
        self.stdout.write(
            "Beispieldaten geladen."
            if is_new
            else "Beispieldaten sind schon da, nichts ist geändert."
        )
