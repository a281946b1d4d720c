"""What the office sees first: what is next, and what is missing."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import second_factor
from advice.due import waiting as waiting_advice
from advice.models import Advice, Introduction
from gremium import endings, waiting
from gremium.due import LOOK_BACK, session_lines
from gremium.due_mails import mail_lines
from gremium.evidence import page as evidence
from gremium.freshness import centre_of
from meetings.minutes.due import waiting as waiting_minutes
from meetings.models import AgendaProposal, Meeting, Minutes, Resolution, Task
from meetings.resolutions.due import waiting as waiting_circulars
from meetings.tasks.due import waiting as waiting_tasks
from news.models import Article
from partners.models import Board, Centre, Feedback, Mandate, Person, Rules, Seat
from post.models import Mail
from projects.models import Project, ReportingRound


@dataclass
class Line:
    """One thing that waits: what, where to go, and what to do there."""

    text: str
    url: str
    act: str


def today(request):
    """Return the start page's parts, each as far as the user may see it."""
    upcoming = list(upcoming_meetings(request))
    return {
        "next_meeting": upcoming[0] if upcoming else None,
        "may_see_meetings": sees(request, Meeting),
        "later_meetings": upcoming[1:6],
        "due": [
            *failed_mails(request),
            *session_lines(request, rows(request, Meeting), Line),
            *wanted_of_office(request, upcoming[0] if upcoming else None),
            *minutes_to_finish(request),
            *circulars_to_look_at(request),
            *tasks_to_look_at(request),
            *advice_to_answer(request),
            *reports_to_chase(request),
            *what_ends(request),
        ],
        "drafts": drafts(request),
        "gaps": [
            *no_second_factor(request),
            *missing_contact(request),
            *missing_texts(request),
            *boards_without_rules(request),
            *empty_seats(request),
            *people_without_email(request),
            *open_reports(request),
        ],
        "acts": acts(request),
    }


def office_of(model):
    return admin.site.get_model_admin(model)


def sees(request, model):
    return office_of(model).has_view_permission(request)


def rows(request, model):
    """Return what the user finds in the model's list; nothing without the right."""
    office = office_of(model)
    found = office.get_queryset(request)
    return found if office.has_view_permission(request) else found.none()


def link(model, view, *args, **query):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)
    return (
        f"{address}?{'&'.join(f'{key}={value}' for key, value in query.items())}"
        if query
        else address
    )


def verb(request, model):
    return _("bearbeiten") if office_of(model).has_change_permission(request) else _("ansehen")


def failed_mails(request):
    if not sees(request, Mail):
        return []
    return mail_lines(
        rows(request, Mail), Line, lambda state: link(Mail, "changelist", state__exact=state)
    )


def wanted_of_office(request, next_meeting):
    meetings = rows(request, Meeting)
    yield from waiting.letter_lines(request, meetings, Line)
    yield from waiting.deputy_lines(request, meetings, Line)
    yield from waiting.joining_lines(request, meetings, Line)
    yield from waiting.proposal_lines(request, rows(request, AgendaProposal), Line)
    yield from waiting.note_lines(request, meetings, Line)
    yield from waiting.answer_lines(request, next_meeting, Line)


def minutes_to_finish(request):
    if sees(request, Minutes):
        for one in waiting_minutes(rows(request, Minutes)):
            meeting = one.minutes.meeting
            text = f"{meeting.title} – {meeting.board}: {one.text}"
            may_approve = request.user.has_perm("meetings.approve_minutes")
            page = one.page if may_approve else "change"
            yield Line(text, link(Minutes, page, one.minutes.pk), one.act)


def circulars_to_look_at(request):
    if sees(request, Resolution) and request.user.has_perm("meetings.open_resolution"):
        for one in waiting_circulars(rows(request, Resolution)):
            text = f"{one.resolution} – {one.resolution.board}: {one.text}"
            yield Line(text, link(Resolution, "change", one.resolution.pk), one.act)


def tasks_to_look_at(request):
    if sees(request, Task):
        for one in waiting_tasks(rows(request, Task)):
            yield Line(one.text, link(Task, "changelist", dringend=one.urgency), _("ansehen"))


def advice_to_answer(request):
    if sees(request, Advice):
        for one in waiting_advice(rows(request, Advice), rows(request, Introduction)):
            yield Line(one.text, link(one.model, "changelist", **one.query), _("ansehen"))


def reports_to_chase(request):
    """Yield the rounds nobody was asked in yet, and those with reports missing."""
    if not sees(request, ReportingRound) or not sees(request, Project):
        return
    since = timezone.localdate() - LOOK_BACK
    for one in rows(request, ReportingRound).filter(meeting__held_on__gte=since):
        for text in one.waiting_words(timezone.localdate()):
            act = _("ansehen") if one.opened_at else _("anfragen")
            shown = waiting.about(one.meeting, text.removesuffix("."))
            yield Line(shown, link(ReportingRound, "change", one.pk), act)


