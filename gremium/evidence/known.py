"""What the evidence is made of, each asked for once, however many sessions there are."""

from collections import Counter, defaultdict

from django.db.models import Count, Q
from django.utils import timezone

from accounts.visibility import Visibility
from advice.models import Advice
from meetings.models import AgendaItem, Meeting, Minutes, Participation, Resolution, Task
from news.models import Article
from partners.models import Seat


class Known:
    """Sessions, attendance, items, resolutions, tasks, advice and news of a period."""

    def __init__(self, period):
        self.period, self.boards = period, period.boards
        days = (period.since, period.until)
        self.meetings = list(held(period.boards, days))
        self.seats = list(Seat.objects.filter(board__in=self.boards))
        self.attendance = attendance_of(self.meetings)
        self.items = list(items_of(self.meetings))
        self.resolutions = list(resolutions_of(period.boards, days))
        self.tasks = tasks_of(self.meetings)
        self.advice = advice_of(period.boards, days)
        self.articles = list(articles_of(period.boards, days))

    def seats_on(self, meeting) -> int:
        """Return how many seats the board had on the day of the session."""
        day, board = meeting.held_on, meeting.board_id
        return sum(
            one.board_id == board
            and one.starts_on <= day
            and (one.ends_on is None or one.ends_on >= day)
            for one in self.seats
        )

    def may_name(self, *levels) -> bool:
        return all(one in self.period.levels for one in levels)


# --- What is asked for ----------------------------------------------------------


def held(boards, days):
    found = Meeting.objects.filter(
        board__in=boards, held_on__range=days, state=Meeting.State.HELD, is_cancelled=False
    )
    guests = Count("guests", Q(guests__is_present=True))
    return (
        found.select_related("board", "venue", "minutes")
        .annotate(guests_here=guests)
        .order_by("held_on", "board__position", "number")
    )


def attendance_of(meetings) -> dict:
    """Return how often a kind of organisation was how there, by session."""
    rows = Participation.objects.filter(meeting__in=meetings).exclude(attendance="")
    found = defaultdict(Counter)
    for meeting, kind, how in rows.values_list("meeting", "seat__organisation__kind", "attendance"):
        found[meeting][kind, how] += 1
    return found


def items_of(meetings):
    found = AgendaItem.objects.filter(meeting__in=meetings).select_related("record")
    return found.order_by("meeting__held_on", "meeting__board__position", "meeting", "position")


def resolutions_of(boards, days):
    """Return what is numbered and out: minutes released, or a circular one closed."""
    out = Q(kind=Resolution.Kind.CIRCULAR) | Q(meeting__minutes__state__in=Minutes.RELEASED)
    found = Resolution.objects.decided().registered().filter(out, decided_on__range=days)
    return (
        found.filter(board__in=boards)
        .select_related("board", "meeting", "agenda_item")
        .order_by("decided_on", "board__position", "number")
    )


def tasks_of(meetings) -> dict:
    rows = Task.objects.filter(meeting__in=meetings).values_list("meeting", "state")
    found = defaultdict(Counter)
    for meeting, state in rows:
        found[meeting][state] += 1
    return found


def advice_of(boards, days) -> Counter:
    of_held = Q(meeting=None) | Q(meeting__state=Meeting.State.HELD)
    rows = Advice.objects.filter(of_held, board__in=boards, given_on__range=days)
    return Counter(rows.order_by().values_list("kind", "state"))


def articles_of(boards, days):
    """Return public news of the period: of the boards' sessions, or of none."""
    found = Article.objects.filter(
        Q(meeting=None) | Q(meeting__board__in=boards),
        published_from__lte=timezone.now(),
        visibility=Visibility.PUBLIC,
        published_from__date__range=days,
    )
    return found.select_related("meeting__board").order_by("published_from", "pk")
