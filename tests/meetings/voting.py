"""Rules of procedure for tests of votes, and what they are called."""

import datetime as dt

from partners.models import Rules

USUAL = "(übliche Regel; für das Gremium ist keine Geschäftsordnung hinterlegt)"
BASIS = "(Geschäftsordnung vom 01.02.2026)"
CHOICES = ("yes", "no", "abstain")


def own_rules(**values):
    """Rules as a board has them, without a database."""
    return Rules(**({"pk": 1, "valid_from": dt.date(2026, 2, 1), "has_quorum": True} | values))
