"""Topics: proposed once by who sits on the board, decided on with a reason, told each time."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from advice import topics
from advice.models import Topic
from partners.models import Mandate
from partners.reader import Reader
from post.models import Mail
from tests import factories as make
from tests.advising import make_topic
from tests.meetings.balloting import refused, seat_of

pytestmark = pytest.mark.django_db

State = Topic.State


@pytest.fixture
def board():
    return make.make_board(is_example=True)


@pytest.fixture
def person(board):
    return make.make_member(board).person


@pytest.fixture
def topic(board, person):
    return topics.propose(board, person, "KI im Handwerk", "Viele fragen danach.")


# --- Proposing ----------------------------------------------------------------


def test_proposal_keeps_who_gave_it_and_is_for_members(board, person):
    found = topics.propose(board, person, " Größe\n& Recht ", "Warum <jetzt>?\r\n\r\nDarum.")

    assert (found.title, found.slug) == ("Größe & Recht", "groesse-recht")
    assert found.summary == "<p>Warum &lt;jetzt&gt;?</p><p>Darum.</p>"
    assert (found.state, found.visibility) == ("submitted", "members")
    assert (found.proposed_by, found.organisation) == (person, seat_of(person).organisation)
    assert found.is_example


def test_same_words_twice_are_one_topic(board, person, topic):
    again = topics.propose(board, person, "KI  im Handwerk", "Viele fragen danach.\n")

    assert (again, Topic.objects.count()) == (topic, 1)


@pytest.mark.parametrize("text", ["Ein anderer Grund.", ""])
def test_other_words_are_another_topic_with_its_own_address(board, person, topic, text):
    other = topics.propose(board, person, topic.title, text)

    assert (topic.slug, other.slug) == ("ki-im-handwerk", "ki-im-handwerk-2")


def test_somebody_elses_same_words_are_another_topic(board, topic):
    other = topics.propose(board, make.make_member(board).person, topic.title, "Auch ich.")

    assert other != topic


def test_after_a_decision_the_same_words_are_a_new_topic(board, person, topic):
    topics.reject(topic, None, "Zu früh.")

    assert topics.propose(board, person, topic.title, "Viele fragen danach.") != topic


def test_title_without_letters_gets_an_address_too(board, person):
    slugs = [topics.propose(board, person, title).slug for title in ("???", "!!!")]

    assert slugs == ["thema", "thema-2"]


def test_long_titles_get_addresses_that_fit(board, person):
    slugs = [topics.propose(board, person, "x" * 199 + end).slug for end in ("a", "b")]

    assert slugs == ["x" * 80, "x" * 80 + "-2"]


def test_title_is_needed(board, person):
    assert refused(topics.propose, board, person, " \0\n") == [
        "Bitte geben Sie dem Thema eine Überschrift."
    ]


def test_who_does_not_sit_on_the_board_today_proposes_nothing(board, person):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Mandate.objects.filter(person=person).update(ends_on=yesterday)
    guest = make.make_guest(meeting=make.make_meeting(board=board)).person
    stranger = make.make_member(make.make_board()).person

    answers = [refused(topics.propose, board, one, "x") for one in (person, guest, stranger)]

    assert answers == [["Ein Thema vorschlagen kann nur, wer dem Gremium angehört."]] * 3
    assert not Topic.objects.exists()


def test_deputy_may_propose(board, person):
    deputy = make.make_mandate(seat=seat_of(person), role="deputy").person

    assert topics.propose(board, deputy, "x").organisation == seat_of(person).organisation


# --- Deciding -----------------------------------------------------------------


def told():
    mails = Mail.objects.filter(kind="topic_decided").order_by("pk")
    return list(mails.values_list("to_address", "subject"))


def test_each_decision_is_told_once(topic, person):
    office = make.make_staff()
    topics.discuss(topic, office)
    topics.defer(topic, office, "Erst nach\nder Sitzung.")
    topics.discuss(topic, office)
    found = topics.adopt(topic, office)

    assert told() == [
        (person.email, "Ihr Thema wird beraten: KI im Handwerk"),
        (person.email, "Ihr Thema ist zurückgestellt: KI im Handwerk"),
        (person.email, "Ihr Thema wird beraten: KI im Handwerk"),
        (person.email, "Ihr Thema ist aufgenommen: KI im Handwerk"),
    ]
    assert (found.state, found.state_reason, found.decided_on) == (
        "adopted",
        "",
        timezone.localdate(),
    )
    assert [one.history_user for one in found.history.all()[:4]] == [office] * 4


def test_mail_says_the_reason_and_leads_to_the_topic(topic):
    topics.reject(topic, None, "Das macht schon jemand anderes.")

    mail = Mail.objects.get()
    assert "Das macht schon jemand anderes." in mail.text
    assert "/themen/ki-im-handwerk/" in mail.text
    assert "Beispieldaten" in mail.text


def test_what_the_office_hides_has_no_page_in_the_mail(topic):
    topic.visibility = make.OFFICE
    topic.save()

    topics.adopt(topic, None)

    assert "/themen/ki-im-handwerk/" not in Mail.objects.get().text


@pytest.mark.parametrize("act", [topics.defer, topics.reject])
@pytest.mark.parametrize("reason", ["", " \n\t", "\0"])
def test_putting_off_without_a_reason_is_refused(topic, act, reason):
    assert refused(act, topic, None, reason) == ["Bitte nennen Sie den Grund."]

    topic.refresh_from_db()
    assert (topic.state, told()) == ("submitted", [])


def test_reason_may_not_be_longer_than_its_place(topic):
    assert refused(topics.reject, topic, None, "x" * 501) == [
        "Bitte nennen Sie den Grund kürzer: höchstens 500 Zeichen."
    ]


REFUSED = [
    (State.DISCUSSED, topics.discuss),
    (State.ADOPTED, topics.discuss),
    (State.ADOPTED, topics.adopt),
    (State.REJECTED, topics.adopt),
    (State.DEFERRED, lambda one, by: topics.defer(one, by, "noch einmal")),
    (State.REJECTED, lambda one, by: topics.reject(one, by, "noch einmal")),
    (State.ADOPTED, lambda one, by: topics.reject(one, by, "doch nicht")),
]


@pytest.mark.parametrize(("state", "act"), REFUSED)
def test_what_does_not_follow_is_refused(state, act):
    found = make_topic(state=state, state_reason="Grund", proposed_by=make.make_person())

    answer = refused(act, found, None)

    assert answer == [f"Das Thema ist schon entschieden: {found.get_state_display()}."]
    assert told() == []


def test_topic_of_the_office_and_of_somebody_without_mail_tells_nobody():
    for person in (None, make.make_person(email="")):
        topics.adopt(make_topic(state=State.SUBMITTED, proposed_by=person), None)

    assert not Mail.objects.exists()


# --- Who sees it --------------------------------------------------------------


def test_who_sees_a_topic_on_which_level(board, person):
    levels = {level: make_topic(board=board, visibility=level) for level in make.Visibility}
    own = topics.propose(board, person, "Eigenes")
    beside = make_topic(board=make.make_board(visibility=make.MEMBERS))
    readers = {
        "visitor": AnonymousUser(),
        "member": person.user,
        "link": Reader(person),
        "link of another board": Reader(person, beside.board_id),
        "stranger": make.make_member(make.make_board()),
        "office": make.make_leader(board),
        "office beside": make.make_leader(make.make_board()),
    }

    public, members = levels["public"], levels["members"]
    seen = {name: set(Topic.objects.visible_to(one)) for name, one in readers.items()}

    assert seen == {
        "visitor": {public},
        "member": {public, members, own},
        "link": {public, members, own},
        "link of another board": {public},
        "stranger": {public},
        "office": {*levels.values(), own},
        "office beside": {public},
    }


def test_former_member_sees_not_even_what_they_proposed(board, person, topic):
    Mandate.objects.filter(person=person).update(ends_on=timezone.localdate() - dt.timedelta(1))

    assert list(Topic.objects.visible_to(person.user)) == []
