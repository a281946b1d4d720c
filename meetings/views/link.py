"""The page behind a personal link, a session as its participants see it, and its files."""

from django.db.models import Q, prefetch_related_objects
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.policy import read_only
from meetings import composing, facts, lapsed, notes, told
from meetings.door import for_former, for_reporters, takes_part_still
from meetings.forms.answers import DeputyForm, NoteForm, ReasonForm
from meetings.minutes.readers import state_of, with_minutes
from meetings.models import Document, DocumentVersion, Meeting
from meetings.models.agenda import agenda_for
from meetings.models.meeting import CHRONOLOGY
from meetings.novelties import marked
from meetings.packs import with_pack
from meetings.places import Role, announced_to, places_of
from meetings.planning import timetable
from meetings.resolutions.register import with_resolutions
from meetings.views import member
from meetings.views.circular import running_for
from meetings.views.documents import document_at, download
from meetings.views.kept import kept_for
from meetings.views.person import with_person
from partners.models import Mandate
from partners.models.board import member_of
from partners.reader import is_person

PAST_SHOWN = 6


@for_reporters
@for_former
@read_only
@with_person
def home(request, door):
    """Next sessions with their answers first, then all else a person can do."""
    kept = kept_for(door)
    if kept and not takes_part_still(door.reader):
        return render(request, "meetings/member/former.html", {"door": door, "kept": kept})
    if door.only_reports:
        return render(request, "meetings/member/reporter.html", {"door": door})
    return show_home(request, door, kept=kept)


def show_home(request, door, refused=None, status=200, kept=None):
    found = with_minutes(with_pack(announced_to(door.reader), door.reader), door.reader)
    sessions = list(found.select_related("board", "venue").order_by(*CHRONOLOGY))
    upcoming = [one for one in sessions if not facts.is_over(one)]
    past = [one for one in reversed(sessions) if facts.is_over(one)][:PAST_SHOWN]
    fill(door, upcoming, refused)
    for meeting in past:
        meeting.address = door.url("meeting", meeting.slug)
        meeting.minutes_address = meeting.minutes_state and door.url("minutes", meeting.slug)
        meeting.minutes_words = state_of(meeting)
    mandates = mandates_of(door.reader)
    context = {
        "door": door,
        "mandates": mandates,
        "circulars": running_for(door, mandates),
        "weighings": weighings_for(door, mandates),
        "upcoming": upcoming,
        "past": past,
        "kept": not_among(past, kept_for(door) if kept is None else kept),
        "has_several_boards": len({one.board_id for one in past}) > 1,
        "back": "home",
        "place": "home",
    }
    context |= member.below(door, sessions)
    return render(request, "meetings/member/home.html", context, status=status)


def not_among(past, kept):
    """Leave out the minutes to which a session of the page leads already."""
    shown = {one.pk for one in past if one.minutes_address}
    return [one for one in kept if one.meeting_id not in shown]


def mandates_of(reader):
    mine = Q(is_person(reader, "person"), member_of(reader, "seat__board"))
    found = Mandate.objects.active_on(timezone.localdate()).filter(mine)
    return list(found.select_related("seat__organisation", "seat__board"))


def weighings_for(door, mandates):
    """Return the weighings of topics that run on the person's boards, each with its address."""
    boards = {one.seat.board_id: one.seat.board for one in mandates}
    # Prefetched at once, however many boards; advice is an app to the right, hence by name.
    prefetch_related_objects(list(boards.values()), "weighings")
    found = [one for board in boards.values() for one in board.weighings.all() if one.is_running]
    for one in found:
        one.address = door.url("advice:weighing", one.pk)
        one.is_done = has_weighed(one, [mandate.seat_id for mandate in mandates])
    return found


def has_weighed(weighing, seats):
    """Tell whether each of `seats` that is on the weighing's board has given its points."""
    asked = weighing.board.seats.filter(pk__in=seats)
    return not asked.exclude(weights__weighing=weighing).exists()


@read_only
@with_person
def meeting_detail(request, door, slug):
    """One session with what the person may read of it, and their answer."""
    return show_meeting(request, door, session_of(door, slug))


def session_of(door, slug):
    """Return one of the person's own sessions; another one is as if it did not exist."""
    found = with_minutes(with_pack(announced_to(door.reader), door.reader), door.reader)
    found = with_resolutions(found, door.reader)
    return get_object_or_404(found.select_related("board", "venue"), slug=slug)


