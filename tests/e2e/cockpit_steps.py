"""What somebody does in the cockpit, step by step, and what the session then holds."""

import os
import subprocess
import sys

from tests.e2e.product import BASE

COCKPIT = "/admin/meetings/meeting/2/cockpit/"
TODAY = """
import datetime as dt
from django.utils import timezone
from meetings.models import AgendaItem, Meeting
meeting = Meeting.objects.get(pk=2)
meeting.held_on, meeting.starts_at, meeting.ends_at = timezone.localdate(), dt.time(0, 1), None
meeting.save()
# Everybody answered for that day.
meeting.participations.exclude(given_for=None).update(given_for=meeting.held_on)
AgendaItem.objects.filter(meeting=meeting, position=5).update(is_late=True)
"""
NOTED = """
from meetings.models import Meeting
meeting = Meeting.objects.get(pk=2)
print(meeting.state)
for item in meeting.agenda_items.select_related("record"):
    print(item.record.result, "|", item.record.text, "|", bool(item.record.ended_at))
print(meeting.resolutions.count(), meeting.tasks.count())
for one in meeting.advice.all():
    print(one.get_kind_display(), "|", one.text, "|", one.giver, "|", one.due_on)
"""
# The browser reports a lost connection and every refusal; these are asked for.
STATUSES = ("status of 403", "status of 409", "status of 422")
EXPECTED = ("ERR_INTERNET_DISCONNECTED", "ERR_FAILED", *STATUSES)


def shell(folder, code):
    env = os.environ | {"VAR_DIR": str(folder)}
    env.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    done = subprocess.run(command, cwd=BASE, env=env, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def current(page):
    return page.locator("section.is-current")


def text_of(page):
    return current(page).get_by_label("Ergebnis in Worten")


def wait_until_saved(page):
    page.locator("[data-save-state][data-state='idle']").wait_for()


def write(page, text, result="noted"):
    text_of(page).fill(text)
    current(page).get_by_label("Ergebnis", exact=True).select_option(result)


def go_on(page):
    before = page.locator("section.is-current").get_attribute("id")
    page.keyboard.press("Alt+Shift+KeyN")
    page.wait_for_function(
        "id => document.querySelector('section.is-current').id !== id", arg=before
    )


def open_first_item(page):
    page.goto(COCKPIT)
    with page.expect_navigation():
        page.get_by_role("button", name="Sitzung beginnen").click()
    assert seats(page).count() == 11
    seats(page).first.get_by_role("button", name="anwesend").click()
    page.get_by_text("Anwesend 7 von 11").wait_for()
    current(page).get_by_role("button", name="TOP beginnen").click()
    write(page, "Der Vorsitz begrüßt die Teilnehmenden.", "adopted")
    wait_until_saved(page)


def seats(page):
    return page.locator(".attendance [data-part^=seat]")


def reload_in_the_middle_of_a_word(page):
    page.route("**/cockpit/top/**", lambda route: route.abort())
    write(page, "Das Zentrum berichtet, was es aufgegr")
    page.reload()
    assert text_of(page).input_value() == "Das Zentrum berichtet, was es aufgegr"
    page.unroute("**/cockpit/top/**")
    text_of(page).fill("Das Zentrum berichtet, was es aufgegriffen hat.")
    wait_until_saved(page)


def lose_the_connection(page):
    """Two items, a task, a piece of advice and a tap are noted without a network."""
    page.context.set_offline(True)
    write(page, "Die Berichte werden zur Kenntnis genommen.")
    page.get_by_text("offline – wird nachgereicht").wait_for()
    page.keyboard.press("Alt+Shift+KeyA")
    current(page).get_by_label("Was", exact=True).fill("Folien verteilen")
    current(page).get_by_label("Wer", exact=True).fill("Anke Beispiel")
    current(page).get_by_label("Bis wann").fill("2031-05-02")
    current(page).get_by_role("button", name="Aufgabe festhalten").click()
    note_remark(page)
    seats(page).nth(1).get_by_role("button", name="entschuldigt").click()
    page.locator(".agenda-nav a").nth(3).click()
    write(page, "Der Entwurf wird vertagt.", "postponed")
    page.context.set_offline(False)
    wait_until_saved(page)
    page.get_by_text("Anwesend 6 von 11").wait_for()
    page.get_by_text("Anke Beispiel, Antwort bis 31.01.2027").wait_for(state="attached")


def note_remark(page):
    advise(page, "remark", "Beispiele aus Betrieben zeigen", "Anke Beispiel", "2027-01-31")


def advise(page, kind, text, giver, due_on=""):
    """Note a piece of advice on the current item; its line unfolds at the first one."""
    box = current(page).locator("[data-capture=advice]")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    box.get_by_label("Was wird angeregt").fill(text)
    box.get_by_label("Art").select_option(kind)
    box.get_by_label("Von").fill(giver)
    box.get_by_label("Antwort bis").fill(due_on)
    box.get_by_role("button", name="Anregung festhalten").click()


def take_up_the_late_item(page):
    page.locator(".agenda-nav a").nth(4).click()
    current(page).get_by_role("button", name="Zugestimmt", exact=True).click()
    current(page).get_by_role("button", name="TOP beginnen").click()
    write(page, "Das Gremium empfiehlt eine Schulung.", "recommended")


def decide_on_the_late_item(page):
    take_up_the_late_item(page)
    page.keyboard.press("Alt+Shift+KeyB")
    current(page).get_by_label("Wortlaut").fill("Das Zentrum bietet eine Schulung an.")
    current(page).get_by_role("button", name="Beschluss festhalten").click()
    current(page).get_by_text("einvernehmlich: ohne Gegenrede").wait_for()
    wait_until_saved(page)


def mend_the_vote(page, choice, against=""):
    current(page).get_by_text("Abstimmung berichtigen").click()
    recount = current(page).locator("details.recount")
    recount.get_by_label(choice, exact=True).check()
    recount.get_by_label("Gegenreden").fill(against)
    recount.get_by_role("button", name="Neu festhalten").click()
    wait_until_saved(page)


def count_anew(page):
    mend_the_vote(page, "kein Einvernehmen", "2")
    current(page).get_by_text("kein Einvernehmen: 2 Gegenreden").wait_for()
    mend_the_vote(page, "einvernehmlich")
    current(page).get_by_text("einvernehmlich: ohne Gegenrede").wait_for()
