"""What is typed into the cockpit's small forms and not sent yet: kept, or given back."""

import pytest

from tests.e2e.cockpit_steps import (
    COCKPIT,
    current,
    seats,
    shell,
    text_of,
    wait_until_saved,
)
from tests.e2e.product import sign_in
from tests.e2e.test_cockpit import (
    folder,
    office,
    other_page,
    signed_in,
    site,
)

__all__ = ["folder", "office", "signed_in", "site"]
STORED = "Object.keys(localStorage).filter(one => one.startsWith('cockpit')).sort()"
ADD_HELPER = """
from django.contrib.auth.models import Permission
from accounts.models import User
user = User.objects.create_user("aushilfe@example.org", "kein-gast-darf-herein", is_staff=True)
rights = ("view_meeting", "view_itemrecord", "change_itemrecord", "change_participation")
user.user_permissions.set(Permission.objects.filter(codename__in=rights))
"""
# Nobody can do so in the office; whatever else answers 404 answers just so.
DROP_LAST_ITEM = """
from meetings.models import Meeting
item = Meeting.objects.get(pk=2).agenda_items.last()
item.record.delete()
item.delete()
"""


@pytest.fixture
def page(office):
    """The running session, everybody's forms untouched."""
    office.goto(COCKPIT)
    for button in ("Sitzung beginnen", "Sitzung wieder öffnen"):
        if office.get_by_role("button", name=button).count():
            with office.expect_navigation():
                office.get_by_role("button", name=button).click()
    return office


def unfolded(page, form):
    """Return the form, opened as one opens it."""
    found = page.locator(f"form[data-draft={form}]")
    if not found.is_visible():
        found.locator("xpath=ancestor::details[1]/summary").click()
    return found


def guest_form(page):
    return unfolded(page, "neuer-gast")


def item_form(page):
    return unfolded(page, "neuer-top")


def seat_form(page, number, attendance):
    """Return the form with the times of a seat that is there."""
    seat = seats(page).nth(number)
    seat.get_by_role("button", name=attendance).click()
    wait_until_saved(page)
    return unfolded(page, seat.locator("form[data-draft]").get_attribute("data-draft"))


def add_guest(page, name):
    guest_form(page).get_by_label("Name").fill(name)
    guest_form(page).get_by_role("button", name="Gast eintragen").click()
    page.locator("[data-part=guests]").get_by_text(name).wait_for()


def times_form(page, name):
    guest = page.locator("[data-part=guests] li", has_text=name)
    return unfolded(page, guest.locator("form[data-draft]").get_attribute("data-draft"))


def conflict_form(page):
    return unfolded(
        page, current(page).locator("form[data-draft^=befangen]").get_attribute("data-draft")
    )


FORMS = {
    "guest": (guest_form, {"Name": "Wanda Zaungast", "Organisation": "Handwerkskammer"}),
    "item": (item_form, {"Überschrift": "Ein dringender Punkt"}),
    "seat": (
        lambda page: seat_form(page, 1, "anwesend"),
        {"gekommen": "14:20", "gegangen": "15:45"},
    ),
    "deputy": (lambda page: seat_form(page, 2, "vertreten"), {"Vertreten durch": "Wer kommt"}),
    "times": (lambda page: times_form(page, "Gastbeispiel"), {"gegangen": "15:10"}),
}


def values(form, labels):
    return {one: form.get_by_label(one, exact=True).input_value() for one in labels}


@pytest.mark.parametrize("name", FORMS)
def test_reload_loses_nothing_that_was_typed(page, name):
    find, typed = FORMS[name]
    if name == "times":
        guest = page.locator("[data-part=guests] li", has_text="Gastbeispiel")
        guest.get_by_role("button", name="anwesend").click()
        wait_until_saved(page)
    form = find(page)
    draft = form.get_attribute("data-draft")
    for label, words in typed.items():
        form.get_by_label(label, exact=True).fill(words)

    page.reload()

    form = page.locator(f"form[data-draft={draft}]")
    assert form.is_visible()
    assert values(form, typed) == typed
    for label in typed:
        form.get_by_label(label, exact=True).fill("")
    page.reload()
    assert not form.is_visible() or values(form, typed) != typed


def test_reload_keeps_what_was_ticked_and_unticked(page):
    boxes = conflict_form(page).get_by_role("checkbox")
    boxes.nth(3).check()
    page.keyboard.press("Alt+Shift+KeyB")
    dissent = current(page).get_by_label("kein Einvernehmen")
    dissent.check()

    page.reload()

    assert [one.is_checked() for one in boxes.all()].index(True) == 3
    assert dissent.is_checked()
    boxes.nth(3).uncheck()
    current(page).get_by_label("einvernehmlich", exact=True).check()
    assert page.evaluate(STORED) == []


