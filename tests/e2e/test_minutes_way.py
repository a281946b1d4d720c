"""From the running session to corrected minutes, with a real mail server in between."""

import re

import pytest

from tests.e2e.axe import grave
from tests.e2e.cockpit_steps import (
    TODAY,
    current,
    go_on,
    seats,
    shell,
    wait_until_saved,
    write,
)
from tests.e2e.holding import (
    MINUTES_SAY,
    end,
    follow,
    hold_the_session,
    judge,
    move,
    office,
    open_minutes,
    pdf_behind,
    plan_the_next_session,
    press,
    release,
    words,
)
from tests.e2e.product import running
from tests.e2e.test_html import errors_in, nu_checker
from tests.e2e.test_whole_way import link_in, mail_to, post, settled
from tests.processes import manage

__all__ = ["nu_checker", "office", "post"]
MEMBER = "carla.exempel@example.org"
SESSION = "/sitzungen/begleitgremium-2/"
RULES = """
from partners.models import Rules
Rules.objects.filter(board__slug="begleitgremium").update(mode="voting", has_quorum=True)
"""
# Of persons, the item for members, the session for members, and how often something changed.
HIDDEN = ("Anke", "Zaungast", "Entwurf der Geschäftsordnung", "4. Sitzung", "Fassung")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("minutes-way")


@pytest.fixture(scope="module")
def site(folder, post):
    """A product of its own, whose second session takes place today."""
    with running(folder, EMAIL_URL=post.url) as site:
        shell(folder, TODAY + RULES)
        move(folder, "begleitgremium-2", 0)
        yield site


# --- The draft -------------------------------------------------------------------


def check_draft(page, seen):
    open_minutes(page)
    assert page.locator(".checklist [data-state=open]").count() == 0
    judge(page, seen, "office-minutes", grave)
    text = pdf_behind(page, "Entwurf als PDF")
    assert re.search(".*".join(MINUTES_SAY), text), text


# --- Objection --------------------------------------------------------------------


def object_by_link(member, page, seen, post):
    """The member comes by the link in the mail; `page` only looks at what they see."""
    link = link_in(mail_to(post, MEMBER, "Protokoll der 2. Sitzung"))
    page.goto(link)
    judge(page, seen, "member-minutes")
    member.goto(link)
    assert "Fassung 1" in pdf_behind(member, "Als PDF")
    follow(member, "Einwendung zu TOP 2")
    member.get_by_label("Was stimmt nicht").fill("Der Bericht kam von der Kammer.")
    press(member, "Einwendung erheben")
    assert "Ihre Einwendung ist eingegangen." in words(member)
    page.reload()
    judge(page, seen, "member-objection")
    mail_to(post, MEMBER, "Ihre Einwendung ist eingegangen")
    return link


def answer(page, seen, post):
    """Accept it, change the minutes accordingly, and let the members read that."""
    page.goto("/admin/meetings/objection/")
    judge(page, seen, "office-objections", grave)
    follow(page, "Der Bericht kam von der Kammer.")
    assert "Einwendung: TOP 2" in words(page)
    judge(page, seen, "office-objection", grave)
    page.get_by_label("Ihre Antwort").fill("Das stimmt, danke.")
    press(page, "Übernehmen und mitteilen")
    told = mail_to(post, MEMBER, "Antwort auf Ihre Einwendung")
    assert "Das stimmt, danke." in told.get_body(("plain",)).get_content()
    open_minutes(page)
    page.locator("#top-2 textarea").fill("Die Kammer berichtet, was aufgegriffen wurde.")
    page.get_by_label("Was sich geändert hat").fill("TOP 2: wer berichtet hat")
    press(page, "Geänderte Fassung freigeben")
    mail_to(post, MEMBER, "Geändert: Protokoll der 2. Sitzung")


# --- The next session -------------------------------------------------------------


def hold_the_next_session(page, folder):
    """The approval comes first; then the office is led to note it."""
    page.goto("/admin/meetings/meeting/?q=begleitgremium-4")
    follow(page, "4. Sitzung")
    follow(page, "Einladung prüfen")
    press(page, re.compile("^Jetzt senden"))
    settled(folder)
    key = move(folder, "begleitgremium-4", 0)
    page.goto(f"/admin/meetings/meeting/{key}/cockpit/")
    press(page, "Sitzung beginnen")
    assert "Genehmigung des Protokolls der 2. Sitzung" in current(page).inner_text()
    assert "Protokoll der 2. Sitzung: freigegeben." in current(page).inner_text()
    for number in range(6):
        seats(page).nth(number).get_by_role("button", name="anwesend").click()
    current(page).get_by_role("button", name="TOP beginnen").click()
    write(page, "Ohne Gegenrede.", "adopted")
    for _item in range(2):
        wait_until_saved(page)
        go_on(page)
        write(page, "Zur Kenntnis genommen.")
    wait_until_saved(page)
    end(page)


