"""Minutes: what each state has behind it, and their frozen versions."""

from collections import defaultdict

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gremium.integrity.rule import Rule, keys, with_gaps
from meetings.models import AgendaItem, Meeting, Minutes, MinutesVersion, Objection

State, Occasion = Minutes.State, MinutesVersion.Occasion
OUT = Minutes.objects.filter(state__in=Minutes.RELEASED)
APPROVED = Minutes.objects.filter(state=State.APPROVED)


def version(**values):
    return Exists(MinutesVersion.objects.filter(minutes=OuterRef("pk"), **values))


def unfrozen():
    """Find minutes whose state stands on no version of its own, or the other way round."""
    drafts = Minutes.objects.exclude(state__in=Minutes.RELEASED)
    unapproved = Minutes.objects.exclude(state=State.APPROVED)
    yield from keys(OUT.filter(~version(number=1, occasion=Occasion.RELEASE)))
    yield from keys(drafts.filter(version()))
    yield from keys(APPROVED.filter(~version(occasion=Occasion.APPROVAL)))
    yield from keys(unapproved.filter(version(occasion__in=["approval", "correction"])))


def numbered():
    return keys(with_gaps(Minutes.objects.all(), "versions__number"))


def out_of_order():
    """Find versions that say to come before what they build on."""
    later = MinutesVersion.objects.filter(
        minutes=OuterRef("minutes"), number__gt=OuterRef("number")
    )
    misplaced = Q(occasion="release", number__gt=1) | Q(occasion="correction", number__lte=2)
    yield from keys(MinutesVersion.objects.filter(misplaced))
    approvals = MinutesVersion.objects.filter(occasion="approval")
    yield from keys(approvals.filter(Exists(later.exclude(occasion="correction"))))


def of_other_items():
    """Find versions that speak of items their session does not have: nobody knows their level."""
    known = defaultdict(set)
    for meeting, item in AgendaItem.objects.order_by().values_list("meeting", "pk"):
        known[meeting].add(item)
    rows = MinutesVersion.objects.order_by().values_list("pk", "minutes__meeting", "content")
    for pk, meeting, content in rows.iterator():
        if not {one["id"] for one in content["items"]} <= known[meeting]:
            yield f"{MinutesVersion._meta.label_lower}:{pk}"


def of_no_session():
    yield from keys(OUT.exclude(meeting__state=Meeting.State.HELD))


def approved_early():
    """Find minutes approved before they were out, or in no later session."""
    same_day = Q(approved_in__held_on=F("meeting__held_on"))
    too_early = Q(approved_in__held_on__lt=F("meeting__held_on")) | (
        same_day & Q(approved_in__number__lte=F("meeting__number"))
    )
    yield from keys(Minutes.objects.filter(too_early))
    yield from keys(Minutes.objects.filter(approved_at__lt=F("released_at")))
    unapproved = Minutes.objects.exclude(state=State.APPROVED)
    yield from keys(unapproved.filter(Q(approved_in__isnull=False) | Q(approved_at__isnull=False)))


def without_period():
    yield from keys(OUT.filter(objections_until=None))
    yield from keys(OUT.filter(objections_until__lt=F("released_at__date")))


def objected():
    """Find objections nobody could have raised, and those an approval passed over."""
    minutes = Q(minutes__state__in=[State.DRAFT, State.IN_REVIEW])
    passed_over = Q(minutes__state=State.APPROVED, outcome=Objection.Outcome.OPEN)
    return keys(Objection.objects.filter(minutes | passed_over))


def approved_over_objection():
    """Find minutes approved by silence that were objected to or changed since the release."""
    spoken = Q(objections__isnull=False) | Q(versions__occasion=Occasion.AMENDMENT)
    return keys(APPROVED.filter(spoken, approved_in=None).distinct())


RULES = (
    Rule("version", _("Zu jedem Stand eines Protokolls gehört seine Fassung."), unfrozen),
    Rule("versions", _("Die Fassungen eines Protokolls sind ohne Lücke gezählt."), numbered),
    Rule(
        "order",
        _("Freigabe, Änderung, Genehmigung und Berichtigung folgen aufeinander."),
        out_of_order,
    ),
    Rule(
        "items_of_version",
        _("Eine Fassung des Protokolls spricht nur von den TOP ihrer Sitzung."),
        of_other_items,
    ),
    Rule(
        "session", _("Freigegeben wird das Protokoll einer durchgeführten Sitzung."), of_no_session
    ),
    Rule("approval", _("Genehmigt wird in einer späteren Sitzung."), approved_early),
    Rule("period", _("Mit der Freigabe beginnt die Frist für Einwendungen."), without_period),
    Rule("objection", _("Vor der Genehmigung ist jede Einwendung beantwortet."), objected),
    Rule(
        "silence",
        _("Stillschweigend genehmigt ist nur, was ohne Einwand blieb, wie es war."),
        approved_over_objection,
    ),
)
