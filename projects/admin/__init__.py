"""The office's forms for projects, reporting rounds and reports."""

from projects.admin import projects, reports, rounds

__all__ = ["projects", "reports", "rounds"]
