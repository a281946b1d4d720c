"""The office's forms for accounts, and what all its forms have in common."""

from accounts.admin import users

__all__ = ["users"]
