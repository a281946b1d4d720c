from meetings import packs
from post.service import ServiceCommand


class Command(ServiceCommand):
    help = "Erstellt Sitzungsmappen, die fehlen oder nicht mehr aktuell sind."
    pause = 5
    report = "Bearbeitete Mappen: %d"

    def work(self, is_stopped=lambda: False):
        packs.refresh()
        tried = 0
        while not is_stopped() and packs.make_next():
            tried += 1
        return tried
