"""The office's pages for advice; importing them registers them."""

from advice.admin import introductions, register

__all__ = ["introductions", "register"]
