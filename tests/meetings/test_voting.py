"""Quorum, voters and majority: each result with its sentence, and a naive second opinion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.procedure import Tally, consensus, decides_so, majority, quorum, who_votes
from partners.models import Rules
from tests.meetings.voting import BASIS, CHOICES, own_rules

SMALL = st.integers(0, 30)


# --- Quorum -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seats", "present", "by_deputy", "is_reached", "text"),
    [
        (12, 6, 0, False, "nicht beschlussfähig: 6 von 12 Stimmen; nötig mehr als 6"),
        (12, 7, 2, True, "beschlussfähig: 7 von 12 Stimmen, 2 durch Vertretung; nötig mehr als 6"),
        (11, 6, 0, True, "beschlussfähig: 6 von 11 Stimmen; nötig mehr als 5"),
        (3, 2, 0, False, "nicht beschlussfähig: 2 von 3 Stimmen; nötig mindestens 3"),
        (0, 0, 0, False, "nicht beschlussfähig: 0 von 0 Stimmen; nötig mindestens 3"),
    ],
)
def test_quorum_is_explained_with_its_numbers(seats, present, by_deputy, is_reached, text):
    found = quorum(seats, present, by_deputy, own_rules())

    assert (found.is_reached, found.text) == (is_reached, f"{text} {BASIS}")


def test_second_invitation_makes_three_of_twelve_enough():
    found = quorum(12, 3, 0, own_rules(), is_second_invitation=True)

    assert found.is_reached is True
    assert found.text == (
        "beschlussfähig: 3 von 12 Stimmen; zweite Einladung zum selben Gegenstand, "
        f"die Zahl der Anwesenden genügt {BASIS}"
    )


def test_second_invitation_needs_somebody():
    found = quorum(12, 0, 0, own_rules(), is_second_invitation=True)

    assert found.is_reached is False


def test_who_was_not_invited_is_missing_from_the_quorum():
    found = quorum(12, 11, 0, own_rules(), all_invited=False)

    assert found.is_reached is False
    assert found.text == (
        "nicht beschlussfähig: 11 von 12 Stimmen; die Mitglieder wurden nicht alle ordnungsgemäß "
        f"eingeladen {BASIS}"
    )


def test_advisory_mode_asks_for_no_quorum():
    found = quorum(11, 2, 1, Rules())

    assert found.is_reached is None
    assert found.text == (
        "2 von 11 Stimmen, 1 durch Vertretung; die Beschlussfähigkeit wird nicht geprüft "
        "(übliche Regel; für das Gremium ist keine Geschäftsordnung hinterlegt)"
    )


@given(SMALL, SMALL, st.integers(0, 12), st.booleans(), st.booleans())
def test_quorum_agrees_with_counting_on_fingers(seats, present, minimum, invited, second):
    present = min(present, seats)
    rules = own_rules(quorum_minimum=minimum)

    found = quorum(
        seats, present, 0, rules, all_invited=invited, is_second_invitation=second
    ).is_reached

    there, away = ["x"] * present, ["x"] * (seats - present)
    if second and there:
        assert found
    else:
        assert found == (invited and len(there) > len(away) and len(there) >= minimum)


# --- Who votes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "deputy", "who", "text"),
    [
        (
            True,
            True,
            "member",
            "Es stimmt das Mitglied; die Vertretung zählt nur, wenn das Mitglied fehlt",
        ),
        (True, False, "member", "Es stimmt das Mitglied"),
        (False, True, "deputy", "Es stimmt die Vertretung, weil das Mitglied fehlt"),
        (False, False, None, "Der Sitz stimmt nicht mit: Mitglied und Vertretung fehlen"),
    ],
)
def test_one_person_votes_for_a_seat(member, deputy, who, text):
    found = who_votes(own_rules(), is_voting=True, member_present=member, deputy_present=deputy)

    assert (found.who, found.text) == (who, f"{text} {BASIS}.")


def test_advisory_seat_has_no_vote():
    found = who_votes(own_rules(), is_voting=False, member_present=True, deputy_present=True)

    assert found.who is None
    assert found.text == f"Der Sitz ist beratend und hat keine Stimme {BASIS}."


def test_conflict_of_interest_silences_member_and_deputy():
    everybody = {"is_voting": True, "member_present": True, "deputy_present": True}
    found = who_votes(own_rules(), **everybody, is_conflicted=True)

    assert found.who is None
    assert found.text == (
        f"Der Sitz stimmt nicht mit: Für diesen TOP besteht Befangenheit {BASIS}."
    )


@given(st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_whoever_votes_is_there_and_may(voting, member, deputy, conflicted):
    found = who_votes(
        own_rules(),
        is_voting=voting,
        member_present=member,
        deputy_present=deputy,
        is_conflicted=conflicted,
    ).who

    there = [name for name, here in (("member", member), ("deputy", deputy)) if here]
    allowed = there if voting and not conflicted else []
    assert found == (allowed[0] if allowed else None)


# --- Majority -----------------------------------------------------------------


RULE = "nötig mehr Ja als Nein, Enthaltungen zählen nicht"


@pytest.mark.parametrize(
    ("tally", "manner", "text"),
    [
        (
            Tally(9, 0),
            "unanimous",
            f"einstimmig angenommen: 9 Ja, 0 Nein, 0 Enthaltungen; {RULE}",
        ),
        (
            Tally(6, 3, 1),
            "by_majority",
            f"mehrheitlich angenommen: 6 Ja, 3 Nein, 1 Enthaltung; {RULE}",
        ),
        (
            Tally(1, 0, 9),
            "by_majority",
            f"mehrheitlich angenommen: 1 Ja, 0 Nein, 9 Enthaltungen; {RULE}",
        ),
        (Tally(3, 6), "rejected", f"abgelehnt: 3 Ja, 6 Nein, 0 Enthaltungen; {RULE}"),
        (
            Tally(0, 0, 5),
            "rejected",
            "abgelehnt: 0 Ja, 0 Nein, 5 Enthaltungen; niemand stimmte mit Ja oder Nein",
        ),
        (
            Tally(4, 4, 1, chair="yes"),
            "rejected",
            "abgelehnt: 4 Ja, 4 Nein, 1 Enthaltung; Stimmengleichheit gilt als Ablehnung",
        ),
    ],
)
def test_majority_shows_its_arithmetic(tally, manner, text):
    found = majority(tally, own_rules())

    assert (found.is_adopted, found.manner) == (manner != "rejected", manner)
    assert found.text == f"{text} {BASIS}"


@pytest.mark.parametrize(
    ("chair", "verdict", "vote"),
    [
        ("yes", "angenommen", "Ja"),
        ("no", "abgelehnt", "Nein"),
        ("abstain", "abgelehnt", "enthalten"),
        (None, "abgelehnt", "nicht abgegeben"),
    ],
)
def test_chair_decides_a_tie_where_the_rules_say_so(chair, verdict, vote):
    found = majority(Tally(4, 4, 1, chair), own_rules(tie=Rules.Tie.CHAIR))

    assert found.is_adopted == (verdict == "angenommen")
    assert found.text == (
        f"{verdict}: 4 Ja, 4 Nein, 1 Enthaltung; bei Stimmengleichheit entscheidet "
        f"die Stimme des Vorsitzes: {vote} {BASIS}"
    )


@given(
    st.lists(st.sampled_from(CHOICES), max_size=20),
    st.sampled_from([None, *CHOICES]),
    st.sampled_from(Rules.Tie.values),
)
def test_majority_agrees_with_pairing_votes_off(votes, chair, tie):
    tally = Tally(votes.count("yes"), votes.count("no"), votes.count("abstain"), chair)

    found = majority(tally, own_rules(tie=tie)).is_adopted

    balance = sum({"yes": 1, "no": -1, "abstain": 0}[vote] for vote in votes)
    if balance == 0 and "yes" in votes and tie == "chair":
        balance = 1 if chair == "yes" else -1
    assert found == (balance > 0)


def test_negative_votes_do_not_exist():
    with pytest.raises(ValueError, match="not negative"):
        Tally(-1, 2)


def test_consensus_holds_until_somebody_objects():
    agreed, disputed = consensus(0, own_rules()), consensus(2, own_rules())

    assert (agreed.is_adopted, agreed.text) == (True, f"einvernehmlich: ohne Gegenrede {BASIS}")
    assert (disputed.is_adopted, disputed.text) == (
        False,
        f"kein Einvernehmen: 2 Gegenreden {BASIS}",
    )
    assert (agreed.manner, disputed.manner) == ("by_consensus", "no_consensus")


@pytest.mark.parametrize(("mode", "way"), [("voting", True), ("consensus", False)])
def test_board_decides_the_way_its_rules_say(mode, way):
    rules = own_rules(mode=mode)

    assert decides_so(way, rules).holds is True
    assert decides_so(not way, rules).holds is False


def test_other_way_is_refused_with_the_rule_that_says_so():
    formal, advisory = own_rules(mode="voting"), own_rules(mode="consensus")

    assert decides_so(False, formal).text == (
        f"Dieses Gremium stimmt förmlich ab: Zählen Sie die Stimmen {BASIS}."
    )
    assert decides_so(True, advisory).text == (
        "Dieses Gremium berät und entscheidet ohne Gegenrede: Halten Sie „einvernehmlich“ oder "
        f"„kein Einvernehmen“ fest, Stimmen werden nicht gezählt {BASIS}."
    )
