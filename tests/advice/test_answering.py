"""The centre answers step by step; who gave the advice is told of each answer, once."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from advice import answering
from advice.answering import Wording
from advice.models import Advice
from post.models import Mail
from tests import factories as make
from tests.advising import make_advice
from tests.office import change, office  # noqa: F401 - a fixture.

pytestmark = pytest.mark.django_db

State = Advice.State


@pytest.fixture
def given():
    member = make.make_member(make.make_board())
    board = member.person.mandates.get().seat.board
    return make_advice(board=board, person=member.person, text="Mehr Beispiele")


def kept(advice):
    return Advice.objects.get(pk=advice.pk)


def test_taking_up_answers_and_tells_who_gave_it(given):
    step = answering.take_step(given, State.ACCEPTED, Wording(answer="Zwei entstehen."))

    found, mail = kept(given), Mail.objects.get()
    assert (found.state, found.answer, found.answered_on) == (
        State.ACCEPTED,
        "Zwei entstehen.",
        timezone.localdate(),
    )
    assert (step.text, step.state, step.is_public) == ("Aufgegriffen.", State.ACCEPTED, False)
    assert (mail.person, mail.subject) == (
        given.person,
        "Antwort auf Ihre Anregung 1: aufgegriffen",
    )
    assert "Zwei entstehen." in mail.text


@pytest.mark.parametrize(
    ("state", "words", "message"),
    [
        (State.DECLINED, Wording(answer="Nein"), "Bitte nennen Sie den Grund."),
        (State.ACCEPTED, Wording(), "Bitte schreiben Sie die Antwort des Zentrums."),
        (State.IMPLEMENTED, Wording(answer="Ja"), "Bitte schreiben Sie, was daraus wurde."),
        (State.OPEN, Wording(), "Nichts ist neu"),
        ("fertig", Wording(step="x"), "Diesen Stand gibt es nicht."),
    ],
)
def test_step_that_says_too_little_is_refused_and_leaves_nothing(given, state, words, message):
    with pytest.raises(ValidationError, match=message):
        answering.take_step(given, state, words)

    assert kept(given).state == State.OPEN
    assert not given.steps.exists()
    assert not Mail.objects.exists()


def test_first_answer_keeps_its_day_and_only_news_are_told(given, time_machine):
    time_machine.move_to("2027-01-10 12:00")
    answering.take_step(given, State.ACCEPTED, Wording(answer="Ja"))
    time_machine.move_to("2027-03-01 12:00")
    answering.take_step(given, State.ACCEPTED, Wording(answer="Ja", step="Ein Betrieb macht mit."))
    answering.take_step(given, State.IMPLEMENTED, Wording(answer="Ja", effect="Zwei Beispiele"))

    assert str(kept(given).answered_on) == "2027-01-10"
    assert [one.text for one in given.steps.all()] == [
        "Aufgegriffen.",
        "Ein Betrieb macht mit.",
        "Umgesetzt.",
    ]
    assert Mail.objects.filter(kind="advice_answered").count() == 2


def test_reason_goes_when_it_is_taken_up_after_all(given):
    answering.take_step(given, State.DECLINED, Wording(reason="Zu teuer"))
    answering.take_step(given, State.ACCEPTED, Wording(answer="Doch", reason="Zu teuer"))

    assert kept(given).state_reason == ""


def test_organisations_member_is_told_and_the_board_is_not():
    board = make.make_board()
    seat = make.make_seat(board=board)
    mandate = make.make_mandate(seat=seat)
    of_seat = make_advice(board=board, organisation=seat.organisation)

    answering.take_step(of_seat, State.ACCEPTED, Wording(answer="Ja"))
    answering.take_step(make_advice(board=board), State.ACCEPTED, Wording(answer="Ja"))

    assert [one.person for one in Mail.objects.all()] == [mandate.person]


# --- In the office ------------------------------------------------------------


def typed(advice, **data):
    values = {"state": "accepted", "answer": "Zwei entstehen.", "seen": advice.steps.count()}
    return values | data


def test_office_answers_on_its_page(client, office, given):  # noqa: F811
    page = client.post(change(given, "step"), typed(given), follow=True).content.decode()

    assert kept(given).state == State.ACCEPTED
    assert f"{given.person.full_name} bekommt eine Mail." in page


def test_office_is_told_where_its_answer_stands_at_once(client, office, given):  # noqa: F811
    before = client.get(change(given, "step")).content.decode()
    Advice.objects.filter(pk=given.pk).update(visibility="public", public_text="Mehr Beispiele")
    after = client.get(change(given, "step")).content.decode()

    words = "stehen sofort auf der Website"
    assert words not in before
    assert words in after


def test_declining_without_a_reason_gives_the_form_back(client, office, given):  # noqa: F811
    answer = client.post(change(given, "step"), typed(given, state="declined"))

    assert answer.status_code == 200
    assert "Bitte nennen Sie den Grund." in answer.content.decode()
    assert "Zwei entstehen." in answer.content.decode()
    assert kept(given).state == State.OPEN


def test_second_of_two_who_answer_is_told_and_loses_nothing(client, office, given):  # noqa: F811
    opened = typed(given, answer="Von mir")
    answering.take_step(given, State.DECLINED, Wording(reason="Zu teuer"), office_user())

    answer = client.post(change(given, "step"), opened)
    page = answer.content.decode()

    assert answer.status_code == 409
    assert "Inzwischen hat Leitung festgehalten" in page
    assert "Von mir" in page
    assert "['" not in page
    # Sent once more, as the page has it now, it holds what was typed.
    client.post(change(given, "step"), dict(answer.context["form"].data.items()))
    assert kept(given).answer == "Von mir"


def office_user():
    return make.make_staff(name="Leitung")


def test_state_is_not_changed_by_the_form_beside_the_act(client, office, given):  # noqa: F811
    page = client.get(change(given)).content.decode()

    assert 'name="state"' not in page
    assert 'name="visibility"' not in page


@pytest.mark.parametrize(
    ("rights", "status"),
    [
        ((), 403),
        (("advice.view_advice",), 403),
        (("advice.view_advice", "advice.change_advice", "advice.add_step"), 200),
    ],
)
def test_answering_needs_its_rights(client, given, rights, status):
    client.force_login(make.make_staff(*rights))

    assert client.get(change(given, "step")).status_code == status


def test_office_of_another_board_finds_nothing(client, given):
    client.force_login(make.make_leader(make.make_board()))

    assert client.get(change(given, "step")).status_code == 404
    assert client.post(change(given, "step"), typed(given)).status_code == 404
    assert kept(given).state == State.OPEN
