"""What speaks against publishing: read off the page that visitors would get."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.visibility import Visibility
from advice.models import Advice
from gremium.gate import files, words
from meetings.models import AgendaItem, Document, Meeting
from partners.models import Person

# Before a family name they mean a person.
FORMS = ("herr", "herrn", "frau", "dr.", "prof.")
# Shorter titles are words that any text may hold.
SHORTEST = 8


@dataclass(frozen=True)
class Findings:
    """What forbids it, and what somebody has to say yes to."""

    obstacles: list[str]
    warnings: list[str]


def findings(obj, response, refused) -> Findings:
    """Look at `obj` and the page with it, None where no page would be; `refused` says why."""
    if response is None or response.status_code != 200:
        return Findings(refused or [_("So sähe es niemand: Die Seite dazu gibt es nicht.")], [])
    reading = words.read(response.content.decode())
    warnings = [
        *names_without_consent(reading.text),
        *titles_of_hidden_items(obj, reading.text),
        *silent_pictures(reading),
        *giver_of(obj, reading.text),
        *[one for document in documents_of(obj) for one in files.hints(document)],
    ]
    return Findings(refused, warnings)


def names_without_consent(text) -> list[str]:
    people = Person.objects.with_consent().filter(may_show_name=False)
    known = {one for one in people.values_list("given_name", "family_name") if all(one)}
    text = text.casefold()
    named = sorted(" ".join(one) for one in known if is_named(*one, text))
    return [_("Nennt %s, ohne dass eine Einwilligung vorliegt.") % one for one in named]


def is_named(given, family, text) -> bool:
    """Tell whether the person stands in `text`: „Kim Muster“, „Muster, Kim“, „Frau Dr. Muster“."""
    given, family = given.casefold(), family.casefold()
    if f"{given} {family}" in text or f"{family}, {given}" in text:
        return True
    return any(f"{form} {family}" in text for form in FORMS)


def titles_of_hidden_items(obj, text) -> list[str]:
    meeting = meeting_of(obj)
    if meeting is None:
        return []
    hidden = AgendaItem.objects.filter(meeting=meeting).exclude(visibility=Visibility.PUBLIC)
    if isinstance(obj, AgendaItem):
        hidden = hidden.exclude(pk=obj.pk)
    titles = [one.title for one in hidden if len(one.title) >= SHORTEST]
    return [
        _("Nennt die Überschrift eines nichtöffentlichen TOP: „%s“.") % one
        for one in titles
        if one in text
    ]


def meeting_of(obj):
    if isinstance(obj, Meeting):
        return obj
    return getattr(obj, "meeting", None) or getattr(getattr(obj, "round", None), "meeting", None)


def silent_pictures(reading) -> list[str]:
    count = reading.silent_pictures
    text = ngettext("%d Bild hat keine Beschreibung.", "%d Bilder haben keine Beschreibung.", count)
    return [text % count] if count else []


def giver_of(obj, text) -> list[str]:
    """Return a warning where the words themselves tell who gave the advice."""
    if not isinstance(obj, Advice) or obj.names_giver or obj.organisation is None:
        return []
    names = (obj.organisation.name, obj.organisation.short_name)
    if not any(one in text for one in names):
        return []
    return [_("Nennt die gebende Organisation (%s) im Text.") % obj.organisation.short_name]


def documents_of(obj):
    """Return the papers that visitors would get with `obj`."""
    if isinstance(obj, Document):
        return [obj]
    if isinstance(obj, Meeting):
        return Document.objects.filter(meeting=obj, visibility=Visibility.PUBLIC)
    if isinstance(obj, AgendaItem):
        return Document.objects.filter(agenda_item=obj, visibility=Visibility.PUBLIC)
    return []
