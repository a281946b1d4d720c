"""Minutes in every state, with a canary in all that somebody may not read."""

import datetime as dt

from django.utils import timezone

from accounts.visibility import Visibility
from meetings.minutes import acts
from meetings.models import Minutes, Participation
from post.models import PersonalLink
from tests import factories as make
from tests.held import make_ready_minutes, make_record, make_resolution, make_task
from tests.meetings import minuting

State = Minutes.State


def address(minutes, name=""):
    return f"/sitzungen/{minutes.meeting.slug}/protokoll{name or '/'}"


def make_full(state=State.IN_REVIEW, **overrides):
    """Minutes with a canary in all that somebody may not read."""
    make.make_centre()
    minutes = make_ready_minutes(state=state, **overrides)
    meeting = minutes.meeting
    seat = meeting.board.seats.get()
    person = seat.mandates.get().person
    type(person).objects.filter(pk=person.pk).update(family_name="Kanarienperson")
    Participation.objects.filter(meeting=meeting).update(person_name="Robin Kanarienperson")
    Minutes.objects.filter(pk=minutes.pk).update(
        minute_taker="Kanarienbüro", findings="Kanarienbefund", closing="Kanarienschluss"
    )
    public = meeting.agenda_items.get()
    public.title, public.visibility = "Öffentlicher Punkt", Visibility.PUBLIC
    public.save()
    make_resolution(agenda_item=public, title="Öffentlicher Titel", outcome="Öffentliche Folge")
    make.make_document(agenda_item=public, title="Öffentliches Papier")
    make_task(
        board=meeting.board,
        meeting=meeting,
        agenda_item=public,
        title="Öffentliche Aufgabe",
        person=person,
        due_on=meeting.held_on,
        is_announced=False,
    )
    for level, word in (
        (Visibility.MEMBERS, "Kanarienmitglied"),
        (Visibility.OFFICE, "Kanarienintern"),
    ):
        item = make.make_agenda_item(meeting=meeting, title=word, visibility=level)
        make_record(agenda_item=item, text=f"{word}text")
        make_resolution(agenda_item=item, text=f"{word}beschluss", visibility=level)
        make.make_document(agenda_item=item, title=f"{word}papier", visibility=level)
    guest = make.make_guest(meeting=meeting, person=make.make_person(family_name="Kanariengast"))
    type(guest).objects.filter(pk=guest.pk).update(is_present=True)
    minutes.refresh_from_db()
    return minutes


def released(**overrides):
    minutes = make_full(
        released_at=timezone.now(),
        objections_until=timezone.localdate() + dt.timedelta(days=14),
        **overrides,
    )
    acts.freeze(minutes, minuting.Occasion.RELEASE, None)
    Minutes.objects.filter(pk=minutes.pk).update(state=State.RELEASED)
    minutes.refresh_from_db()
    return minutes


def approved():
    minutes = released()
    acts.approve(minutes, minuting.later(minutes), None)
    minutes.refresh_from_db()
    return minutes


def published():
    minutes = approved()
    return acts.publish(minutes, None)


def member_of(minutes):
    """Somebody who sits on the board since today: who was there stays as it is."""
    user = make.make_user()
    seat = make.make_seat(board=minutes.meeting.board, starts_on=timezone.localdate())
    make.make_mandate(seat=seat, person=make.make_person(user=user))
    return user


def link_of(user):
    token = PersonalLink.objects.mint(user.person, PersonalLink.Purpose.PERSONAL)
    return f"/l/{token}/"


def text_at(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def item_of(minutes):
    return minutes.meeting.agenda_items.get(title="Öffentlicher Punkt")


def put(row, level):
    row.visibility = level
    row.save()
