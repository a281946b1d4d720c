"""Whatever is posted to the pages of sessions and post: an answer, never an error of ours."""

import itertools
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from gremium.addresses import addresses
from meetings.admin.cockpit import ACTS
from meetings.models import Meeting, Minutes, Participation
from post.models import PersonalLink
from tests import factories as make
from tests.held import make_circular, make_task
from tests.office import session

pytestmark = pytest.mark.django_db

NASTY = {
    "NUL": "a\0b",
    "half a surrogate": b"a\xed\xa0\x80b",
    "bad UTF-8": b"\xff\xfe",
    "1 MB": "a" * 1_000_000,
    "5,000 digits": "9" * 5000,
    "10^20": "1" + "0" * 20,
    "negative": "-1",
    "other digits": "²٣",
    "first moment": "0001-01-01T00:00:00+23:59",
    "last moment": "9999-12-31T23:59:59-23:59",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "wildcards": "%" * 200,
    "empty": "",
}
# What a person can post behind either door, with values that are taken.
OWN = {
    "answer": {"response": "declined", "reason": "krank", "back": "meeting"},
    "delegate": {"deputy": "2", "back": "meeting"},
    "name-deputy": {"deputy_name": "Kim", "deputy_email": "kim@example.org"},
    "step-in": {},
    "step-back": {},
    "note-to-office": {"note": "später"},
    "seen": {"until": "2026-01-01T00:00:00+01:00"},
    "reminders": {"erinnern": "ja"},
    "note": {"text": "merken"},
    "propose": {"meeting": "1", "title": "Titel", "text": "Text", "minutes": "5"},
    "withdraw": {},
    "calendar-create": {},
    "calendar-revoke": {},
    "object": {"item": "1", "text": "Nicht so"},
    "object-withdraw": {},
    "task-finish": {"text": "anbei"},
    "task-reopen": {},
    "task-remark": {"text": "dauert"},
    "circular-code": {"seat": "1", "procedure": "yes", "vote": "yes"},
    "circular-vote": {"code": "1234 5678"},
}
SENT = {
    "send": "1",
    "number": "1",
    "message": "Text",
    "short_notice_reason": "eilig",
    "person": "1",
}
OFFICE = {
    "meetings_meeting_dispatch": SENT,
    "meetings_meeting_send_to": {"person": "1"},
    "meetings_meeting_send_again": {"delivery": "1"},
    "meetings_meeting_printed": {"delivery": "1"},
    "meetings_meeting_mail_letter": {"delivery": "1"},
    "meetings_meeting_answer": {
        "person": "1",
        "answer": "other",
        "reason": "krank",
        "deputy_name": "Kim",
        "deputy_email": "kim@example.org",
    },
    "meetings_meeting_deputy": {
        "participation": "1",
        "deputy_name": "Kim",
        "deputy_email": "kim@example.org",
        "reason": "zu spät",
        "refuse": "1",
    },
    "meetings_meeting_cancel": {"reason": "Sturm"},
    "meetings_meeting_reinstate": {},
    "meetings_meeting_remind": {},
    "meetings_meeting_held": {},
    "meetings_meeting_template": {"name": "Neu"},
    "meetings_meeting_pack": {},
    "meetings_meeting_letters": {"dispatch": "1"},
    "meetings_meeting_takeover": {},
    "meetings_meeting_invite_joiners": {},
    "meetings_meeting_tell_leavers": {},
    "meetings_agendaproposal_accept": {},
    "meetings_agendaproposal_decline": {"reason": "passt nicht"},
    "post_mail_retry": {},
    "post_mail_drop": {},
    "post_revoke_links": {},
}
TIMES = {"arrived_at": "14:00", "left_at": "15:00", "at": "1"}
SAVED = {"text": "a", "result": "noted", "revision": "0", "block": "1"}
# What the cockpit posts once the session runs.
COCKPIT = {
    "meetings_meeting_cockpit_begin": {},
    "meetings_meeting_cockpit_seat": TIMES | {"attendance": "present", "deputy": "Kim"},
    "meetings_meeting_cockpit_new_guest": {"name": "Kim", "organisation": "Verein"},
    "meetings_meeting_cockpit_guest": TIMES | {"is_present": "1"},
    "meetings_meeting_cockpit_new_item": {"title": "Neu"},
    "meetings_meeting_cockpit_save": {
        "text": "a",
        "result": "noted",
        "revision": "0",
        "block": "1",
    },
    "meetings_meeting_cockpit_end": {},
    "meetings_meeting_cockpit_reopen": {},
}
# What the buttons of an item send, with values that are taken.
CAUGHT = {
    "beginnen": {"age": "0"},
    "abschliessen": {"age": "0"},
    "befangen": {"conflicted": "1", "takes_back": "yes"},
    "aufnahme": {"yes": "1"},
    "beschluss": {
        "text": "Text",
        "yes": "1",
        "no": "0",
        "abstentions": "0",
        "chair_vote": "yes",
        "consensus": "0",
        "objections": "0",
        "decided_at": "14:00",
    },
    "kein-beschluss": {"pk": "1"},
    "aufgabe": {"title": "Titel", "who": "Kim", "due_on": "2027-01-01"},
    "keine-aufgabe": {"pk": "1"},
}
# A scene is built once for five values, as nothing that is posted stays.
BATCHES = [tuple(NASTY)[start : start + 5] for start in range(0, len(NASTY), 5)]
each = pytest.mark.parametrize("kinds", BATCHES, ids=", ".join)


