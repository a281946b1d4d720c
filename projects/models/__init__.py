"""What follows: projects, the reports on them round by round, and demonstrations."""

from projects.models.demonstration import Demonstration, DemonstrationFeedback
from projects.models.project import Project
from projects.models.reporting import ProgressReport, ReportingRound, ReportRequest

__all__ = [
    "Demonstration",
    "DemonstrationFeedback",
    "ProgressReport",
    "Project",
    "ReportRequest",
    "ReportingRound",
]
