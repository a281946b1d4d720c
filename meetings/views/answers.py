"""Answering: acts by POST from the pages of a person, by link or signed in."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.policy import post_only
from meetings import answers, deputies
from meetings.door import takes_part_still
from meetings.forms.answers import DeputyForm, NoteForm, ReasonForm
from meetings.models import Response
from meetings.places import announced_to
from meetings.views.link import session_of, show_home, show_meeting
from meetings.views.person import with_person
from partners.models import Person
from partners.reader import ask_anew


@dataclass(frozen=True)
class Refused:
    """A form that comes back with its errors, at its session."""

    slug: str
    name: str
    form: forms.Form

    def __post_init__(self):
        """Lead to the first field that is wrong; the page is long on a phone."""
        first = next(iter(self.form.errors))
        self.form.fields[first].widget.attrs["autofocus"] = True


def shown_again(request, door, meeting, refused=None):
    """Show the page the act came from, with what was refused; nothing is stored for it."""
    if request.POST.get("back") == "meeting" or not door.is_link:
        return show_meeting(request, door, meeting, refused, status=409)
    return show_home(request, door, refused, status=409)


def act(request, door, slug, run):
    """Run an act on a session, then lead back; what it refuses is said on the page."""
    meeting = session_of(door, slug)
    try:
        run(meeting)
        # Who steps back may have no place here any more.
        ask_anew(door.reader)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return shown_again(request, door, meeting)
    door.note_use()
    if door.is_link and not takes_part_still(door.reader):
        return render(request, "meetings/member/goodbye.html", {"door": door})
    if not announced_to(door.reader).filter(pk=meeting.pk).exists():
        messages.success(request, _("Sie vertreten in dieser Sitzung niemanden mehr."))
        return redirect(door.url("home"))
    if request.POST.get("back") == "meeting":
        return redirect(f"{door.url('meeting', slug)}#antwort")
    return redirect(f"{door.url('home')}#{slug}")


@post_only
@with_person
def answer(request, door, slug):
    """Ich komme, or not."""
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def run(meeting):
        response = request.POST.get("response")
        if response == Response.ACCEPTED:
            answers.accept(meeting, door.person)
        elif response == Response.DECLINED:
            answers.decline(meeting, door.person, reason)
        else:
            raise ValidationError(_("Bitte wählen Sie eine Antwort."))

    return act(request, door, slug, run)


@post_only
@with_person
def delegate(request, door, slug):
    """The permanent deputy comes."""
    key = request.POST.get("deputy", "")[:18]
    # Nobody is refused as somebody else is: whether a person exists is not told.
    found = Person.objects.filter(pk=int(key) if key.isdecimal() else 0).first()
    deputy = found or Person(pk=0)
    return act(request, door, slug, lambda one: answers.delegate(one, door.person, deputy))


@post_only
@with_person
def name_deputy(request, door, slug):
    """Somebody else comes, named by name and address."""
    form = DeputyForm(request.POST, auto_id=f"{slug}-%s")
    if not form.is_valid():
        return shown_again(request, door, session_of(door, slug), Refused(slug, "deputy", form))
    data = form.cleaned_data
    return act(
        request,
        door,
        slug,
        lambda one: answers.name_deputy(
            one, door.person, data["deputy_name"], data["deputy_email"]
        ),
    )


@post_only
@with_person
def step_in(request, door, slug):
    return act(request, door, slug, lambda one: deputies.step_in(one, door.person))


@post_only
@with_person
def step_back(request, door, slug):
    return act(request, door, slug, lambda one: deputies.step_back(one, door.person))


@post_only
@with_person
def leave_note(request, door, slug):
    form = NoteForm(request.POST, auto_id=f"{slug}-%s")
    if not form.is_valid():
        return shown_again(request, door, session_of(door, slug), Refused(slug, "note", form))
    note = form.cleaned_data["note"]
    return act(request, door, slug, lambda one: answers.leave_note(one, door.person, note))
