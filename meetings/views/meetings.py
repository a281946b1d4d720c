"""Public pages about sessions."""

from itertools import groupby

from django.utils import timezone
from django.views.generic import DetailView, TemplateView

from accounts.policy import public
from meetings import composing
from meetings.calendars import public_address, webcal
from meetings.minutes.readers import state_of, with_minutes
from meetings.models import Document, Meeting
from meetings.models.agenda import agenda_for
from meetings.models.meeting import takes_part
from meetings.novelties import marked
from meetings.packs import with_pack
from meetings.resolutions.register import with_resolutions
from meetings.structured import as_event
from partners.views import board_choice


@public
class MeetingList(TemplateView):
    """Sessions: the next ones first, past ones by year."""

    template_name = "meetings/meeting_list.html"

    def get_context_data(self, **kwargs):
        choice = board_choice(self.request)
        meetings = self.meetings(choice)
        address = public_address(choice.asked)
        today = timezone.localdate()
        past = [one for one in meetings if one.held_on < today]
        return super().get_context_data(
            choice=choice,
            calendar_address=address,
            subscribe_address=webcal(address),
            upcoming=[one for one in reversed(meetings) if one.held_on >= today],
            years=[(year, list(of_year)) for year, of_year in groupby(past, year_of)],
            has_examples=any(one.is_example for one in meetings),
            **kwargs,
        )

    def meetings(self, choice):
        found = Meeting.objects.visible_to(self.request.user).select_related("board", "venue")
        if choice.asked:
            found = found.filter(board=choice.asked)
        return list(found.order_by("-held_on", "-starts_at", "-pk"))


def year_of(meeting):
    return meeting.held_on.year


@public
class MeetingDetail(DetailView):
    """One session: facts, agenda, partners of that day, documents."""

    def get_queryset(self):
        user = self.request.user
        found = Meeting.objects.visible_to(user).with_neighbours(user)
        found = with_minutes(with_pack(found.annotate(is_mine=takes_part(user)), user), user)
        return with_resolutions(found, user).select_related("board", "venue")

    def get_context_data(self, **kwargs):
        meeting, user = self.object, self.request.user
        found = Document.objects.visible_to(user).filter(meeting=meeting).with_newest()
        # Visitors are not told what was sent when.
        documents = list(marked(found) if meeting.is_mine else found)
        items = agenda_for(user, meeting)
        composing.compose(meeting, items, user)
        for item in items:
            item.papers = [one for one in documents if item.pk and one.agenda_item_id == item.pk]
        return super().get_context_data(
            board=meeting.board,
            items=items,
            documents=[one for one in documents if one.agenda_item_id is None],
            has_papers=bool(documents),
            seats=list(
                meeting.board.seats.active_on(meeting.held_on).with_names_of(meeting.held_on)
            ),
            minutes_planned=sum(item.minutes_planned or 0 for item in items),
            event=as_event(meeting),
            shows_video_link=self.shows_video_link(),
            is_inside=meeting.is_mine,
            minutes_state=state_of(meeting),
            **kwargs,
        )

    def shows_video_link(self):
        """Only members of the board and the office get the link to join."""
        meeting, user = self.object, self.request.user
        if not meeting.video_link or not user.is_authenticated:
            return False
        return Meeting.objects.for_insiders(user).filter(pk=meeting.pk).exists()
