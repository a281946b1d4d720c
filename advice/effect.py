"""What became of the released advice, in numbers."""

from dataclasses import dataclass

from django.db.models import (
    Avg,
    Count,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Q,
    Subquery,
    Value,
)

from advice.models import Advice

State = Advice.State
# From what is done to what is not, as the bar shows it.
ORDER = (
    State.IMPLEMENTED,
    State.ACCEPTED,
    State.UNDER_REVIEW,
    State.OPEN,
    State.DECLINED,
)


@dataclass(frozen=True)
class Share:
    """How many are in one state; `start` and `width` in per cent of the bar."""

    state: str
    label: str
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class Numbers:
    """All released ones, those that a filter keeps, and how they stand."""

    total: int
    kept: int
    answered: int
    days: int | None
    shares: list[Share]


def numbers(advice, kept: Q) -> Numbers:
    """
    Count `advice` by state, and how many `kept` keeps, in one query.

    `days` is the mean time from giving to answering, None while nothing is
    answered.
    """
    waited = ExpressionWrapper(F("answered_on") - F("given_on"), output_field=DurationField())
    found = advice.order_by().aggregate(
        total=Count("pk"),
        kept=Count("pk", filter=kept),
        answered=Count("pk", filter=Q(answered_on__isnull=False)),
        waited=Avg(waited),
        **{state.value: Count("pk", filter=Q(state=state)) for state in ORDER},
    )
    return Numbers(
        total=found["total"],
        kept=found["kept"],
        answered=found["answered"],
        days=None if found["waited"] is None else round(found["waited"].total_seconds() / 86_400),
        shares=shares(found),
    )


def counts_of_all() -> dict:
    """Return annotations for any row: how much advice is released, and how much taken up."""
    found = Advice.objects.released().order_by().annotate(one=Value(1)).values("one")
    taken_up = Count("pk", filter=Q(state__in=(State.ACCEPTED, State.IMPLEMENTED)))
    return {
        "advice_count": Subquery(found.annotate(n=Count("pk")).values("n")),
        "taken_up_count": Subquery(found.annotate(n=taken_up).values("n")),
        "advice_has_examples": Exists(Advice.objects.released().filter(is_example=True)),
    }


def shares(counts: dict) -> list[Share]:
    total, start, found = counts["total"], 0.0, []
    for state in ORDER:
        count = counts[state.value]
        width = round(100 * count / total, 2) if total else 0
        found.append(Share(state.value, str(state.label), count, round(start, 2), width))
        start += width
    return found