def approve(page, seen):
    page.goto("/admin/")
    assert "Genehmigt in der 4. Sitzung, aber noch nicht so vermerkt" in words(page)
    judge(page, seen, "office-today", grave)
    page.go_back()
    follow(page, "Genehmigung des Protokolls der 2. Sitzung vermerken")
    judge(page, seen, "office-approve", grave)
    press(page, "Als genehmigt vermerken")
    assert "Das Protokoll ist genehmigt." in words(page)
    page.goto("/admin/meetings/minutes/?q=begleitgremium-4")
    follow(page, "4. Sitzung")
    assert "Das Protokoll der 2. Sitzung ist genehmigt." in words(page)


# --- Publication and correction ---------------------------------------------------


def publish(page, seen):
    open_minutes(page)
    press(page, "Veröffentlichung prüfen")
    judge(page, seen, "office-publish", grave)
    press(page, "Jetzt veröffentlichen")
    assert "Der öffentliche Teil des Protokolls ist veröffentlicht." in words(page)


def read_as_visitor(visitor):
    """Return what everybody reads of the minutes: on the page, and in the PDF."""
    visitor.goto(f"{SESSION}protokoll/")
    return words(visitor), pdf_behind(visitor, "Als PDF")


def check_public(visitor):
    for text in read_as_visitor(visitor):
        assert "Die Kammer berichtet, was aufgegriffen wurde." in text
        assert re.search("[Gg]enehmigt", text)
        assert "4 nichtöffentlich" in text
        assert [one for one in HIDDEN if one in text] == []


def correct(page, seen, post):
    open_minutes(page)
    page.locator("#top-2 textarea").fill("Die Kammer berichtet, was umgesetzt wurde.")
    page.get_by_label("Grund der Berichtigung").fill("Falsches Wort in TOP 2")
    press(page, "Berichtigen und den Mitgliedern mitteilen")
    told = mail_to(post, MEMBER, "Berichtigt: Protokoll der 2. Sitzung")
    assert "Falsches Wort in TOP 2" in told.get_body(("plain",)).get_content()
    judge(page, seen, "office-approved", grave)
    follow(page, "Fassung 4")
    assert page.locator(".differences del").all_inner_texts() == ["aufgegriffen"]
    assert page.locator(".differences ins").all_inner_texts() == ["umgesetzt"]
    judge(page, seen, "office-version", grave)


def test_session_is_held_remembered_objected_to_approved_published_and_corrected(
    office, outside, post, folder, seen
):
    plan_the_next_session(office)
    hold_the_session(office)
    judge(office, seen, "office-running", grave)
    end(office)
    check_draft(office, seen)
    release(office, folder, lambda: judge(office, seen, "office-release", grave))
    member, visitor = outside(), outside()
    link = object_by_link(member, office, seen, post)
    answer(office, seen, post)
    member.goto(link)
    assert "Das stimmt, danke." in words(member)
    hold_the_next_session(office, folder)
    approve(office, seen)
    assert visitor.goto(f"{SESSION}protokoll/").status == 404
    publish(office, seen)
    check_public(visitor)
    correct(office, seen, post)
    assert all("umgesetzt wurde" in text for text in read_as_visitor(visitor))
    assert "berichtigt am" in words(visitor)
    manage(folder, "integrity")


PUBLIC = {
    "public-minutes": f"{SESSION}protokoll/",
    "public-session": SESSION,
    "public-resolutions": "/beschluesse/",
    "public-resolution": "/beschluesse/begleitgremium-1/",
}
OFFICE = {
    "office-minutes-list": "meetings/minutes/",
    "office-tasks": "meetings/task/",
    "office-task": "meetings/task/1/change/",
    "office-evidence": "nachweis/",
    "office-cockpit": "meetings/meeting/2/cockpit/",
}


@pytest.mark.parametrize("name", PUBLIC)
def test_visitor_meets_accessible_pages(watched, seen, name):
    assert watched.goto(PUBLIC[name]).status == 200

    judge(watched, seen, name)
    assert watched.context.cookies() == []


@pytest.mark.parametrize("path", ["aufgaben/", "beschluesse/", "sitzungen/begleitgremium-2/"])
def test_member_meets_accessible_pages(watched, site, seen, path):
    assert watched.goto(site.member + path).status == 200

    judge(watched, seen, f"member-{path.strip('/').replace('/', '-')}")


@pytest.mark.parametrize("name", OFFICE)
def test_office_meets_accessible_pages(office, seen, name):
    assert office.goto(f"/admin/{OFFICE[name]}").status == 200

    judge(office, seen, name, grave)


def test_pages_of_the_way_are_valid_html(seen, nu_checker):
    assert len(list(seen.iterdir())) > len(PUBLIC) + len(OFFICE)
    assert errors_in(seen, nu_checker) == []
