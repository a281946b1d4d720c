"""
The running session: what the office notes while the board sits.

    running     may anything be noted now? who acts on the session waits for others
    beginning   what there has to be, filled in from the answers
    attendance  who is there, since when, for whom; guests
    presence    who counts: quorum, eligible votes
    agreement   do votes go with conflicts of interest and attendance?
    clock       items begin and end; how far behind the plan
    results     result and text of an item, against two who write at once
    captures    resolutions and tasks in a line
    votes       how the board decided, judged by its rules
    ending      closing the session, opening it again
"""