@pytest.fixture
def token():
    """One of everything with the key 1, and a way in for its person."""
    board = make.make_board(slug="begleitgremium")
    seat = make.make_seat(board=board)
    person = make.make_person(pk=1, user=make.make_user(email="kim@example.org"))
    make.make_mandate(seat=seat, person=person)
    make.make_mandate(seat=seat, person=make.make_person(pk=2), role="deputy")
    meeting = make.make_meeting(pk=1, board=board, number=1)
    make.make_agenda_item(pk=1, meeting=meeting)
    make_task(pk=1, board=board, person=person)
    make_circular(pk=1, board=board)
    make.make_guest(pk=1, meeting=meeting, person=make.make_person(pk=3))
    make.make_proposal(pk=1, meeting=meeting, person=person)
    mail = make.make_mail(pk=1, person=person, thread="meeting:1:person:1")
    dispatch = make.make_dispatch(pk=1, meeting=meeting)
    make.make_delivery(pk=1, dispatch=dispatch, person=person, seat=seat, mail=mail)
    Participation.objects.create(
        pk=1, meeting=meeting, seat=seat, response="delegated",
        deputy_name="Kim", deputy_email="kim@example.org",
    )  # fmt: skip
    return PersonalLink.objects.mint(person, PersonalLink.Purpose.PERSONAL)


def samples(token):
    """Return name → address with the keys of what is there."""
    return {
        one.name: one.sample.replace("AAAAAAAAAAAAAAAAAAAAAA", token)
        for one in addresses()
        if one.name.startswith(("meetings:", "admin:meetings_", "admin:post_"))
    }


def behind(name):
    """Private notes are only for who signed in; all else goes by link."""
    return f"meetings:my-{name}" if name == "note" else f"meetings:link-{name}"


def post(client, path, data):
    """Post exactly these bytes, and let nothing of it stay."""
    with transaction.atomic():
        response = client.post(path, urlencode(data), "application/x-www-form-urlencoded")
        transaction.set_rollback(True)
    return response


def answers(client, path, sound, value):
    """Return the status with each field in turn, then all of them, replaced by `value`."""
    trials = [sound | {name: value} for name in sound]
    trials.append(dict.fromkeys(sound, value))
    return [post(client, path, data).status_code for data in trials]


@each
def test_a_persons_pages_survive_what_is_posted(client, token, kinds):
    paths = samples(token)

    client.force_login(User.objects.get(email="kim@example.org"))
    for kind, (name, sound) in itertools.product(kinds, OWN.items()):
        found = answers(client, paths[behind(name)], sound, NASTY[kind])

        assert max(found) < 500, (name, kind)


