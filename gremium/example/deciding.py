"""A circular resolution that runs, and what became of one of a session."""

from gremium.example.clock import at, in_days, let_mails_go, moment_on
from gremium.example.people import by_organisation
from meetings.models import Resolution
from meetings.resolutions import ballots, circular
from partners.models import Mandate


def circulate(board, words):
    """Begin four days ago; the votes in `words` are in, the others are asked for theirs."""
    resolution = Resolution(
        board=board,
        kind=Resolution.Kind.CIRCULAR,
        is_example=True,
        **{name: words[name] for name in ("title", "text", "reason")},
    )
    resolution.full_clean()
    with at(moment_on(in_days(-4), 10)):
        resolution.save()
        circular.begin(resolution, None)
        let_mails_go()
    for days, entry in enumerate(words["votes"], start=1):
        with at(moment_on(in_days(-4 + days), 12, 10)):
            cast(resolution, **entry)
            let_mails_go()


def cast(resolution, organisation, vote, by=Mandate.Role.MAIN):
    """Vote for the organisation's seat; the code is the person's, so nobody asks for one here."""
    person = by_organisation(resolution.board, by)[organisation]
    seat = resolution.board.seats.get(organisation__short_name=organisation)
    ballots.cast(resolution, person, ballots.Answers(seat.pk, "yes", vote))


def note_outcome(board, words):
    resolution = board.resolutions.get(title=words["title"])
    resolution.outcome = words["text"]
    resolution.save()
