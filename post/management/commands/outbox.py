from post.delivery import deliver_due
from post.service import ServiceCommand


class Command(ServiceCommand):
    help = "Übergibt wartende Mails dem Mailserver, fortlaufend oder mit --once ein Mal."
    report = "Versuchte Übergaben: %d"

    def work(self, is_stopped=lambda: False):
        return deliver_due(is_stopped)