def show_meeting(request, door, meeting, refused=None, status=200):
    fill(door, [meeting], refused)
    is_seen = Meeting.objects.visible_to(door.reader).filter(pk=meeting.pk).exists()
    items = agenda_for(door.reader, meeting) if is_seen else []
    composing.compose(meeting, items, door.reader)
    for item in items:
        item.papers = [one for one in meeting.papers if item.pk and one.agenda_item_id == item.pk]
    if not door.is_link:
        notes.put_on(items, door.person)
    timetable(meeting, items)
    context = {
        "door": door,
        "meeting": meeting,
        "items": items,
        # Before the invitation its words are a draft.
        "shows_text": is_seen,
        "documents": [one for one in meeting.papers if one.agenda_item_id is None],
        "has_papers": bool(meeting.papers),
        "minutes_planned": sum(item.minutes_planned or 0 for item in items),
        "shows_video_link": shows_video_link(door, meeting),
        "is_inside": True,
        "minutes_state": state_of(meeting),
        "back": "meeting",
        "reads_as_guest": any(item.pk is None for item in items) and is_guest_only(meeting),
        # Codes to sign in with go to who sits on a board today; see gremium.signin.
        "may_sign_in": any(one.sits_today for one in meeting.places),
    }
    return render(request, "meetings/member/meeting.html", context, status=status)


def is_guest_only(meeting):
    return {one.role for one in meeting.places} == {Role.GUEST}


def shows_video_link(door, meeting):
    if not meeting.video_link:
        return False
    return Meeting.objects.for_insiders(door.reader).filter(pk=meeting.pk).exists()


def fill(door, meetings, refused=None):
    """Give each session the person's places, papers, forms and addresses."""
    by_meeting, papers = places_of(door.person, meetings), papers_of(door, meetings)
    told.put_on(meetings)
    for meeting in meetings:
        meeting.places = asked_once(by_meeting[meeting.pk])
        meeting.papers = papers.get(meeting.pk, [])
        meeting.address = door.url("meeting", meeting.slug)
        meeting.forms = forms_for(meeting, refused)
        meeting.is_open = is_open(meeting)
        meeting.is_ahead = not meeting.has_begun and not meeting.is_cancelled
        meeting.may_propose = meeting.is_ahead and any(one.may_propose for one in meeting.places)
        meeting.may_note = any(one.answers_for_itself for one in meeting.places)
        for place in meeting.places:
            place.lapsed_words = lapsed_words(place)


def lapsed_words(place):
    """Say for which day the person had answered, or was to stand in."""
    if place.lapsed:
        return lapsed.to_giver(place.lapsed)
    return lapsed.to_deputy(place.was_to_stand_in) if place.was_to_stand_in else ""


def asked_once(places):
    """Leave out further seats, or the guest a member is too: one answer holds for all."""
    answering = [one for one in places if one.answers_for_itself]
    comes_anyway = any(one.role == Role.STAND_IN for one in places)
    further = answering if comes_anyway else answering[1:]
    return [one for one in places if one not in further]


def own_words(meeting):
    return next((one.words for one in meeting.places if one.words), None)


def is_open(meeting):
    """Tell whether answers count: people were told, and it is still ahead."""
    is_ahead = meeting.state != Meeting.State.HELD and not meeting.has_begun
    return meeting.is_announced and is_ahead and not meeting.is_cancelled


def papers_of(door, meetings):
    found = Document.objects.visible_to(door.reader).filter(meeting__in=meetings).with_newest()
    papers = {}
    for one in marked(found):
        one.address = door.file_url(one)
        papers.setdefault(one.meeting_id, []).append(one)
    return papers


def forms_for(meeting, refused=None):
    """Return the session's forms; the one that was sent and refused comes back as it was."""
    words, ids = own_words(meeting), f"{meeting.slug}-%s"
    forms = {
        "deputy": DeputyForm(auto_id=ids),
        "reason": ReasonForm(auto_id=ids, initial={"reason": words and words.reason}),
        "note": NoteForm(auto_id=ids, initial={"note": words and words.note}),
    }
    if refused and refused.slug == meeting.slug:
        forms[refused.name] = refused.form
    return forms


@read_only
@with_person
def document_file(request, door, document_token, name):
    """The newest version of a document, with the same check as its session."""
    document = document_at(document_token, door.reader)
    if name != document.file_name:
        return redirect(door.file_url(document))
    return download(DocumentVersion.objects.get(pk=document.newest_id))
