"""What the examples show: a board that prepares, and a working group that has met."""

import datetime as dt

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from advice.models import Advice, Topic, Weighing
from advice.weighing import turnout
from gremium.integrity import breaches
from meetings.cockpit import beginning
from meetings.models import Meeting, Minutes, Participation, Resolution, Task
from news.models import Article
from partners.models import Board, Mandate, Organisation, Person
from post.models import Mail
from projects.models import ProgressReport, Project, ReportingRound

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker, tmp_path_factory):
    """The examples, loaded once for all tests here; what a test changes is taken back."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(MEDIA_ROOT=folder):
        call_command("load_board", str(settings.BASE_DIR / "data" / "first_session.yaml"))
        call_command("load_example")
        yield folder
        transaction.set_rollback(True)


@pytest.fixture
def board(loaded):
    return Board.objects.get(is_example=False)


@pytest.fixture
def group(loaded):
    return Board.objects.get(is_example=True)


def test_every_example_is_marked_and_no_real_fact_is(board):
    for model in (Person, Organisation, Board, Meeting, Article):
        real = set(model.objects.filter(is_example=False).values_list("pk", flat=True))
        assert len(real) == {Person: 0, Organisation: 16}.get(model, 1)
        assert model.objects.filter(is_example=True).exists()
    for model in (Resolution, Task, Advice):
        assert set(model.objects.values_list("is_example", flat=True)) == {True}


def test_example_seats_a_member_and_a_deputy_on_each_seat(board):
    assert Mandate.objects.filter(seat__board=board, role="main").count() == 11
    assert Mandate.objects.filter(seat__board=board, role="deputy").count() == 11
    assert Person.objects.exclude(email__endswith="@example.org").count() == 0


def test_no_real_organisation_speaks_in_example_data(board):
    real = Organisation.objects.filter(is_example=False)
    assert not Article.objects.filter(is_example=True, organisations__in=real).exists()
    assert not Task.objects.filter(organisation__in=real).exists()
    assert not Advice.objects.filter(organisation__in=real).exists()
    seen = Participation.objects.exclude(attendance="")
    assert seen.exists()
    assert not seen.filter(seat__organisation__in=real).exists()


def test_real_board_has_no_minutes_resolutions_or_tasks(board):
    for model in (Minutes, Resolution, Task, Advice):
        path = "meeting__board" if model is Minutes else "board"
        assert not model.objects.filter(**{path: board}).exists()
        assert model.objects.exists()


def test_second_session_has_agenda_with_a_hidden_item_and_documents(board):
    meeting = board.meetings.get(number=2)
    items = meeting.agenda_items.order_by("position")
    assert [item.position for item in items] == [1, 2, 3, 4, 5, 6]
    assert {item.visibility for item in items} == {"public", "members"}
    assert meeting.documents.count() == 3
    assert not meeting.has_passed


# --- The working group ------------------------------------------------------


def test_first_session_is_on_record_from_invitation_to_publication(group):
    minutes = Minutes.objects.get(meeting__number=1, meeting__board=group)
    first, second = group.meetings.filter(state="held").order_by("number")

    assert (minutes.state, minutes.approved_in) == ("approved", second)
    assert first.held_on < minutes.released_at.date() < second.held_on
    assert second.held_on < minutes.published_at.date() <= timezone.localdate()
    stages = minutes.versions.values_list("occasion", "made_at__date")
    assert list(stages) == [
        ("release", minutes.released_at.date()),
        ("approval", second.held_on),
    ]
    times = first.agenda_items.values_list("record__begun_at__date", "record__ended_at__date")
    assert set(times) == {(first.held_on, first.held_on)}
    invited = Mail.objects.filter(thread__startswith=f"meeting:{first.pk}:", kind="invitation")
    days = {timezone.localdate(one) for one in invited.values_list("sent_at", flat=True)}
    assert days == {first.held_on - dt.timedelta(days=14)}


def test_second_session_takes_objections_and_has_one(group):
    minutes = Minutes.objects.get(meeting__number=2, meeting__board=group)

    assert minutes.takes_objections
    (objection,) = minutes.objections.all()
    assert objection.outcome == "open"
    assert objection.raised_at > minutes.released_at
    assert str(objection.person) == "Anke Beispiel"


def test_resolutions_have_numbers_and_arithmetic_and_one_is_being_voted_on(group):
    decided = group.resolutions.filter(kind="session").order_by("number")
    circular = group.resolutions.get(kind="circular")

    assert list(decided.values_list("number", "manner", "yes", "no", "abstentions")) == [
        (1, "unanimous", 4, 0, 0),
        (2, "by_majority", 2, 1, 0),
        (3, "by_majority", 4, 0, 1),
    ]
    assert "2 Ja, 1 Nein, 0 Enthaltungen; nötig mehr Ja als Nein" in decided[1].explanation
    assert circular.is_running
    assert circular.closes_at > timezone.now()
    assert sorted(circular.votes.values_list("by", "vote")) == [
        ("deputy", "yes"),
        ("member", "abstain"),
        ("member", "yes"),
    ]


def test_tasks_stand_in_every_way(group):
    today = timezone.localdate()
    tasks = group.tasks.order_by("due_on")

    assert list(tasks.values_list("state", flat=True)) == [
        "done",
        "deferred",
        "open",
        "open",
        "in_progress",
    ]
    assert [one.is_overdue for one in tasks] == [False, False, True, False, False]
    assert tasks[1].state_reason
    assert tasks[1].follow_up_on > today
    assert all(one.is_announced for one in tasks)


def test_projects_are_of_invented_partners_and_one_has_not_reported_to_todays_session(group):
    projects = Project.objects.prefetch_related("partners")
    named = [each for one in projects for each in (one.reporter, *one.partners.all())]
    held, today = ReportingRound.objects.order_by("meeting__held_on")

    assert len(projects) == 5
    assert all(one.is_example and one.board == group for one in projects)
    assert all(one.is_example for one in named)
    assert (held.meeting.number, held.reports.count()) == (2, 3)
    assert (today.meeting.number, today.reports.count()) == (3, 4)
    assert not ProgressReport.objects.filter(is_example=False).exists()
    assert list(today.waiting_words(timezone.localdate())) == [
        "1 Partner hat noch nicht berichtet: Probelauf."
    ]


def test_todays_session_opens_in_the_cockpit_at_once(group):
    meeting = group.meetings.get(held_on=timezone.localdate())
    titles = list(meeting.agenda_items.order_by("position").values_list("title", flat=True))
    assert titles[:2] == ["Begrüßung und Tagesordnung", "Genehmigung des Protokolls der 2. Sitzung"]
    assert titles[-4:] == [
        "Offene Aufgaben",
        "Rückmeldung zu Anregungen",
        "Werkzeuge zum Ausprobieren",
        "Termine und Verschiedenes",
    ]

    beginning.begin(meeting, None)

    assert not meeting.participations.filter(attendance="").exists()


def test_examples_keep_every_rule_of_the_data(group, loaded, settings):
    settings.MEDIA_ROOT = loaded

    assert breaches() == []


# --- Topics ------------------------------------------------------------------------


def test_working_group_proposes_decides_and_weighs_topics(board, group):
    proposed = Topic.objects.filter(board=group, proposed_by__isnull=False)

    weighing = Weighing.objects.get()

    states = ["adopted", "deferred", "discussed", "submitted", "submitted"]
    assert sorted(proposed.values_list("state", flat=True)) == states
    assert {one.is_example for one in Topic.objects.filter(board=group)} == {True}
    assert not Topic.objects.filter(board=board, is_example=True).exists()
    assert (weighing.board, weighing.is_running, weighing.is_example) == (group, True, True)
    assert turnout(weighing) == (3, 6)
    assert Mail.objects.filter(kind="topic_decided").count() == 3