@each
def test_the_offices_acts_survive_what_is_posted(client, token, kinds):
    client.force_login(make.make_staff(is_superuser=True))
    paths = samples(token)

    for kind, (name, sound) in itertools.product(kinds, OFFICE.items()):
        for sending in ("invitation", "change") if name.endswith("dispatch") else ("",):
            path = paths[f"admin:{name}"].replace("versand/begleitgremium-1", f"versand/{sending}")
            found = answers(client, path, sound, NASTY[kind])

            assert max(found) < 500, (name, kind)


@each
def test_the_cockpit_survives_what_is_posted(client, token, kinds):
    client.force_login(make.make_staff(is_superuser=True))
    Meeting.objects.update(held_on=timezone.localdate(), starts_at="00:00")
    paths = samples(token)
    client.post(paths["admin:meetings_meeting_cockpit_begin"])
    assert Minutes.objects.exists()

    for kind, (name, sound) in itertools.product(kinds, COCKPIT.items()):
        found = answers(client, paths[f"admin:{name}"], sound, NASTY[kind])
        assert max(found) < 500, (name, kind)
    assert CAUGHT.keys() == ACTS.keys()
    for kind, (act, sound) in itertools.product(kinds, CAUGHT.items()):
        path = paths["admin:meetings_meeting_cockpit_item"].removesuffix("1/") + f"{act}/"
        assert max(answers(client, path, sound, NASTY[kind])) < 500, (act, kind)


@each
def test_the_sessions_form_survives_what_is_posted(client, token, kinds):
    client.force_login(make.make_staff(is_superuser=True))
    form = session(make.make_board(), number="1", slug="eins", starts_at="14:00", **FURTHER)
    for kind in kinds:
        value = NASTY[kind]
        trials = [form | {name: value} for name in SINGLY] + [form | dict.fromkeys(FURTHER, value)]
        for data in trials:
            assert post(client, reverse("admin:meetings_meeting_add"), data).status_code < 500, kind


SINGLY = ("held_on", "answers_due_on", "number", "slug", "board", "documents-TOTAL_FORMS")
FURTHER = {
    "ends_at": "16:00",
    "answers_due_on": "2027-05-01",
    "date_note": "",
    "video_link": "",
    "venue": "",
    "text": "",
    "note": "",
    "agenda_from": "",
    "cancellation_reason": "",
}


@each
def test_a_persons_paths_survive_whatever_stands_in_them(client, token, kinds):
    client.force_login(User.objects.get(email="kim@example.org"))
    paths = samples(token)
    for kind, name in itertools.product(kinds, map(behind, OWN)):
        for wanted in spoiled(paths[name], token, NASTY[kind]):
            assert client.post("/", PATH_INFO=wanted).status_code < 500, (name, kind)


def spoiled(path, token, value):
    """Return `path` with each of its keys in turn replaced by `value`."""
    text = (value if isinstance(value, bytes) else value[:5000].encode()).decode("latin-1")
    parts = path.split("/")
    return [
        "/".join([*parts[:place], text, *parts[place + 1 :]])
        for place, part in enumerate(parts)
        if part in {"1", "begleitgremium-1", token}
    ]


def test_no_address_that_takes_a_post_is_forgotten(token):
    """The admin's own pages are tried through the session's form and by their paths."""
    own = ("add", "change", "delete", "history", "changelist", "export", "import", "autocomplete")
    taken = {
        one.name.split(":")[1].removeprefix("link-").removeprefix("my-")
        for one in addresses()
        if "POST" in one.methods
        and one.name.startswith(("meetings:", "admin:meetings_meeting_", "admin:post_"))
        and not one.name.endswith(own)
    }

    assert taken - {*OWN, *OFFICE, *COCKPIT} - READ == set()


READ = {"post_mail_preview", "post_personallink_revoke", "meetings_meeting_cockpit_item"}