def test_what_arrived_is_no_draft_any_more(page):
    form = seat_form(page, 4, "anwesend")
    form.get_by_label("gekommen").fill("14:05")
    form.get_by_role("button", name="Übernehmen").click()
    add_guest(page, "Gerd Spontan")
    wait_until_saved(page)
    page.reload()

    assert page.evaluate(STORED) == []
    seats(page).nth(4).get_by_text("ab 14:05").wait_for()


def test_what_others_change_takes_nothing_from_a_form(page):
    add_guest(page, "Tina Zuhörerin")
    form = times_form(page, "Zuhörerin")
    form.get_by_label("gegangen").fill("15:30")
    add_guest(page, "Udo Zuhörer")

    assert form.get_by_label("gegangen").input_value() == "15:30"
    assert form.is_visible()
    form.get_by_label("gegangen").fill("")


def ended_by_somebody_else(browser, site, signed_in):
    other = other_page(browser, site, signed_in)
    with other.expect_navigation():
        other.get_by_role("button", name="Sitzung beenden").click()
    other.context.close()


LINES = {
    "guest": (guest_form, "Name", "Gast eintragen"),
    "item": (item_form, "Überschrift", "TOP aufnehmen"),
}


@pytest.mark.parametrize("name", LINES)
def test_refused_line_is_given_back_and_survives_the_reload(page, browser, site, signed_in, name):
    find, label, button = LINES[name]
    form = find(page)
    form.get_by_label(label).fill("Was noch fehlt")
    ended_by_somebody_else(browser, site, signed_in)
    form.get_by_role("button", name=button).click()

    form.get_by_text("Die Sitzung ist beendet.").wait_for()
    page.locator("[data-save-state][data-state=closed]").wait_for()
    assert form.get_by_label(label).input_value() == "Was noch fehlt"

    page.reload()
    with page.expect_navigation():
        page.get_by_role("button", name="Sitzung wieder öffnen").click()
    assert find(page).get_by_label(label).input_value() == "Was noch fehlt"
    find(page).get_by_label(label).fill("")


def test_second_line_typed_meanwhile_is_not_overwritten_by_a_refused_one(page):
    page.context.set_offline(True)
    form = guest_form(page)
    form.get_by_label("Name").fill(" ")
    form.get_by_label("Organisation").fill("Erste Kammer")
    form.get_by_role("button", name="Gast eintragen").click()
    form.get_by_label("Name").fill("Zweiter Gast")
    page.context.set_offline(False)

    form.get_by_text("Geschrieben war:").get_by_text("Erste Kammer").wait_for()
    assert form.get_by_label("Name").input_value() == "Zweiter Gast"
    form.get_by_label("Name").fill("")


def test_ending_asks_once_about_a_line_that_was_begun(page):
    guest_form(page).get_by_label("Name").fill("Wer nur halb")
    end = page.get_by_role("button", name="Sitzung beenden")

    end.click()

    page.get_by_text("In einem Formular steht etwas").wait_for()
    assert guest_form(page).is_visible()
    with page.expect_navigation():
        end.click()
    page.get_by_text("Die Sitzung ist beendet, der Entwurf").wait_for()


def test_missing_right_is_said_and_what_was_typed_is_given_back(page, browser, site, folder):
    shell(folder, ADD_HELPER)
    context = browser.new_context(base_url=site.address, locale="de-DE")
    helper = context.new_page()
    sign_in(helper, ("aushilfe@example.org", "kein-gast-darf-herein"), COCKPIT)

    guest_form(helper).get_by_label("Name").fill("Xenia Zaungast")
    guest_form(helper).get_by_role("button", name="Gast eintragen").click()
    text_of(helper).fill("Geschrieben von der Aushilfe")

    guest_form(helper).get_by_text("Dazu fehlt Ihnen das Recht.").wait_for()
    wait_until_saved(helper)
    assert guest_form(helper).get_by_label("Name").input_value() == "Xenia Zaungast"
    context.close()


def test_form_that_lay_open_too_long_waits_until_somebody_signs_in(page):
    guest_form(page).get_by_label("Name").fill("Yvonne Zaungast")
    page.context.clear_cookies(name="csrftoken")

    guest_form(page).get_by_role("button", name="Gast eintragen").click()

    page.get_by_text("nicht angemeldet – Ihre Eingaben sind").wait_for()
    page.reload()
    page.locator("[data-part=guests]").get_by_text("Yvonne Zaungast").wait_for()


def test_what_the_server_no_longer_knows_is_said_and_holds_up_nothing(page, folder):
    page.locator(".agenda-nav a").last.click()
    shell(folder, DROP_LAST_ITEM)

    current(page).get_by_role("button", name="TOP beginnen").click()
    page.locator(".agenda-nav a").first.click()
    text_of(page).fill("Danach geht es weiter.")

    page.get_by_text("Das hat der Server nicht angenommen (Fehler 404).").wait_for()
    wait_until_saved(page)
    page.reload()
    assert text_of(page).input_value() == "Danach geht es weiter."
    assert page.evaluate(STORED) == []
