"""
A form on a person's page that shows words of theirs, sent again as it stands, changes nothing.

Walks both doors, the link and the login: a form added tomorrow is walked without a line here, if
the scene holds words for it.
"""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.visibility import Visibility
from meetings import notes
from meetings.models import Participation
from projects.models import ProgressReport
from tests import advising
from tests import factories as make
from tests.projects.rounds import form_of, hand_in, link_to, make_asked
from tests.rows_of_all import differences, rows_of_all
from tests.submitting import buttons, controls, forms_in, press
from tests.walking import walk

pytestmark = pytest.mark.django_db
WORDS = "Erste Zeile\n\nzweite & „dritte“"
# Who came by which link and when is no word of theirs.
TRACES = {"post_personallink"}


@pytest.fixture
def person():
    """A member who has said something wherever there is a field for it."""
    meeting = make.make_meeting(starts_at=dt.time(14))
    item = make.make_agenda_item(meeting=meeting)
    make.make_dispatch(meeting=meeting)
    asked = make_asked(2, meeting=meeting)
    person = asked.requests.first().person
    person.user = make.make_user()
    person.save()
    seat = make.make_seat(board=meeting.board)
    make.make_mandate(seat=seat, person=person)
    Participation.objects.create(
        meeting=meeting,
        seat=seat,
        response="declined",
        reason="verreist",
        note=WORDS,
        written_by=person,
        answered_by=person,
        answered_at=timezone.now(),
    )
    notes.write(person, item, WORDS)
    for request in asked.requests.all():
        advising.make_report(
            round=asked,
            project=request.organisation.reported_projects.get(),
            organisation=request.organisation,
            status=WORDS,
            since_last=WORDS,
            figures="Betriebe beraten: 12\nTagungen: 3",
            request=WORDS,
        )
    return person


def with_words(page):
    """Return the forms of a page that show words somebody has written."""
    return [
        form
        for form in forms_in(page)
        if any(one.tag == "textarea" and (one.text or "").strip() for one in controls(form))
    ]


def sent_again(client, start):
    """Return the addresses of what was sent again as it stood, and what changed by it."""
    sent, wrong = [], []
    for address in walk(client, start):
        page = client.get(address)
        if not page.get("Content-Type", "").startswith("text/html") or page.status_code != 200:
            continue
        for form in with_words(page):
            before = rows_of_all()
            with transaction.atomic():
                press(client, page, form, buttons(form)[0].get("name", ""))
                changed = differences(before, rows_of_all())
                transaction.set_rollback(True)
            sent.append(form.get("action"))
            wrong += [(form.get("action"), *one) for one in changed if one[0] not in TRACES]
    return sent, wrong


def test_behind_the_link_own_words_stay(client, person):
    sent, wrong = sent_again(client, link_to(person))

    assert wrong == []
    assert {address.rsplit("/", 2)[1] for address in sent} >= {"mitteilung", "speichern"}


def test_behind_the_login_own_words_stay(client, person):
    client.force_login(person.user)

    sent, wrong = sent_again(client, "/mein/")

    assert wrong == []
    assert any("/notizen/" in address for address in sent)


def test_handed_in_report_sent_again_unchanged_stays_public(client):
    asked = make_asked().requests.get()
    form = form_of(link_to(asked.person), asked)
    hand_in(client, form, status=WORDS)
    report = ProgressReport.objects.get()
    report.visibility = Visibility.PUBLIC
    report.save()

    hand_in(client, form, status=WORDS.replace("\n", "\r\n"))
    unchanged = ProgressReport.objects.get()
    hand_in(client, form, status="Anders.")

    assert (unchanged.visibility, unchanged.submitted_at) == ("public", report.submitted_at)
    assert unchanged.history.count() == 3
    assert ProgressReport.objects.get().visibility == "members"
