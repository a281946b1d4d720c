"""What members and guests write on advice, topics and stations: by keyboard, without script."""

import re

from tests.e2e.test_link_forms import link_of, main, office, plain, press, write
from tests.e2e.test_member_pages import tab_to
from tests.e2e.test_signin import enter, looks_well

__all__ = ["office", "plain"]


def field(page, name, role="textbox"):
    """Return the field; links and sections beside it have names that begin alike."""
    return page.get_by_role(role, name=re.compile(f"^{name}"))


def points(page, topic):
    return field(page, topic, "spinbutton")


def fill(page, target, words):
    tab_to(page, target)
    page.keyboard.press("Control+a")
    page.keyboard.type(words)


def choose(page, label):
    """Choose one of several answers with the keyboard."""
    tab_to(page, page.get_by_label(label, exact=True))
    page.keyboard.press("Space")


def test_member_gives_advice(plain, watched, site):
    plain.goto(f"{site.member}anregungen/")

    write(plain, "Was regen Sie an?", "Mehr Beispiele aus dem Alltag")
    press(plain, "Anregung geben")

    assert "Mehr Beispiele aus dem Alltag" in main(plain)
    watched.goto(f"{site.member}anregungen/")
    assert looks_well(watched)


def test_member_proposes_a_topic(plain, watched, site):
    plain.goto(f"{site.member}themen/")

    fill(plain, field(plain, "Thema"), "Pflege der Daten")
    write(plain, "Warum ist das wichtig?", "Viele Betriebe fragen danach.")
    press(plain, "Thema vorschlagen")

    assert "Pflege der Daten" in main(plain)
    watched.goto(f"{site.member}themen/")
    assert looks_well(watched)


def test_member_gives_points_and_is_told_of_too_many(plain, watched, site):
    for page in (plain, watched):
        page.goto(f"{site.member}gewichtung/1/")
        fill(page, points(page, "Wartung"), "4")
        fill(page, points(page, "Werkstatttage"), "3")
        enter(page)
        assert "Sie haben 7 Punkte vergeben" in main(page)
        assert points(page, "Wartung").input_value() == "4"
    assert looks_well(watched)

    fill(plain, points(plain, "Werkstatttage"), "1")
    press(plain, "Punkte vergeben")

    watched.goto(plain.url)
    assert points(watched, "Werkstatttage").input_value() == "1"
    assert looks_well(watched)


def test_partner_keeps_a_draft_and_hands_the_report_in(plain, watched, office):
    link = link_of(office, "pia.probebericht")
    plain.goto(link + "berichte/")
    plain.get_by_role("link", name="Digitale Sprechstunde").click()

    write(plain, "Stand", "Zwölf Betriebe haben gefragt.")
    press(plain, "Zwischenspeichern")
    assert plain.get_by_label("Stand", exact=True).input_value() == "Zwölf Betriebe haben gefragt."
    press(plain, "Bericht abgeben")
    assert plain.locator(".invalid-feedback").count()
    choose(plain, re.compile("Grün"))
    press(plain, "Bericht abgeben")

    assert "abgegeben" in main(plain)
    for address in (f"{link}berichte/", plain.url):
        watched.goto(address)
        assert looks_well(watched)


def test_guest_answers_three_questions(plain, watched, office):
    office.goto("/admin/projects/demonstration/1/change/")
    address = office.get_by_role("link", name="Ansehen").get_attribute("href")
    watched.goto(address)
    assert looks_well(watched)
    plain.goto(address)

    choose(plain, "sehr")
    choose(plain, "ja")
    write(plain, "Was sollte das Zentrum daraus machen?", "Gern noch einmal zeigen.")
    press(plain, "Rückmeldung geben")

    assert "Danke für Ihre Rückmeldung" in main(plain)
    watched.goto(plain.url)
    assert looks_well(watched)
    office.goto("/admin/projects/demonstration/1/change/")
    assert "Gern noch einmal zeigen." in office.locator("body").inner_text()
