"""
Marked example data, made with the acts of the product, so that they keep its rules.

    loading         all of it, once
    clock           lets an act happen on a day that is over
    people          members and deputies on the seats of a board
    sessions        a session with its agenda, papers and guest
    answers         the invitation goes out, some answer
    second_session  the board's next session, with answers and a proposal
    working_group   a second board of invented organisations, from its first day to this one
    sitting         a session held in the cockpit
    recording       its minutes on their way, an objection
    deciding        a circular resolution, and what becomes of decisions
    tasks           tasks go on after their session
    advice          what became of advice, stations to try
    topics          topics proposed and decided on, a weighing that runs
    projects        projects of the working group, reported on twice
    articles        news
"""
