"""
The rules of procedure as pure functions: results with their reasons.

Every answer names the rule and the numbers it comes from. A board without
rules of procedure follows the usual ones, which an unsaved Rules() holds.

    deadlines   until when: invitation, papers, proposals, minutes, objections
    quorum      may the board decide? (pattern of § 90 VwVfG)
    summons     was everybody invited, in time? (Ladung)
    voting      who votes for a seat
    majority    was it adopted? (pattern of § 91 VwVfG)
    circular    resolutions outside a session (§ 90 Abs. 1 Satz 2 VwVfG)
"""

from meetings.procedure.circular import (
    Ballot,
    CircularCount,
    circular_period,
    count_circular,
    in_time,
)
from meetings.procedure.deadlines import (
    Deadline,
    Notice,
    invitation_notice,
    latest_dates,
    minutes_dates,
    objections_deadline,
)
from meetings.procedure.majority import Outcome, Tally, consensus, decides_so, majority
from meetings.procedure.quorum import Quorum, expected_quorum, quorum, votes_needed
from meetings.procedure.summons import Invited, Summons, summons
from meetings.procedure.voting import Voter, who_votes

__all__ = [
    "Ballot",
    "CircularCount",
    "Deadline",
    "Invited",
    "Notice",
    "Outcome",
    "Quorum",
    "Summons",
    "Tally",
    "Voter",
    "circular_period",
    "consensus",
    "count_circular",
    "decides_so",
    "expected_quorum",
    "in_time",
    "invitation_notice",
    "latest_dates",
    "majority",
    "minutes_dates",
    "objections_deadline",
    "quorum",
    "summons",
    "votes_needed",
    "who_votes",
]
