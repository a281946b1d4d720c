"""The office's forms for boards, partners and people."""

from partners.admin import accounts, boards, centre, feedback, organisations, people

__all__ = ["accounts", "boards", "centre", "feedback", "organisations", "people"]
