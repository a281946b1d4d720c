"""The office's forms for projects, reporting rounds, reports and demonstrations."""

from projects.admin import demonstrations, projects, reports, rounds

__all__ = ["demonstrations", "projects", "reports", "rounds"]
