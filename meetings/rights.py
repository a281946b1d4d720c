"""What an office account needs to act for a session: never the act alone, but all it shows."""

PEOPLE = "partners.view_person"
# A preview names everybody and quotes what only members read.
READING = (PEOPLE, "meetings.view_agendaitem", "meetings.view_document")
SENDING = ("meetings.add_dispatch", "meetings.change_meeting", *READING)
ANSWERS = ("meetings.view_participation", PEOPLE)
SEEING = ("meetings.view_dispatch", "meetings.view_delivery", *ANSWERS)
ANSWERING = ("meetings.change_participation", *ANSWERS)
LETTERS = ("meetings.view_delivery", PEOPLE)
PRINTING = ("meetings.change_delivery", "post.add_personallink", *LETTERS, *READING)
