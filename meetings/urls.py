from django.urls import path

from meetings.door import by_link, by_login
from meetings.views import (
    answers,
    calendar,
    circular,
    documents,
    link,
    meetings,
    member,
    minutes,
    packs,
    prints,
    proposals,
    resolutions,
    tasks,
)

app_name = "meetings"
RESOLUTION = "beschluesse/<slug:slug>"
REGISTER = "beschluesse/<slug:board>/<int:year>"


def both_doors(route, view, name):
    """The same page behind a member's login and behind a personal link."""
    return [
        path(f"mein/{route}", by_login(view), name=f"my-{name}"),
        path(f"l/<str:token>/{route}", by_link(view), name=f"link-{name}"),
    ]


urlpatterns = [
    path("sitzungen/", meetings.MeetingList.as_view(), name="meeting-list"),
    path("sitzungen/kalender.ics", calendar.meeting_calendar, name="meeting-calendar"),
    path("sitzungen/<slug:slug>/kalender.ics", calendar.meeting_ics, name="meeting-ics"),
    path("kalender/<str:token>.ics", calendar.personal_calendar, name="personal-calendar"),
    path("sitzungen/<slug:slug>/", meetings.MeetingDetail.as_view(), name="meeting-detail"),
    path("sitzungen/<slug:slug>/mappe.pdf", packs.meeting_pack, name="meeting-pack"),
    path("sitzungen/<slug:slug>/mappe.zip", packs.meeting_zip, name="meeting-pack-zip"),
    *both_doors("sitzungen/<slug:slug>/mappe.pdf", packs.pack_behind, "pack"),
    *both_doors("sitzungen/<slug:slug>/mappe.zip", packs.zip_behind, "pack-zip"),
    path("sitzungen/<slug:slug>/tagesordnung.pdf", prints.agenda_pdf, name="agenda-pdf"),
    path("sitzungen/<slug:slug>/protokoll/", minutes.minutes_detail, name="minutes-detail"),
    path("sitzungen/<slug:slug>/protokoll.pdf", minutes.minutes_pdf, name="minutes-pdf"),
    *both_doors("sitzungen/<slug:slug>/tagesordnung.pdf", prints.agenda_behind, "agenda-pdf"),
    *both_doors("sitzungen/<slug:slug>/protokoll/", minutes.minutes_page, "minutes"),
    *both_doors("sitzungen/<slug:slug>/protokoll.pdf", minutes.minutes_pdf_behind, "minutes-pdf"),
    *both_doors(
        "sitzungen/<slug:slug>/protokoll/fassung/<int:number>/",
        minutes.minutes_version,
        "minutes-version",
    ),
    *both_doors("sitzungen/<slug:slug>/protokoll/einwenden/", minutes.object_to, "object"),
    *both_doors(
        "sitzungen/<slug:slug>/protokoll/einwendungen/<int:pk>/zurueckziehen/",
        minutes.withdraw_objection,
        "object-withdraw",
    ),
    path(f"{RESOLUTION}.pdf", prints.resolution_pdf, name="resolution-pdf"),
    path(f"{REGISTER}.pdf", prints.register_pdf, name="register-pdf"),
    *both_doors(f"{RESOLUTION}.pdf", prints.resolution_behind, "resolution-pdf"),
    *both_doors(f"{REGISTER}.pdf", prints.register_behind, "register-pdf"),
    path("dokumente/<str:token>/<str:name>", documents.document_file, name="document-file"),
    *both_doors("kalender/", calendar.calendar_page, "calendar"),
    *both_doors("kalender/erzeugen/", calendar.create_calendar_address, "calendar-create"),
    *both_doors("kalender/<int:pk>/sperren/", calendar.revoke_calendar_address, "calendar-revoke"),
    *both_doors("erinnerungen/", calendar.switch_reminders, "reminders"),
    *both_doors("sitzungen/<slug:slug>/kalender.ics", calendar.meeting_ics_for, "meeting-ics"),
    *both_doors("gesehen/", member.mark_seen, "seen"),
    *both_doors("unterlagen/", member.documents, "documents"),
    *both_doors("gremium/", member.people, "people"),
    # A link may be passed on: notes are for who signed in.
    path(
        "mein/sitzungen/<slug:slug>/notizen/<int:pk>/", by_login(member.write_note), name="my-note"
    ),
    *both_doors("vorschlaege/", proposals.proposal_page, "proposals"),
    *both_doors("vorschlaege/einreichen/", proposals.propose, "propose"),
    *both_doors("vorschlaege/<int:pk>/zurueckziehen/", proposals.withdraw, "withdraw"),
    *both_doors("aufgaben/", tasks.task_page, "tasks"),
    *both_doors("aufgaben/<int:pk>/erledigt/", tasks.finish, "task-finish"),
    *both_doors("aufgaben/<int:pk>/offen/", tasks.reopen, "task-reopen"),
    *both_doors("aufgaben/<int:pk>/bemerkung/", tasks.remark, "task-remark"),
    *both_doors("", link.home, "home"),
    path(
        "l/<str:token>/dokumente/<str:document_token>/<str:name>",
        by_link(link.document_file),
        name="link-document",
    ),
    *both_doors("sitzungen/<slug:slug>/", link.meeting_detail, "meeting"),
    *both_doors("sitzungen/<slug:slug>/antwort/", answers.answer, "answer"),
    *both_doors("sitzungen/<slug:slug>/vertretung/", answers.delegate, "delegate"),
    *both_doors("sitzungen/<slug:slug>/vertretung/benennen/", answers.name_deputy, "name-deputy"),
    *both_doors("sitzungen/<slug:slug>/einspringen/", answers.step_in, "step-in"),
    *both_doors("sitzungen/<slug:slug>/zuruecktreten/", answers.step_back, "step-back"),
    *both_doors("sitzungen/<slug:slug>/mitteilung/", answers.leave_note, "note-to-office"),
    path("beschluesse/", resolutions.resolution_list, name="resolution-list"),
    path("beschluesse/<slug:slug>/", resolutions.resolution_detail, name="resolution-detail"),
    *both_doors("beschluesse/", resolutions.register_behind, "resolutions"),
    *both_doors("beschluesse/<slug:slug>/", resolutions.entry_behind, "resolution"),
    *both_doors("umlauf/<int:pk>/", circular.circular, "circular"),
    *both_doors("umlauf/<int:pk>/code/", circular.ask_code, "circular-code"),
    *both_doors("umlauf/<int:pk>/stimme/", circular.vote, "circular-vote"),
    *both_doors(
        "umlauf/<int:pk>/unterlagen/<int:paper>/<str:name>", circular.paper, "circular-paper"
    ),
]
