"""What is said of an answer that does not count any more: to whom it was, and to the office."""

from django.utils.translation import gettext as _

from meetings.facts import day_month_year
from meetings.models import Response


def to_giver(row) -> str:
    """Ihre Zusage galt für den 21. Januar 2027."""
    if row.given_for == row.meeting.held_on:
        return _("%s kann Sie in dieser Sitzung nicht mehr vertreten.") % row.deputy.full_name
    text = {
        Response.ACCEPTED: _("Ihre Zusage galt für den %s."),
        Response.DECLINED: _("Ihre Absage galt für den %s."),
        Response.DELEGATED: _("Ihre Vertretung galt für den %s."),
    }[row.response]
    return text % day_month_year(row.given_for)


def to_deputy(row) -> str:
    """Say to who was named for another day that this does not hold, and what comes next."""
    named = _("Ihre Vertretung galt für den %s.") % day_month_year(row.given_for)
    later = _("Für den neuen Tag antwortet das Mitglied noch einmal; dann schreiben wir Ihnen.")
    return f"{named} {later}"


def answer_of(row) -> str:
    """Return the answer that counts, and beside it one that does not any more."""
    now = str(Response(row.standing).label)
    return f"{now}; {to_office(row, None)}" if row.has_lapsed else now


def to_office(row, person) -> str:
    """
    Robin Beispiel: zugesagt (galt für den 21. Januar 2027)

    Name who gave the answer unless that is `person`, beside whom it stands.
    """
    words = str(Response(row.response).label)
    if row.response == Response.DELEGATED:
        words = f"{words}: {row.deputy.full_name if row.deputy else row.deputy_name}"
    if row.given_for and row.given_for != row.meeting.held_on:
        words = _("%(answer)s (galt für den %(day)s)") % {
            "answer": words,
            "day": day_month_year(row.given_for),
        }
    if row.given_by and row.given_by != person:
        words = _("%(name)s hatte geantwortet: %(answer)s") % {
            "name": row.given_by.full_name,
            "answer": words,
        }
    return words
