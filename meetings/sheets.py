"""Who comes, on paper: the list of participants, the sign-in sheet, name badges."""

import io
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from accounts.admin.tables import neutral
from meetings import facts, pdf
from meetings.models import Response
from meetings.turnout import turnout
from partners.models import Mandate

WIDEST = 60


@dataclass(frozen=True)
class Attendee:
    """One seat or one guest, as the lists name them."""

    organisation: str
    person: str
    function: str
    role: str
    response: str
    deputy: str
    email: str

    @property
    def is_expected(self) -> bool:
        return self.response != Response.DECLINED

    @property
    def who(self) -> str:
        """The person who will sit there: the member, or who comes in their place."""
        return self.deputy or self.person

    @property
    def remark(self) -> str:
        if self.deputy:
            return _("vertritt %s") % self.person if self.person else _("Vertretung")
        return "" if self.is_expected else _("abgesagt")

    @property
    def answer(self) -> str:
        return str(Response(self.response).label)


def attendees(meeting) -> list[Attendee]:
    """Return the seats of the day in their order, then the guests."""
    guests = meeting.guests.select_related("person", "agenda_item")
    return [
        *(of_seat(one) for one in turnout(meeting).expected),
        *(of_guest(one) for one in guests),
    ]


def of_seat(expected) -> Attendee:
    member = expected.member
    return Attendee(
        organisation=expected.seat.then_name,
        person=member.full_name if member else "",
        function=member.function if member else "",
        role=role_of(expected),
        response=expected.response,
        deputy=deputy_of(expected.participation),
        email=member.email if member else "",
    )


def role_of(expected) -> str:
    main = [one for one in expected.seat.people if one.role == Mandate.Role.MAIN]
    if main and main[0].office != Mandate.Office.NONE:
        return main[0].get_office_display()
    return _("Mitglied") if expected.counts else _("Mitglied, beratend")


def deputy_of(participation) -> str:
    if participation is None or participation.standing != Response.DELEGATED:
        return ""
    if participation.deputy:
        return participation.deputy.full_name
    return _("%s (noch nicht bestätigt)") % participation.deputy_name


def of_guest(guest) -> Attendee:
    item = guest.agenda_item
    return Attendee(
        organisation="",
        person=guest.person.full_name,
        function=guest.person.function,
        role=_("Gast zu TOP %d") % item.position if item else _("Gast"),
        response=guest.standing,
        deputy="",
        email=guest.person.email,
    )


# --- Three forms --------------------------------------------------------------


def as_xlsx(meeting) -> bytes:
    """Return the list of participants as a workbook; no cell of it is computed."""
    headings = ["Organisation", "Person", "Funktion", "Rolle", "Antwort", "Vertretung"]
    rows = [
        [one.organisation, one.person, one.function, one.role, one.answer, one.deputy, one.email]
        for one in attendees(meeting)
    ]
    book = Workbook()
    sheet = book.active
    sheet.title = _("Teilnahmeliste")
    for row in [[*headings, "E-Mail-Adresse"], *rows]:
        sheet.append([neutral(cell) for cell in row])
    dress(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def dress(sheet):
    """Headings stay in sight, columns are as wide as what they hold."""
    sheet.freeze_panes = "A2"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.columns, start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, longest + 2)


def sign_in_sheet(meeting) -> bytes:
    """Return a page to sign, with free lines for whom nobody expected."""
    rows = [
        {
            "organisation": one.organisation,
            "name": one.who,
            "remark": " · ".join(filter(None, [one.role, one.remark])),
        }
        for one in attendees(meeting)
    ]
    return pdf.render("sign_in.typ", head(meeting) | {"rows": rows}, timezone.now())


def badges(meeting) -> bytes:
    """Return name badges, eight a page, of all who did not decline."""
    cards = [
        {"name": one.who, "organisation": one.organisation or one.role}
        for one in attendees(meeting)
        if one.is_expected and one.who
    ]
    return pdf.render("badges.typ", head(meeting) | {"cards": cards}, timezone.now())


def head(meeting) -> dict:
    """Return what stands at the head of every sheet."""
    times = [facts.long_date(meeting.held_on), facts.clock(meeting)]
    place = facts.facts_of(meeting).place
    return {
        "board": meeting.board.name,
        "heading": meeting.title,
        "when": ", ".join(filter(None, times)),
        "where": place,
        "is_example": meeting.is_example,
    }
