"""A whole session in the cockpit, the steps of whoever holds it, and what its minutes say then."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.e2e.axe import violations
from tests.e2e.cockpit_steps import (
    COCKPIT,
    EXPECTED,
    advise,
    current,
    go_on,
    lose_the_connection,
    open_first_item,
    reload_in_the_middle_of_a_word,
    seats,
    shell,
    take_up_the_late_item,
    wait_until_saved,
    write,
)
from tests.e2e.product import sign_in
from tests.e2e.test_office import add_item, save
from tests.e2e.test_pages import SCHEMES, WIDTHS, overflow
from tests.meetings.papers import flat

NEXT_DAY = timezone.localdate() + dt.timedelta(weeks=8)
# Weeks go by themselves; a test has none. The invitation told of the day four weeks before it.
MOVE = """
import datetime as dt
from django.utils import timezone
from meetings.models import Meeting
from post.models import Mail
meeting = Meeting.objects.get(slug="{slug}")
day = timezone.localdate() - dt.timedelta(days={days_ago})
then = timezone.now() - dt.timedelta(days=28 + {days_ago})
when = {{"held_on": day, "starts_at": dt.time(0, 1), "ends_at": None}}
Meeting.objects.filter(pk=meeting.pk).update(**when)
for answers in (meeting.participations, meeting.guests):
    answers.exclude(given_for=None).update(given_for=day)
meeting.history.update(history_date=then, **when)
meeting.dispatches.update(sent_at=then)
sent = {{"state": Mail.State.SENT, "sent_at": then}}
Mail.objects.filter(delivery__dispatch__meeting=meeting).update(**sent)
print(meeting.pk)
"""


def move(folder, slug, days_ago):
    """Let the session have its day `days_ago`, as if everybody had always known."""
    (key,) = shell(folder, MOVE.format(slug=slug, days_ago=days_ago))
    return key


@pytest.fixture
def office(watched, site):
    """The office at its screen; what the browser says of refusals asked for is no complaint."""
    sign_in(watched, site.office)
    yield watched
    watched.complaints[:] = [
        one for one in watched.complaints if not any(part in one for part in EXPECTED)
    ]


def words(page):
    return " ".join(page.locator("body").inner_text().split())


def press(page, name):
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=isinstance(name, str)).click()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def pdf_behind(page, name):
    """Return the text of the PDF behind the link."""
    answer = page.request.get(page.get_by_role("link", name=name).get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    return flat(answer.body())


def judge(page, seen, name, found=violations):
    """Look at the page in light and dark, wide and narrow, and keep its HTML for the checker."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong = found(page)
            assert wrong == [], f"{page.url} {scheme} {width}: {wrong}"
            assert overflow(page) <= 0, f"{page.url} {width} px"
    (seen / f"{name}.html").write_bytes(page.request.get(page.url).body())


# --- The session ---------------------------------------------------------------------


def plan_the_next_session(page):
    page.goto("/admin/meetings/meeting/add/")
    page.locator("[name=held_on]").fill(NEXT_DAY.isoformat())
    page.locator("[name=starts_at]").fill("14:00")
    page.locator("[name=venue]").select_option(index=1)
    page.locator("[name=video_link]").fill("https://video.example.org/4")
    add_item(page, "Berichte")
    add_item(page, "Verschiedenes")
    save(page)


def hold_the_session(page):
    """Eleven seats and six items; a reload and a lost connection in between."""
    open_first_item(page)
    go_on(page)
    reload_in_the_middle_of_a_word(page)
    go_on(page)
    lose_the_connection(page)
    seats(page).nth(9).get_by_role("button", name="anwesend").click()
    take_up_the_late_item(page)
    vote(page, "Das Zentrum bietet eine Schulung an.", (6, 0, 1))
    advise(page, "recommendation", "Schulungen auch am Abend anbieten.", "HWK Dresden")
    current(page).locator(".notes").get_by_text("Schulungen auch am Abend").wait_for()
    go_on(page)
    write(page, "Die Zeiten der Sitzungen werden festgelegt.", "adopted")
    vote(page, "Die Sitzungen beginnen um 14 Uhr.", (5, 1, 1))
    receive_a_guest(page)
    seats(page).nth(8).locator("summary").click()
    seats(page).nth(8).get_by_role("button", name="geht jetzt").click()
    seats(page).nth(8).get_by_text(re.compile(r"bis \d\d:\d\d")).wait_for()
    wait_until_saved(page)


