"""The office's forms for boards, partners and people."""

from partners.admin import boards, centre, feedback, organisations, people

__all__ = ["boards", "centre", "feedback", "organisations", "people"]
