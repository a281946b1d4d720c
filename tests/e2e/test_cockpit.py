"""A session of eleven seats and six items in the cockpit, with a reload and a lost connection."""

import os
import subprocess
import sys

import pytest

from tests.e2e.axe import grave
from tests.e2e.product import BASE, running, sign_in

COCKPIT = "/admin/meetings/meeting/2/cockpit/"
TODAY = """
import datetime as dt
from django.utils import timezone
from meetings.models import AgendaItem, Meeting
meeting = Meeting.objects.get(pk=2)
meeting.held_on, meeting.starts_at, meeting.ends_at = timezone.localdate(), dt.time(0, 1), None
meeting.save()
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


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("cockpit")


@pytest.fixture(scope="module")
def site(folder):
    """A product of its own, whose second session takes place today."""
    with running(folder) as site:
        shell(folder, TODAY)
        yield site


@pytest.fixture(scope="module")
def signed_in(browser, site):
    context = browser.new_context(base_url=site.address)
    sign_in(context.new_page(), site.office)
    yield context.cookies()
    context.close()


@pytest.fixture
def office(watched, signed_in):
    watched.context.add_cookies(signed_in)
    yield watched
    others = [one for one in watched.complaints if not any(words in one for words in EXPECTED)]
    watched.complaints[:] = others


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
    note_advice(page)
    seats(page).nth(1).get_by_role("button", name="entschuldigt").click()
    page.locator(".agenda-nav a").nth(3).click()
    write(page, "Der Entwurf wird vertagt.", "postponed")
    page.context.set_offline(False)
    wait_until_saved(page)
    page.get_by_text("Anwesend 6 von 11").wait_for()
    page.get_by_text("Anke Beispiel, Antwort bis 31.01.2027").wait_for(state="attached")


def note_advice(page):
    line = current(page).locator("[data-capture=advice]")
    line.locator("summary").click()
    line.get_by_label("Was wird angeregt").fill("Beispiele aus Betrieben zeigen")
    line.get_by_label("Art").select_option("remark")
    line.get_by_label("Von").fill("Anke Beispiel")
    line.get_by_label("Antwort bis").fill("2027-01-31")
    line.get_by_role("button", name="Anregung festhalten").click()


def take_up_the_late_item(page):
    page.locator(".agenda-nav a").nth(4).click()
    current(page).get_by_role("button", name="Zugestimmt", exact=True).click()
    current(page).get_by_role("button", name="TOP beginnen").click()
    write(page, "Das Gremium empfiehlt eine Schulung.", "recommended")
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


def test_session_of_six_items_is_run_to_its_end(office, folder):
    page = office
    open_first_item(page)
    go_on(page)
    reload_in_the_middle_of_a_word(page)
    go_on(page)
    lose_the_connection(page)
    take_up_the_late_item(page)
    count_anew(page)
    go_on(page)
    write(page, "Die nächste Sitzung findet im Frühjahr statt.")
    wait_until_saved(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Sitzung beenden").click()

    page.get_by_text("Die Sitzung ist beendet, der Entwurf").wait_for()
    assert shell(folder, NOTED) == [
        "held",
        "adopted | Der Vorsitz begrüßt die Teilnehmenden. | True",
        "noted | Das Zentrum berichtet, was es aufgegriffen hat. | True",
        "noted | Die Berichte werden zur Kenntnis genommen. | True",
        "postponed | Der Entwurf wird vertagt. | False",
        "recommended | Das Gremium empfiehlt eine Schulung. | True",
        "noted | Die nächste Sitzung findet im Frühjahr statt. | True",
        "1 1",
        "Hinweis | Beispiele aus Betrieben zeigen | Anke Beispiel | 2027-01-31",
    ]
    kept = "Object.keys(localStorage).filter(one => one.startsWith('cockpit'))"
    assert page.evaluate(kept) == []


@pytest.fixture
def reopened(office):
    office.goto(COCKPIT)
    if office.get_by_role("button", name="Sitzung wieder öffnen").count():
        with office.expect_navigation():
            office.get_by_role("button", name="Sitzung wieder öffnen").click()
    return office


def other_page(browser, site, signed_in):
    context = browser.new_context(base_url=site.address, locale="de-DE")
    context.add_cookies(signed_in)
    page = context.new_page()
    page.goto(COCKPIT)
    return page


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        ("Meinen Text behalten", "von mir"),
        ("Den anderen übernehmen", "vom Kollegen"),
        ("Beide untereinander", "vom Kollegen\nvon mir"),
    ],
)
def test_second_writer_sees_both_texts_and_chooses(
    reopened, browser, site, signed_in, choice, left
):
    mine, theirs = reopened, other_page(browser, site, signed_in)
    for page in (mine, theirs):
        page.locator(".agenda-nav a").first.click()
    text_of(mine).fill("davor")
    wait_until_saved(mine)
    theirs.reload()
    theirs.locator(".agenda-nav a").first.click()
    text_of(theirs).fill("vom Kollegen")
    wait_until_saved(theirs)

    text_of(mine).fill("von mir")
    panel = current(mine).get_by_role("alert")
    panel.get_by_text("vom Kollegen").wait_for()
    assert text_of(mine).input_value() == "von mir"
    panel.get_by_role("button", name=choice).click()
    wait_until_saved(mine)

    theirs.reload()
    assert text_of(theirs).input_value() == left
    theirs.context.close()


def test_two_who_change_different_things_of_an_item_disturb_nobody(
    reopened, browser, site, signed_in
):
    mine, theirs = reopened, other_page(browser, site, signed_in)
    for page in (mine, theirs):
        page.locator(".agenda-nav a").nth(1).click()
    current(theirs).get_by_label("Ergebnis", exact=True).select_option("discussed")
    wait_until_saved(theirs)

    text_of(mine).fill("nur der Text")
    mine.wait_for_function(
        "() => document.querySelector('section.is-current [name=result]').value === 'discussed'"
    )
    wait_until_saved(mine)

    theirs.reload()
    assert text_of(theirs).input_value() == "nur der Text"
    assert current(mine).get_by_role("alert").count() == 0
    theirs.context.close()


def test_kind_of_a_refused_piece_of_advice_stays_chosen(reopened):
    page = reopened
    line = current(page).locator("[data-capture=advice]")
    note_advice(page)
    line.get_by_label("Von").fill("Niemand Bekanntes")
    line.get_by_label("Was wird angeregt").fill("Anders")
    line.get_by_label("Art").select_option("question")
    line.get_by_role("button", name="Anregung festhalten").click()

    line.get_by_text("weder im Gremium noch Gast").wait_for()
    assert line.get_by_label("Art").input_value() == "question"
    assert line.get_by_label("Von").input_value() == "Niemand Bekanntes"


def test_refused_line_stays_in_its_fields(reopened):
    page = reopened
    page.keyboard.press("Alt+Shift+KeyA")
    current(page).get_by_label("Was", exact=True).fill("Anrufen")
    current(page).get_by_label("Wer", exact=True).fill("Niemand Bekanntes")
    current(page).get_by_role("button", name="Aufgabe festhalten").click()

    current(page).get_by_text("weder im Gremium noch Gast").wait_for()
    assert current(page).get_by_label("Was", exact=True).input_value() == "Anrufen"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 360)])
def test_cockpit_is_accessible(reopened, scheme, width):
    page = reopened
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    for one in page.locator("section.is-current details, .keys").all():
        one.evaluate("one => one.open = true")

    assert grave(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