def vote(page, wording, counts):
    page.keyboard.press("Alt+Shift+KeyB")
    form = current(page).locator("[data-capture=resolution]")
    form.get_by_label("Wortlaut").fill(wording)
    for label, count in zip(("Ja", "Nein", "Enthaltung"), counts, strict=True):
        form.get_by_label(label, exact=True).fill(str(count))
    form.get_by_role("button", name="Beschluss festhalten").click()
    current(page).locator(".notes").get_by_text(f"{counts[0]} Ja").wait_for()


def receive_a_guest(page):
    page.get_by_text("Gast ohne Einladung").click()
    page.get_by_label("Name", exact=True).fill("Wanda Zaungast")
    page.get_by_label("Organisation", exact=True).fill("Stadt Chemnitz")
    page.get_by_role("button", name="Gast eintragen").click()
    page.locator("[data-part=guests]").get_by_text("Wanda Zaungast").wait_for()


def end(page):
    press(page, "Sitzung beenden")
    page.get_by_text("Die Sitzung ist beendet, der Entwurf").wait_for()


def open_minutes(page):
    page.goto(COCKPIT)
    follow(page, "Zum Protokoll")


def release(page, folder, look=lambda: None):
    """On the day after, the chair agrees and all 22 people get a mail."""
    move(folder, "begleitgremium-2", 1)
    open_minutes(page)
    press(page, "In Abstimmung geben")
    press(page, "Freigabe prüfen")
    look()
    press(page, re.compile("^Jetzt freigeben und 22 Personen schreiben$"))
    page.get_by_text("Freigegeben. 22 Personen bekommen eine Mail.").wait_for()


# All that an Ergebnisprotokoll holds, in its order; nobody typed a word after the end.
MINUTES_SAY = (
    "Begleitgremium des Mittelstand 4.0-Kompetenzzentrums Chemnitz",
    "Protokoll der 2. Sitzung",
    r"Entwurf vom \d\d\.\d\d\.\d{4}",
    r"Datum \w+, \d+\. \w+ \d{4} Zeit \d\d:\d\d–\d\d:\d\d Uhr",
    "Ort Experimentier- und Digitalfabrik der TU Chemnitz, .* Chemnitz und online",
    "Sitzungsleitung Anke Beispiel Protokollführung buero@example.org",
    "Verteiler Mitglieder Fassung Entwurf",
    "Automotive Cluster Ostdeutschland GmbH Anke Beispiel anwesend",
    "Handwerkskammer Chemnitz Carla Exempel entschuldigt",
    "Karin Platzhalter vertreten durch Lutz Attrappe",
    r"Quirin Beispielhaft anwesend, bis \d\d:\d\d Uhr",
    r"Sven Demo anwesend, ab \d\d:\d\d Uhr",
    "Uwe Fiktiv nicht anwesend",
    "Stadt Chemnitz Wanda Zaungast Gast",
    "Die Sitzung ist ordnungsgemäß einberufen.",
    "Beschlussfähig: 7 von 11 Stimmen, 1 durch Vertretung; nötig mehr als 5",
    "Die Tagesordnung ist genehmigt.",
    "1 Begrüßung und Tagesordnung Formalia Beschlossen Der Vorsitz begrüßt die Teilnehmenden.",
    "Zur Kenntnis genommen Das Zentrum berichtet, was es aufgegriffen hat.",
    "3 Berichte aus dem Konsortium Bericht · Fraunhofer IWU, .* TU Chemnitz Zur Kenntnis",
    "4 Entwurf der Geschäftsordnung Beratung Vertagt Der Entwurf wird vertagt.",
    "Beschluss 1: .* bietet eine Schulung an. angenommen – Ja 6 · Nein 0 · Enthaltung 1",
    "Empfehlung – Handwerkskammer Dresden Schulungen auch am Abend anbieten.",
    "Beschluss 2: .* um 14 Uhr. angenommen – Ja 5 · Nein 1 · Enthaltung 1",
    r"Aufgaben TOP Was Zuständig Bis wann 3 Folien verteilen Anke Beispiel 02\.05\.2031",
    rf"Die 4\. Sitzung ist am \w+, {NEXT_DAY.day}\. .* 14:00 Uhr, Beispielsaal, .* und online\.",
    "Anlagen 1. Einladung zur 2. Sitzung 2. Vorlage zu TOP 3",
    "Anke Beispiel Sitzungsleitung buero@example.org Protokollführung Seite 3 von 3",
)
