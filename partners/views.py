"""Public pages about boards and their partners."""

from django.db.models import F, FilteredRelation, Prefetch, Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from accounts.policy import public, read_only, unversioned
from partners.forms import BoardChoice, MemberFilterForm
from partners.models import Board, Centre, Mandate, Organisation, Person
from partners.models.organisation import last_former_name, names_on


def board_choice(request):
    """Return the boards the reader may choose from; 404 for one they may not."""
    choice = BoardChoice(Board.objects.visible_to(request.user), request.GET.get("gremium", ""))
    if choice.is_unknown:
        raise Http404
    return choice


def partners_of(board, day):
    """
    Return the partners of `board` on `day` and the consortium, in one query.

    `since` is the first day of the seat, None for the consortium only.
    """
    seat = Q(seats__board=board) & Q(seats__starts_on__lte=day)
    seat &= Q(seats__ends_on=None) | Q(seats__ends_on__gte=day)
    return (
        Organisation.objects.annotate(
            **names_on(day),
            seat=FilteredRelation("seats", condition=seat),
            since=F("seat__starts_on"),
            until=F("seat__ends_on"),
        )
        .filter(Q(since__isnull=False) | ~Q(consortium_role=Organisation.ConsortiumRole.NONE))
        .order_by("then_name")
    )


def by_kind(organisations):
    """Return (label, organisations) for each kind there is, in the model's order."""
    groups = [
        (label, [one for one in organisations if one.kind == kind])
        for kind, label in [*Organisation.Kind.choices, ("", "")]
    ]
    return [(label, members) for label, members in groups if members]


@public
class MemberList(TemplateView):
    """The partners of a board as of a day."""

    template_name = "partners/member_list.html"

    def get_context_data(self, **kwargs):
        choice = board_choice(self.request)
        form = MemberFilterForm(self.request.GET, choice)
        found = self.partners_with_former_names(choice.board, form.day) if choice.board else []
        partners = [one for one in found if one.since]
        shown = [one for one in partners if form.keeps(one)]
        return super().get_context_data(
            board=choice.board,
            choice=choice,
            form=form,
            day=form.day,
            shows_former_names="stand" not in self.request.GET,
            is_today=form.day == timezone.localdate(),
            is_ahead=form.day > timezone.localdate(),
            total=len(partners),
            groups=by_kind(self.with_sessions(choice.board, shown)),
            consortium=sorted(
                (one for one in found if one.consortium_role != "none"),
                key=lambda one: one.consortium_position,
            ),
            **kwargs,
        )

    def partners_with_former_names(self, board, day):
        return list(partners_of(board, day).annotate(last_former_name=last_former_name()))

    def with_sessions(self, board, partners):
        """Put on each partner the visible sessions held while it had its seat."""
        sessions = board and list(board.meetings.visible_to(self.request.user).order_by("number"))
        today = timezone.localdate()
        for partner in partners:
            last = min(partner.until or today, today)
            partner.sessions = [
                one
                for one in sessions
                if partner.since <= one.held_on <= last and not one.is_cancelled
            ]
        return partners


@public
class OrganisationDetail(DetailView):
    """One partner: since when, in which sessions, who (as far as consented)."""

    def get_queryset(self):
        return Organisation.objects.visible_to(self.request.user).annotate(
            **names_on(timezone.localdate())
        )

    def get_context_data(self, **kwargs):
        seats = self.seats()
        return super().get_context_data(
            seats=seats,
            former_names=self.object.former_names.order_by("-replaced_on"),
            articles=self.object.articles.visible_to(self.request.user).newest_first()[:5],
            **kwargs,
        )

    def seats(self):
        user, today = self.request.user, timezone.localdate()
        people = (
            Mandate.objects.active_on(today)
            .named_in_public()
            .prefetch_related(Prefetch("person", Person.objects.with_consent()))
            .order_by("-role")
        )
        seats = list(
            self.object.seats.filter(board__in=Board.objects.visible_to(user).values("pk"))
            .select_related("board")
            .prefetch_related(Prefetch("mandates", people, to_attr="people"))
        )
        for seat in seats:
            seat.sessions = list(
                seat.board.meetings.visible_to(user)
                .filter(
                    held_on__gte=seat.starts_on,
                    held_on__lte=min(seat.ends_on or today, today),
                    is_cancelled=False,
                )
                .order_by("number")
            )
        return seats


@public
@unversioned
@read_only
def organisation_logo(request, slug, name):
    """The logo of a partner the reader may see."""
    organisation = get_object_or_404(Organisation.objects.visible_to(request.user), slug=slug)
    return picture(organisation.logo, name)


@public
@unversioned
@read_only
def centre_logo(request, name):
    """The logo of the installation."""
    return picture(Centre.objects.current().logo, name)


@public
@unversioned
@read_only
def person_photo(request, pk, name):
    """A photo, for as long as the person consents to showing it."""
    people = Person.objects.with_consent().filter(may_show_photo=True, may_show_name=True)
    mandates = Mandate.objects.active_on(timezone.localdate()).filter(
        seat__board__in=Board.objects.visible_to(request.user).values("pk")
    )
    person = get_object_or_404(people, pk=pk, pk__in=mandates.values("person"))
    return picture(person.photo, name)


def picture(field, name):
    """Return the stored picture; 404 if `name` is not its present name."""
    if not field or field.name.rsplit("/", 1)[-1] != name:
        raise Http404
    try:
        response = FileResponse(field.open())
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=60"
    return response
