"""Real facts of a board become rows; what is there already stays as it is."""

import datetime as dt
from pathlib import Path

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.visibility import Visibility
from advice.models import Topic
from advice.topics import slug_from
from meetings.models import AgendaItem, Meeting, Venue
from news.models import Article
from partners.models import Board, Centre, FormerName, Organisation, Rules, Seat
from partners.richtext import from_plain

TEXTS = Path(settings.BASE_DIR) / "data" / "first_session_texts.yaml"
PUBLIC = {"visibility": Visibility.PUBLIC}


@transaction.atomic
def load(facts: dict) -> list[str]:
    """
    Create what `facts` (see gremium.board_file) name; return what is new.

    Rows the office already has are never changed, so a second run does nothing.
    """
    loader = Loader(words_for(facts["board"]))
    loader.centre(facts["centre"])
    board = loader.board(facts["board"])
    loader.organisations(facts["organisations"], board)
    loader.consortium(facts.get("consortium", []))
    if "session" in facts:
        loader.session(facts["session"], board)
    loader.topics(facts.get("starter_topics", []), board)
    return loader.created


def words_for(board: dict) -> dict:
    """Return our German words for the board we have words for, else none."""
    words = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
    return words if words["board"]["name"] == board["name"] else {}


class Loader:
    """Creates rows and remembers which."""

    def __init__(self, texts):
        self.texts = texts
        self.created = []

    def ensure(self, model, values=None, **key):
        found, is_new = model.objects.get_or_create(**key, defaults=values or {})
        if is_new:
            self.created.append(f"{model._meta.verbose_name}: {found}")
        return found, is_new

    def text(self, part, name):
        return from_plain(self.texts.get(part, {}).get(name, ""))

    def centre(self, facts):
        self.ensure(Centre, facts, pk=1)

    def board(self, facts):
        purpose = {"purpose": self.text("board", "purpose")}
        board, is_new = self.ensure(Board, facts | purpose | PUBLIC, slug=facts["slug"])
        if is_new:
            Rules.objects.create(
                board=board, valid_from=board.started_on, source="Vorgaben dieses Programms"
            )
        return board

    def organisations(self, entries, board):
        for entry in entries:
            values = dict(entry)
            renamed = values.pop("renamed", None)
            former = {"name": entry["name"], "short_name": entry["short_name"]}
            values |= {key: renamed[key] for key in former if key in (renamed or {})}
            organisation, is_new = self.ensure(Organisation, values, slug=entry["slug"])
            if is_new and renamed:
                FormerName.objects.create(
                    organisation=organisation, replaced_on=renamed["from"], **former
                )
            days = {"starts_on": board.started_on, "votes_from": board.started_on}
            # One that left and came back has two.
            if not board.seats.filter(organisation=organisation).exists():
                self.ensure(Seat, days, board=board, organisation=organisation)

    def consortium(self, entries):
        roles = Organisation.ConsortiumRole
        for position, entry in enumerate(entries, start=1):
            values = {key: entry[key] for key in ("name", "short_name")} | {
                "consortium_role": roles.LEAD if entry["lead"] else roles.PARTNER,
                "consortium_position": position,
            }
            self.ensure(Organisation, values, slug=entry["slug"])

    def session(self, facts, board):
        venue = None
        if "venue" in facts:
            venue, _ = self.ensure(Venue, facts["venue"], name=facts["venue"]["name"])
        values = {
            "slug": f"{board.slug}-{facts['number']}",
            "held_on": facts["date"],
            "date_note": facts.get("date_note", ""),
            "kind": Meeting.Kind.ORDINARY,
            "state": Meeting.State.HELD,
            "venue": venue,
            "text": self.text("session", "text"),
        }
        meeting, is_new = self.ensure(Meeting, values | PUBLIC, board=board, number=facts["number"])
        if is_new:
            self.agenda(facts["agenda"], meeting)
            self.article(meeting)

    def agenda(self, entries, meeting):
        for position, entry in enumerate(entries, start=1):
            words = self.texts.get("agenda", {}).get(entry["topic"], {})
            item = AgendaItem.objects.create(
                meeting=meeting,
                position=position,
                kind=entry["kind"],
                title=words.get("title") or entry["topic"],
                text=from_plain(words.get("text", "")),
                **PUBLIC,
            )
            item.rapporteurs.set(Organisation.objects.filter(slug__in=entry.get("reporters", [])))
            item.refresh_public_face()

    def article(self, meeting):
        words = self.texts.get("article")
        if not words:
            return
        noon = dt.datetime.combine(meeting.held_on, dt.time(12))
        values = {
            "title": words["title"],
            "teaser": words["teaser"],
            "body": from_plain(words["body"]),
            "meeting": meeting,
            "published_from": timezone.make_aware(noon),
        }
        article, is_new = self.ensure(Article, values | PUBLIC, slug=words["slug"])
        if is_new:
            seats = meeting.board.seats.active_on(meeting.held_on)
            article.organisations.set(seats.values_list("organisation", flat=True))
            article.refresh_public_face()

    def topics(self, titles, board):
        """Topics to begin with: of nobody, not decided on, and for the members to see."""
        for title in titles:
            self.ensure(Topic, {"board": board, "title": title}, slug=slug_from(title))
