"""
Resolutions: the register with its numbers, and the circular procedure.

    register    numbers, and which session's minutes note a circular resolution
    agenda      an objection brings the matter to the next session
    voters      who is asked, and who may vote for a seat
    mails       who is told what, each once
    circular    begin, count and close
    ballots     votes, confirmed by a mailed code
    due         reminders and closing at the deadline; what waits for the office
"""