def upcoming_meetings(request):
    """Yield the coming sessions with what each still lacks."""
    found = (
        rows(request, Meeting)
        .upcoming()
        .filter(is_cancelled=False)
        .exclude(state=Meeting.State.HELD)
        .select_related("board", "venue")
    )
    counted = found.annotate(
        items=Count("agenda_items", distinct=True), papers=Count("documents", distinct=True)
    )
    for meeting in counted:
        meeting.url = link(Meeting, "change", meeting.pk)
        meeting.lacks = list(lacks(meeting))
        yield meeting


def lacks(meeting):
    """Yield what the session has not got yet, each by its name."""
    if not meeting.starts_at:
        yield _("Uhrzeit")
    if not meeting.venue_id and not meeting.video_link:
        yield _("Ort")
    if not meeting.items:
        yield _("Tagesordnung")
    if not meeting.papers:
        yield _("Dokumente")


def drafts(request):
    articles = rows(request, Article).drafts()
    return [
        Line(article.title, link(Article, "change", article.pk), verb(request, Article))
        for article in articles[:10]
    ]


def no_second_factor(request):
    if not second_factor.of(request.user).exists():
        text = _("Ihr Konto schützt nur ein Passwort")
        yield Line(text, reverse("accounts:factors"), _("zweiten Faktor einrichten"))


def missing_contact(request):
    """Yield what mails and letters cannot say of how to reach the office."""
    missing = centre_of(request).missing_contact() if sees(request, Centre) else {}
    if missing:
        text = _("Zentrum, nicht eingetragen: %s") % ", ".join(map(str, missing.values()))
        yield Line(text, centre_field(next(iter(missing))), verb(request, Centre))


def centre_field(name):
    return f"{reverse('admin:partners_centre_changelist')}#field-{name}"


def missing_texts(request):
    if not sees(request, Centre):
        return
    for name, title in centre_of(request).missing_texts().items():
        yield Line(_("%s: Text fehlt") % title, centre_field(name), verb(request, Centre))


def boards_without_rules(request):
    if not sees(request, Rules):
        return
    bare = rows(request, Board).filter(~Exists(Rules.objects.filter(board=OuterRef("pk"))))
    for board in bare:
        yield Line(
            _("%s: keine Geschäftsordnung") % board,
            link(Board, "change", board.pk),
            verb(request, Board),
        )


def empty_seats(request):
    if not sees(request, Mandate):
        return
    day = timezone.localdate()
    main = Mandate.objects.active_on(day).filter(role=Mandate.Role.MAIN, seat=OuterRef("pk"))
    seats = (
        rows(request, Seat)
        .active_on(day)
        .filter(~Exists(main))
        .select_related("organisation", "board")
    )
    for seat in seats[:15]:
        yield Line(
            _("%(organisation)s (%(board)s): Sitz ohne Mitglied")
            % {"organisation": seat.organisation.short_name, "board": seat.board},
            link(Seat, "change", seat.pk),
            verb(request, Seat),
        )


def what_ends(request):
    """Yield what ends soon, or just did; people only to those who may see mandates."""
    names_people = sees(request, Mandate) and sees(request, Person)
    for seat, words in endings.lines_of(rows(request, Seat), names_people=names_people):
        text = f"{seat.organisation.short_name} ({seat.board}): {words}"
        yield Line(text, link(Seat, "change", seat.pk), verb(request, Seat))


def people_without_email(request):
    count = rows(request, Person).filter(email="").count()
    if count:
        text = ngettext("%d Person ohne E-Mail-Adresse", "%d Personen ohne E-Mail-Adresse", count)
        yield Line(text % count, link(Person, "changelist", email="no"), _("ansehen"))


def open_reports(request):
    count = rows(request, Feedback).filter(is_done=False).count()
    if count:
        text = ngettext("%d offene Barriere-Meldung", "%d offene Barriere-Meldungen", count)
        yield Line(text % count, link(Feedback, "changelist", is_done__exact=0), _("ansehen"))


def acts(request):
    """Return what the user may begin."""
    wanted = ((Meeting, _("Sitzung anlegen")), (Article, _("Meldung schreiben")))
    found = [
        (link(model, "add"), label)
        for model, label in wanted
        if office_of(model).has_add_permission(request)
    ]
    if request.user.has_perms(evidence.RIGHTS):
        found.append((reverse("admin:evidence"), _("Nachweis erstellen")))
    return found
