"""The acts on minutes: looked at on a page of their own before they happen."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.minutes import acts, checklist, mails
from meetings.minutes.content import public_part
from meetings.minutes.decided import decision_on
from meetings.minutes.today import as_of_today, levels_of
from meetings.minutes.versions import is_changed, last_version
from meetings.models import Meeting, Minutes
from meetings.planning import rules_for
from meetings.procedure import objections_deadline

State = Minutes.State
RIGHTS = {
    "review": "meetings.change_minutes",
    "release": "meetings.release_minutes",
    "approve": "meetings.approve_minutes",
    "publish": "meetings.publish_minutes",
    "withdraw": "meetings.publish_minutes",
}
# Nobody is told, and the way back is short.
DIRECT = {"review": acts.hand_to_chair, "withdraw": acts.withdraw}
LABELS = {
    "review": gettext_lazy("In Abstimmung geben"),
    "release": gettext_lazy("Freigabe prüfen"),
    "approve": gettext_lazy("Genehmigung vermerken"),
    "publish": gettext_lazy("Veröffentlichung prüfen"),
    "withdraw": gettext_lazy("Veröffentlichung zurücknehmen"),
}
DONE = {
    "review": gettext_lazy("In Abstimmung mit der Sitzungsleitung. Versandt wurde nichts."),
    "withdraw": gettext_lazy("Das Protokoll ist nicht mehr öffentlich."),
    "approve": gettext_lazy("Das Protokoll ist genehmigt."),
    "publish": gettext_lazy("Der öffentliche Teil des Protokolls ist veröffentlicht."),
}


@dataclass(frozen=True)
class Step:
    """A button on the minutes' page; the first one is what comes next."""

    act: str
    is_primary: bool

    @property
    def label(self):
        return LABELS[self.act]


def steps_for(minutes, user, *, is_changed=False) -> list[Step]:
    """Return what the user may do next; nothing comes first while changes are not out yet."""
    found = [one for one in possible(minutes) if user.has_perm(RIGHTS[one])]
    return [Step(one, one != "withdraw" and not is_changed) for one in found]


def possible(minutes):
    if minutes.published_at:
        return ["withdraw"]
    order = {
        State.DRAFT: ["review"],
        State.IN_REVIEW: ["release"],
        State.RELEASED: ["approve"],
        State.APPROVED: ["publish"],
    }
    return order[minutes.state]


class ApprovalForm(forms.Form):
    """In which session the board approved."""

    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Genehmigt in"), queryset=Meeting.objects.none(), empty_label=None
    )

    def __init__(self, minutes, data=None, decision=None):
        super().__init__(data)
        later = Meeting.objects.later_than(minutes.meeting).filter(state=Meeting.State.HELD)
        self.fields["meeting"].queryset = later.order_by("held_on", "number")
        self.fields["meeting"].initial = decision and decision.item.meeting_id


class Deciding:
    """The pages on which an act is looked at and done."""

    def do(self, request, minutes, act, *args):
        """Do it; say in a message that it is done, or why not."""
        run = DIRECT.get(act) or getattr(acts, act)
        if not request.user.has_perm(RIGHTS[act]):
            messages.error(request, _("Dazu fehlt Ihnen das Recht."))
            return
        try:
            done = run(minutes, *args, request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, released(done) if act == "release" else DONE[act])

    def decide(self, request, pk, act, form=None, **context):
        """Show what would happen; on POST do it and go back to the minutes."""
        minutes = self.minutes_for(request, pk, RIGHTS[act])
        if request.method == "POST" and (form is None or form.is_valid()):
            args = [form.cleaned_data["meeting"]] if form else []
            self.do(request, minutes, act, *args)
            return redirect("admin:meetings_minutes_change", minutes.pk)
        context |= {"act": act, "form": form, "here": LABELS[act]}
        return self.page(request, minutes, "act.html", **context)

    def release_view(self, request, pk):
        minutes = self.minutes_for(request, pk, RIGHTS["release"])
        readers = mails.readers_of(minutes.meeting)
        rules = rules_for(minutes.meeting)
        count = sum(bool(one.email) for one in readers)
        label = ngettext(
            "Jetzt freigeben und %d Person schreiben",
            "Jetzt freigeben und %d Personen schreiben",
            count,
        )
        return self.decide(
            request,
            pk,
            "release",
            missing=[one for one in checklist.points(minutes, by=request.user) if one.is_blocking],
            without_address=[one for one in readers if not one.email],
            deadline=objections_deadline(timezone.localdate(), rules),
            is_tacit=rules.approves_tacitly,
            label=label % count,
        )

    def approve_view(self, request, pk):
        minutes = self.minutes_for(request, pk, RIGHTS["approve"])
        decision, last = decision_on(minutes), last_version(minutes)
        data = request.POST if request.method == "POST" else None
        form = ApprovalForm(minutes, data, decision)
        context = {
            "label": _("Als genehmigt vermerken"),
            "open_objections": minutes.objections.filter(outcome="open").count(),
            "has_session": form.fields["meeting"].queryset.exists(),
            "is_changed": bool(last) and is_changed(minutes, last),
            "decision": decision,
        }
        return self.decide(request, pk, "approve", form=form, **context)

    def publish_view(self, request, pk):
        minutes = self.minutes_for(request, pk, RIGHTS["publish"])
        last = last_version(minutes)
        levels = levels_of(minutes.meeting)
        content = public_part(as_of_today(last.content, levels)) if last else None
        label = _("Jetzt veröffentlichen")
        return self.decide(request, pk, "publish", content=content, label=label)


def released(version):
    count = len([one for one in mails.readers_of(version.minutes.meeting) if one.email])
    text = ngettext(
        "Freigegeben. %d Person bekommt eine Mail.",
        "Freigegeben. %d Personen bekommen eine Mail.",
        count,
    )
    return text % count
