"""What mails are about, in the words of the office; a kind without a name is not written."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "save_the_date": _("Save-the-Date"),
    "invitation": _("Einladung"),
    "addendum": _("Nachtrag"),
    "change": _("Änderung"),
    "cancellation": _("Absage"),
    "farewell": _("Nicht mehr eingeladen"),
    "answer": _("Antwort bestätigt"),
    "answer_reminder": _("Erinnerung an die Antwort"),
    "access": _("Zugang zur Sitzung"),
    "session_reminder": _("Erinnerung an die Sitzung"),
    "digest": _("Offenes für die Geschäftsstelle"),
    "stand_in": _("Vertretung"),
    "vacancy": _("Bitte um Vertretung"),
    "sign_in_code": _("Code zum Anmelden"),
    "sign_in_hint": _("Hinweis zum Anmelden"),
    "account_change": _("Änderung am Konto"),
    "minutes": _("Protokoll"),
    "objection": _("Einwendung zum Protokoll"),
    "circular": _("Umlaufbeschluss"),
    "circular_reminder": _("Erinnerung an die Stimme"),
    "circular_receipt": _("Stimme bestätigt"),
    "circular_result": _("Ergebnis eines Umlaufs"),
    "circular_code": _("Code zum Abstimmen"),
    "report_request": _("Bitte um Berichte"),
    "report_reminder": _("Erinnerung an Berichte"),
    "proposal_decided": _("Vorschlag entschieden"),
    "advice_answered": _("Antwort auf eine Anregung"),
    "cooperation": _("Kooperation"),
    "task": _("Neue Aufgabe"),
    "task_reminder": _("Erinnerung an Aufgaben"),
    "topic_decided": _("Thema entschieden"),
    "weighing": _("Gewichtung von Themen"),
    "weighing_reminder": _("Erinnerung an die Gewichtung"),
    "weighing_result": _("Ergebnis einer Gewichtung"),
}


def kind_name(kind) -> str:
    """Return the German name, or the code itself for a kind that is not written any more."""
    return str(KINDS.get(kind, kind))
