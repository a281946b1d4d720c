"""The office's pages for advice, topics and their weighing; importing them registers them."""

from advice.admin import introductions, register, topics, weighing

__all__ = ["introductions", "register", "topics", "weighing"]
