"""
A circular resolution behind both doors: read, answered, confirmed by a mailed code.

What was answered waits in the browser's session until the code comes back.
Opening a page changes nothing; mail scanners open every link.
"""

import time

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import codes, throttle
from accounts.policy import post_only, read_only
from meetings.entitlement import Act, may
from meetings.forms.resolutions import BallotForm, VoteCodeForm
from meetings.minutes.items import votes_of
from meetings.models import Resolution
from meetings.resolutions import ballots, voters
from meetings.resolutions.mails import procedure_words
from meetings.views.documents import download
from meetings.views.person import with_person

WAITING = "circular_vote"


def circulars(door):
    """Return the circular resolutions the reader may know of."""
    found = Resolution.objects.visible_to(door.reader).filter(kind=Resolution.Kind.CIRCULAR)
    return found.exclude(state=Resolution.State.DRAFT).select_related("board")


def running_for(door, mandates):
    """Return those that run, and whether a vote is missing for one of the person's seats."""
    found = circulars(door).filter(state=Resolution.State.OPEN).order_by("closes_at", "pk")
    rows = list(found.prefetch_related("votes"))
    for one in rows:
        held = [mandate.seat for mandate in mandates]
        mine = [seat for seat in held if may(seat, Act.VOTE, one)]
        voted = {vote.seat_id for vote in one.votes.all()}
        one.address = door.url("circular", one.pk)
        has_own = any(vote.person_id == door.person.pk for vote in one.votes.all())
        one.may_vote = bool(mine)
        one.has_voted = has_own or {seat.pk for seat in mine} <= voted
    return rows


@read_only
@with_person
def circular(request, door, pk):
    """Wording, reason and papers; while it runs the questions, afterwards the result."""
    return show(request, door, get_object_or_404(circulars(door), pk=pk))


def show(request, door, one, refused=None, code_form=None, status=200):
    places = filled(one, door.person, refused) if one.is_running else []
    papers = list(one.papers.all())
    for paper in papers:
        paper.address = door.url("circular-paper", one.pk, paper.pk, paper.file_name)
    waiting = waiting_answers(request, one, door.person)
    context = {
        "door": door,
        "place": "resolutions",
        "resolution": one,
        "papers": papers,
        "places": places,
        "why_not": "" if places or not one.is_running else voters.why_not(one, door.person),
        "waiting": waiting and in_words(waiting, places),
        "code_form": code_form or VoteCodeForm(),
        "votes_shown": votes_of(one),
        "address": door.url("resolution", one.slug) if one.number else "",
    }
    return render(request, "meetings/my/circular.html", context, status=status)


def filled(one, person, refused=None):
    """Return the person's places, each with the vote that stands and the form to change it."""
    cast = list(one.votes.select_related("person", "seat__organisation"))
    votes = {vote.seat_id: vote for vote in cast}
    own = {vote.seat for vote in cast if vote.person_id == person.pk}
    found = []
    for place in voters.places_of(one, person):
        vote = votes.get(place.seat.pk)
        is_locked = bool(vote) and vote.by == "member" and not place.is_member
        form = refused if refused and refused.seat == place.seat.pk else form_for(place, vote)
        words = vote and procedure_words(vote.procedure)
        found.append(
            {
                "place": place,
                "vote": vote,
                "procedure": words,
                "form": form,
                "is_locked": is_locked,
                # Each person has one vote; see ballots.refuse_second.
                "spent_for": next(iter(own - {place.seat}), None),
            }
        )
    return found


def form_for(place, vote=None, data=None):
    initial = {"procedure": vote.procedure, "vote": vote.vote} if vote else None
    form = BallotForm(data, initial=initial, auto_id=f"sitz-{place.seat.pk}-%s")
    form.seat = place.seat.pk
    return form


# --- What waits for its code ----------------------------------------------------


def waiting_answers(request, one, person):
    """Return what was answered here ten minutes ago at most, for this person; or None."""
    # Nothing is read for a browser that has no session.
    known = request.session.get(WAITING) if request.session.session_key else None
    if not known or (known["resolution"], known["person"]) != (one.pk, person.pk):
        return None
    return known if known["until"] > time.time() else None


def in_words(waiting, places):
    place = next((one for one in places if one["place"].seat.pk == waiting["seat"]), None)
    vote = dict(BallotForm.base_fields["vote"].choices).get(waiting["vote"])
    return place and {
        "organisation": place["place"].seat.organisation,
        "procedure": procedure_words(waiting["procedure"]),
        "vote": vote,
        "has_several": len(places) > 1,
    }


@post_only
@with_person
def ask_code(request, door, pk):
    """Keep the answers for ten minutes, and mail the code that confirms them."""
    one = get_object_or_404(circulars(door), pk=pk)
    place = place_asked(request, one, door.person)
    if place is None:
        return refuse(request, door, one, voters.why_not(one, door.person))
    form = form_for(place, data=request.POST)
    if not form.is_valid():
        return show(request, door, one, refused=form, status=422)
    answers = ballots.Answers(place.seat.pk, **form.cleaned_data)
    if seconds := throttle.seconds_to_wait(request, account_of(door)):
        return throttle.refuse(request, seconds)
    try:
        nonce = ballots.ask_for_code(one, door.person, answers)
    except ValidationError as error:
        return refuse(request, door, one, " ".join(error.messages))
    request.session[WAITING] = {
        **answers.as_dict(),
        "resolution": one.pk,
        "person": door.person.pk,
        "nonce": nonce,
        "until": time.time() + codes.LIFETIME.total_seconds(),
    }
    door.note_use()
    return redirect(door.url("circular", one.pk) + "#code")


def place_asked(request, one, person):
    """Return the person's place that the form names, or None."""
    wanted, places = request.POST.get("seat", ""), voters.places_of(one, person)
    return next((place for place in places if str(place.seat.pk) == wanted), None)


def account_of(door):
    return f"circular:{door.person.pk}"


def refuse(request, door, one, text):
    messages.error(request, text)
    return show(request, door, one, status=409)


@post_only
@with_person
def vote(request, door, pk):
    """Cast what waits, if the code is right."""
    one = get_object_or_404(circulars(door), pk=pk)
    known = waiting_answers(request, one, door.person)
    if known is None:
        text = _("Der Code ist abgelaufen. Bitte fordern Sie einen neuen an.")
        return refuse(request, door, one, text)
    form = VoteCodeForm(request.POST)
    if form.is_valid():
        if seconds := throttle.seconds_to_wait(request, account_of(door)):
            return throttle.refuse(request, seconds)
        if codes.redeem(known["nonce"], form.cleaned_data["code"]):
            return cast(request, door, one, known)
        form.add_error("code", _("Dieser Code stimmt nicht oder gilt nicht mehr."))
    return show(request, door, one, code_form=form, status=422)


def cast(request, door, one, known):
    del request.session[WAITING]
    answers = ballots.Answers(known["seat"], known["procedure"], known["vote"])
    try:
        ballots.cast(one, door.person, answers)
    except ValidationError as error:
        return refuse(request, door, one, " ".join(error.messages))
    throttle.forgive(request, account_of(door))
    door.note_use()
    text = _("Ihre Stimme ist eingegangen. Eine Bestätigung ist zu Ihnen unterwegs.")
    messages.success(request, text)
    return redirect(door.url("circular", one.pk))


@read_only
@with_person
def paper(request, door, pk, paper, name):
    """A paper, with the same check as its resolution."""
    one = get_object_or_404(circulars(door), pk=pk)
    found = get_object_or_404(one.papers, pk=paper)
    if name != found.file_name:
        raise Http404
    return download(found)
