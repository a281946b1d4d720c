"""A member's objection: in time, once, told of, and answered with words."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from meetings import objections
from meetings.models import Minutes, Objection
from partners.models import Mandate
from post.models import Mail
from tests import factories as make
from tests.held import make_ready_minutes
from tests.meetings import minuting
from tests.meetings.minuting import refusal

pytestmark = pytest.mark.django_db

Outcome = Objection.Outcome


@pytest.fixture
def minutes():
    return minuting.released()


@pytest.fixture
def person(minutes):
    return minutes.meeting.board.seats.first().mandates.first().person


def item_of(minutes):
    return minutes.meeting.agenda_items.get()


def mails_of(person):
    return list(Mail.objects.filter(kind=objections.KIND, person=person).order_by("pk"))


# --- Raising ----------------------------------------------------------------


def test_objection_names_seat_and_item_and_is_confirmed_by_mail(minutes, person):
    item = item_of(minutes)

    made = objections.raise_objection(minutes, person, item, " Es waren <b>9</b>.\x00 ")

    (mail,) = mails_of(person)
    assert (made.seat, made.agenda_item, made.text) == (
        minutes.meeting.board.seats.get(),
        item,
        "Es waren <b>9</b>.",
    )
    assert mail.subject.startswith("Ihre Einwendung ist eingegangen: Protokoll der 1. Sitzung")
    assert "Es waren <b>9</b>." in mail.text
    assert "Es waren &lt;b&gt;9&lt;/b&gt;." in mail.html
    assert f"TOP 1 {item.title}" in mail.text
    assert f"sitzungen/{minutes.meeting.slug}/protokoll/#einwendungen" in mail.text


def test_same_words_twice_are_one_objection_and_other_words_another(minutes, person):
    item = item_of(minutes)

    made = [objections.raise_objection(minutes, person, *one) for one in [(item, "A")] * 2]
    other = objections.raise_objection(minutes, person, None, "A")

    assert made[0] == made[1] != other
    assert len(mails_of(person)) == 2


def test_objection_of_somebody_without_an_address_is_kept_too(minutes, person):
    person.email = ""
    person.save()

    assert objections.raise_objection(minutes, person, None, "A").pk
    assert not Mail.objects.exists()


def test_deputy_may_object(minutes):
    seat = minutes.meeting.board.seats.get()
    deputy = make.make_mandate(seat=seat, role=Mandate.Role.DEPUTY).person

    assert objections.raise_objection(minutes, deputy, None, "A").seat == seat


def test_last_day_counts_and_the_day_after_is_told_what_is_left_to_do(minutes, person):
    until = minutes.objections_until
    with time_machine.travel(dt.datetime.combine(until, dt.time(22, 59), dt.UTC), tick=False):
        assert timezone.localdate() == until
        assert objections.raise_objection(minutes, person, None, "A")

    with time_machine.travel(dt.datetime.combine(until, dt.time(23), dt.UTC), tick=False):
        said = refusal(objections.raise_objection, minutes, person, None, "B")

    day = f"{until.day}. "
    assert said.startswith(f"Die Frist für Einwendungen endete am {day}")
    assert "in der nächsten Sitzung" in said
    assert [one.text for one in minutes.objections.all()] == ["A"]


def test_nobody_else_objects_and_nobody_to_what_is_not_open(minutes, person):
    stranger, former = make.make_member().person, make.make_person()
    # Who sat there on the day may still object: tests/meetings/test_afterwards.py.
    before = minutes.meeting.held_on - dt.timedelta(days=1)
    make.make_mandate(seat=minutes.meeting.board.seats.get(), person=former, ends_on=before)
    draft, approved = make_ready_minutes(), minuting.approved()

    said = [
        refusal(objections.raise_objection, minutes, stranger, None, "A"),
        refusal(objections.raise_objection, minutes, former, None, "A"),
        refusal(objections.raise_objection, draft, draft.chair, None, "A"),
        refusal(objections.raise_objection, approved, approved.chair, None, "A"),
        refusal(objections.raise_objection, minutes, person, None, " \x00 "),
        refusal(objections.raise_objection, minutes, person, None, "x" * 4001),
    ]

    assert said == [
        "Einwendungen erheben nur Mitglieder des Gremiums.",
        "Einwendungen erheben nur Mitglieder des Gremiums.",
        "Das Protokoll ist noch nicht freigegeben.",
        "Das Protokoll ist schon genehmigt. Bitte wenden Sie sich an die Geschäftsstelle.",
        "Bitte schreiben Sie, was nicht stimmt.",
        "Bitte schreiben Sie kürzer: höchstens 4.000 Zeichen.",
    ]
    assert not Objection.objects.exists()


# --- Taking back and answering ----------------------------------------------


def test_own_objection_is_taken_back_until_it_is_answered(minutes, person):
    colleague = make.make_member(minutes.meeting.board).person
    gone, answered = (minuting.objection(minutes, text=one) for one in "AB")
    objections.answer(answered, Outcome.DECLINED, "Nein")

    said = [
        refusal(objections.withdraw, gone, colleague),
        objections.withdraw(gone, person),
        refusal(objections.withdraw, gone, person),
        refusal(objections.withdraw, answered, person),
    ]

    assert said == [
        "Das ist nicht Ihre Einwendung.",
        None,
        "Die Einwendung wurde zurückgezogen.",
        "Diese Einwendung ist schon beantwortet: nicht übernommen.",
    ]
    assert minutes.objections.get() == answered


@pytest.mark.parametrize(
    ("outcome", "lead"),
    [
        (Outcome.ACCEPTED, "Ihre Einwendung ist übernommen: Das Protokoll wird zur Genehmigung"),
        (Outcome.DECLINED, "Ihre Einwendung ist nicht übernommen."),
    ],
)
def test_outcome_is_told_once_with_the_words(minutes, person, outcome, lead):
    objection, staff = minuting.objection(minutes), make.make_staff()

    objections.answer(objection, outcome, " Weil <so>. ", staff)
    said = refusal(objections.answer, objection, outcome, "Noch einmal", staff)

    (mail,) = mails_of(person)
    objection.refresh_from_db()
    assert (objection.outcome, objection.answer) == (outcome, "Weil <so>.")
    assert objection.answered_at
    assert objection.history.latest().history_user == staff
    assert lead in mail.text
    assert "Antwort der Geschäftsstelle: Weil <so>." in mail.text
    assert said.startswith("Diese Einwendung ist schon beantwortet")


def test_answer_needs_an_outcome_and_words(minutes):
    objection = minuting.objection(minutes)

    said = [
        refusal(objections.answer, objection, "open", "A"),
        refusal(objections.answer, objection, "unfug", "A"),
        refusal(objections.answer, objection, "accepted", " \x00"),
        refusal(objections.answer, objection, "accepted", "x" * 4001),
    ]

    assert said[0] == said[1] == "Bitte wählen Sie, ob die Einwendung übernommen wird."
    assert said[2:] == [
        "Bitte beantworten Sie die Einwendung.",
        "Bitte antworten Sie kürzer: höchstens 4.000 Zeichen.",
    ]
    assert not Mail.objects.exists()


def test_open_objection_keeps_minutes_from_being_approved(minutes):
    objection = minuting.objection(minutes)
    meeting = minuting.later(minutes)
    said = refusal(minuting.acts.approve, minutes, meeting, None)

    objections.answer(objection, Outcome.ACCEPTED, "Ja")
    minuting.acts.approve(minutes, meeting, None)

    assert said == "1 Einwendung ist noch nicht beantwortet."
    assert Minutes.objects.get(pk=minutes.pk).state == Minutes.State.APPROVED
