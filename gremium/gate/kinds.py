"""The kinds of things that can go before the public, and how each does."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.visibility import Visibility
from advice.models import Advice
from meetings.minutes import acts as minutes
from meetings.models import AgendaItem, Document, Meeting, Minutes
from news.models import Article
from partners.models import Board
from projects.models import ProgressReport

PUBLIC = Visibility.PUBLIC


@dataclass(frozen=True)
class Kind:
    """
    How one kind is published.

    `show` and `hide` raise ValidationError where they are refused; `page` is
    the address where a visitor finds it; `board` the path to its board.
    """

    name: str
    model: type
    right: str
    board: str
    page: Callable
    is_public: Callable
    show: Callable
    hide: Callable

    def rows(self, user):
        """Return those the user works on."""
        if not self.board:
            return self.model.objects.all()
        boards = Board.objects.maintained_by(user)
        return self.model.objects.filter(**{f"{self.board}__in": boards.values("pk")})


# --- By level -------------------------------------------------------------------


def is_at_public(obj) -> bool:
    return obj.visibility == PUBLIC


def show_by_level(obj, user):
    put(obj, PUBLIC, user)


def hide_by_level(obj, user):
    put(obj, Visibility.MEMBERS, user)


def put(obj, level, user):
    obj.visibility = level
    obj._history_user = user
    obj.save()


def session_of(obj):
    return obj if isinstance(obj, Meeting) else obj.meeting


def show_in_session(obj, user):
    """Publish what stands on a session's page, if that page is public."""
    meeting = session_of(obj)
    if meeting.board.visibility != PUBLIC:
        raise ValidationError(_("Das Gremium ist nicht öffentlich."))
    if obj is not meeting and meeting.visibility != PUBLIC:
        raise ValidationError(_("Die Sitzung ist nicht öffentlich. Veröffentlichen Sie erst sie."))
    item = getattr(obj, "agenda_item", None)
    if item and item.visibility != PUBLIC:
        raise ValidationError(_("Der TOP ist nichtöffentlich. Veröffentlichen Sie erst ihn."))
    show_by_level(obj, user)


def show_advice(advice, user):
    if advice.board.visibility != PUBLIC:
        raise ValidationError(_("Das Gremium ist nicht öffentlich."))
    if not advice.public_text.strip():
        raise ValidationError(_("Bitte schreiben Sie zuerst, wie die Anregung öffentlich steht."))
    show_by_level(advice, user)


def show_report(report, user):
    if not report.submitted_at:
        raise ValidationError(_("Dieser Bericht ist noch nicht abgegeben."))
    if report.project.board.visibility != PUBLIC:
        raise ValidationError(_("Das Gremium ist nicht öffentlich."))
    if report.project.visibility != PUBLIC:
        raise ValidationError(_("Das Projekt ist nicht öffentlich."))
    show_by_level(report, user)


# --- News -----------------------------------------------------------------------


def is_out(article) -> bool:
    is_due = article.published_from and article.published_from <= timezone.now()
    return bool(is_due) and article.visibility == PUBLIC


def show_article(article, user):
    if article.published_from is None or article.published_from > timezone.now():
        article.published_from = timezone.now()
    show_by_level(article, user)


def hide_article(article, user):
    """Make it a draft again, as it was before."""
    article.published_from = None
    article._history_user = user
    article.save()


def by_level(name, model, right, board, page, show=show_by_level) -> Kind:
    return Kind(name, model, right, board, page, is_at_public, show, hide_by_level)


def address(obj):
    return obj.get_absolute_url()


def of_session(document):
    return document.meeting.get_absolute_url()


def of_minutes(minutes_):
    return f"{minutes_.meeting.get_absolute_url()}protokoll/"


def of_project(report):
    return report.project.get_absolute_url()


KINDS = {
    one.name: one
    for one in (
        by_level("sitzung", Meeting, "meetings.change_meeting", "board", address, show_in_session),
        by_level(
            "top",
            AgendaItem,
            "meetings.change_agendaitem",
            "meeting__board",
            address,
            show_in_session,
        ),
        by_level(
            "dokument",
            Document,
            "meetings.change_document",
            "meeting__board",
            of_session,
            show_in_session,
        ),
        Kind(
            "protokoll",
            Minutes,
            "meetings.publish_minutes",
            "meeting__board",
            of_minutes,
            lambda one: one.published_at is not None,
            minutes.publish,
            minutes.withdraw,
        ),
        Kind(
            "anregung",
            Advice,
            "advice.change_advice",
            "board",
            address,
            is_at_public,
            show_advice,
            hide_by_level,
        ),
        by_level(
            "bericht",
            ProgressReport,
            "projects.change_progressreport",
            "round__meeting__board",
            of_project,
            show_report,
        ),
        Kind(
            "meldung",
            Article,
            "news.change_article",
            "",
            address,
            is_out,
            show_article,
            hide_article,
        ),
    )
}


def kind_of(obj) -> Kind | None:
    """Return the kind `obj` is of, or None."""
    return next((one for one in KINDS.values() if type(obj) is one.model), None)
