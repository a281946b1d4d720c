"""What a failed attempt means: try again later, or tell the office what to do."""

import smtplib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.visibility import printable

# The server wants us to sign in first: a matter of settings, not of this mail.
SIGN_IN = {530, 534, 535, 538}
UNSENDABLE = (ValidationError, ValueError)


@dataclass(frozen=True)
class Verdict:
    """`answer` is the server's, `was_refused` tells that it surely has not taken the mail."""

    answer: str
    is_final: bool = False
    was_refused: bool = False


def verdict_of(error) -> Verdict:
    """Judge what was raised while a mail was handed over; later is the answer in doubt."""
    if isinstance(error, UNSENDABLE):
        return Verdict(_("Die Mail lässt sich nicht schreiben: %s") % said(error), True, True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return by_code(*next(iter(error.recipients.values())))
    if isinstance(error, smtplib.SMTPDataError):
        return by_code(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPResponseException):
        return Verdict(answer(error.smtp_code, error.smtp_error), was_refused=True)
    return Verdict(said(error))


def by_code(code, text):
    """5xx is the server's last word on this recipient or mail."""
    return Verdict(answer(code, text), is_final=500 <= code not in SIGN_IN, was_refused=True)


def answer(code, text):
    words = text.decode(errors="replace") if isinstance(text, bytes) else str(text)
    return one_paragraph(f"{code} {words}")


def said(error):
    if isinstance(error, ValidationError):
        return one_paragraph(" ".join(error.messages))
    return one_paragraph(f"{type(error).__name__}: {error}")


def one_paragraph(text):
    return " ".join(printable(text).split())[:500]


def what_to_do(mail) -> str:
    """Return the office's next step for a mail that is not through, in one sentence."""
    if mail.stopped_at:
        return _(
            "Nichts: Die Absage der Sitzung hat sie angehalten. Findet die Sitzung doch statt, "
            "teilen Sie die Änderung mit."
        )
    if mail.is_superseded:
        return _("Nichts: Eine neuere Mail hat diese ersetzt.")
    if mail.state == mail.State.FAILED:
        return advice(mail.last_error)
    if mail.state == mail.State.QUEUED and mail.last_error:
        return _(
            "Nichts: Der Versand wird von selbst wiederholt, erst nach Minuten, dann stündlich."
        )
    return ""


def advice(answer):
    """Return what mends the cause that the server named."""
    for codes, sentence in ADVICE:
        if answer.startswith(codes):
            return str(sentence())
    return _(
        "Prüfen Sie die E-Mail-Adresse, berichtigen Sie sie bei der Person, "
        "und versuchen Sie es noch einmal. Oder rufen Sie an."
    )


ADVICE = (
    (
        ("552", "522"),
        lambda: _("Das Postfach ist voll: Rufen Sie an, und versuchen Sie es später noch einmal."),
    ),
    (
        ("554", "571"),
        lambda: _(
            "Der Mailserver lehnt die Mail ab: Zeigen Sie die Antwort Ihrer IT, "
            "und erreichen Sie die Person vorerst telefonisch."
        ),
    ),
)
