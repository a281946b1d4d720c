"""
Tasks: noted in a session or by hand, announced, done, and back on the agenda.

    acts        what is done to a task, by the office or by who does it
    mails       who is told of a task, and reminded
    reminders   the daily round
    agenda      open tasks and postponed items in the next session
    due         what the office has to look at
"""
