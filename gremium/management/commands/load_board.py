from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from gremium import board_file, real_facts


class Command(BaseCommand):
    help = "Lädt die echten Tatsachen eines Gremiums aus einer YAML-Datei. Zweimal schadet nicht."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, file, **options):
        try:
            facts = board_file.read(file.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{file} lässt sich nicht lesen: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{file} ist nicht in UTF-8 gespeichert.") from error
        except board_file.BoardFileError as error:
            mistakes = "\n".join(f"  {sentence}" for sentence in error.args)
            raise CommandError(
                f"{file} wurde nicht geladen, nichts ist geändert:\n{mistakes}"
            ) from error
        created = real_facts.load(facts)
        if not created:
            self.stdout.write("Alles war schon da, nichts ist geändert.")
        for line in created:
            self.stdout.write(line)
