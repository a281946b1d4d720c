"""Who sits on the board, and for whom."""

from partners.models.board import Board, Rules, Term
from partners.models.centre import Centre, Feedback
from partners.models.mandate import Mandate, Seat
from partners.models.organisation import FormerName, Organisation
from partners.models.person import Consent, Person

__all__ = [
    "Board",
    "Centre",
    "Consent",
    "Feedback",
    "FormerName",
    "Mandate",
    "Organisation",
    "Person",
    "Rules",
    "Seat",
    "Term",
]
