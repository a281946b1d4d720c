"""
The minutes of a session, from the draft to the published document.

    content      what they say, as data; and which part of it a reader gets
    today        what of a frozen version may still be read
    texts        how far they are, in words
    words        what the office types into them, two at once included
    mending      attendance and decisions, from the release on
    checklist    what is missing before a release
    acts         begin, hand to the chair, release, amend, approve, publish, correct
    mails        who is told
    versions     what was frozen, and whether anything changed since
    differences  two versions side by side
    agenda       their approval on the next agenda
    outlook      the next session, as they name it
    decided      what the board said to earlier ones, before the office notes it
    due          what the office has to do next
"""
