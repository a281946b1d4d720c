"""The office ends a seat: its mandates end in the same step, and it hears what hangs on it."""

from django.contrib import messages
from django.utils.translation import gettext as _

from partners import ending
from partners.models import Seat


class EndsMandates:
    """Forms on which a seat may get its last day."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for seat in saved_seats(form, formsets):
            if ended := ending.end_mandates(seat, request.user):
                messages.info(request, told(request.user, seat, ended))


def saved_seats(form, formsets):
    if isinstance(form.instance, Seat):
        return [form.instance]
    of_seats = [one for one in formsets if one.model is Seat]
    changed = [seat for one in of_seats for seat, _names in one.changed_objects]
    return [*changed, *(seat for one in of_seats for seat in one.new_objects)]


def told(user, seat, ended) -> str:
    """Mit dem Sitz enden am 30.11.2026 die Mandate von A und B."""
    text = _("Mit dem Sitz %(seat)s enden am %(day)s: %(what)s.") % {
        "seat": seat.organisation.short_name,
        "day": f"{seat.ends_on:%d.%m.%Y}",
        "what": mandates_in_words(user, ended),
    }
    return " ".join([text, *left_in_words(user, seat)])


def what_ends(user, seat) -> str:
    """Say on the form of a seat what its end would take with it, as far as the user may see it."""
    mandates = list(ending.running_mandates(seat))
    parts = [_("Letzter Tag.")]
    if mandates:
        parts.append(_("Mit dem Sitz enden: %s.") % mandates_in_words(user, mandates))
    parts += left_in_words(user, seat)
    return " ".join(parts) if len(parts) > 1 else ""


def mandates_in_words(user, mandates) -> str:
    if not user.has_perms(["partners.view_mandate", "partners.view_person"]):
        return _("%d Mandate") % len(mandates)
    names = [f"{one.person.full_name} ({one.get_role_display()})" for one in mandates]
    return ", ".join(names)


def left_in_words(user, seat) -> list[str]:
    """Return a sentence for each kind of thing that goes on without the seat."""
    kinds = (
        ("meetings.view_task", ending.open_tasks, _("Offen bleiben die Aufgaben: %s.")),
        (
            "meetings.view_resolution",
            ending.running_circulars,
            _("Es läuft der Umlauf: %s; der Sitz zählt dort weiter."),
        ),
        ("meetings.view_meeting", ending.invited_to, _("Eingeladen ist zu: %s.")),
    )
    found = [(words, list(rows(seat))) for right, rows, words in kinds if user.has_perm(right)]
    return [words % ", ".join(map(named, rows)) for words, rows in found if rows]


def named(row) -> str:
    """Return title and day of a session, the title of anything else."""
    title = f"„{row.title}“"
    return str(row) if hasattr(row, "held_on") else title
