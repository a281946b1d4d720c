"""An idea from the session in which it was given to the public page with its whole trace."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.e2e.axe import grave
from tests.e2e.cockpit_steps import (
    COCKPIT,
    advise,
    current,
    go_on,
    seats,
    wait_until_saved,
    write,
)
from tests.e2e.holding import (
    end,
    follow,
    judge,
    move,
    office,
    plan_the_next_session,
    press,
    words,
)
from tests.e2e.holding import release as release_minutes
from tests.e2e.product import running
from tests.e2e.test_html import errors_in, nu_checker
from tests.e2e.test_whole_way import mail_to, post
from tests.processes import manage

__all__ = ["nu_checker", "office", "post"]
MEMBER = "anke.beispiel@example.org"
IDEA = "Beispiele aus kleinen Betrieben zeigen"
REMARK = "Sitzungen nur noch am Vormittag"
ANSWER = "Zwei Betriebe zeigen im Frühjahr, was sie erprobt haben."
EFFECT = "Zwei Betriebe haben gezeigt, was sie erprobt haben."
INTERNAL = "Anke hat am Telefon noch einmal nachgefragt."
DUE = timezone.localdate() + dt.timedelta(weeks=6)
RELEASED = "Beispiele aus kleinen Betrieben sollen zu sehen sein."


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("advice-way")


@pytest.fixture(scope="module")
def site(folder, post):
    """A product of its own, whose second session takes place today."""
    with running(folder, EMAIL_URL=post.url) as site:
        move(folder, "begleitgremium-2", 0)
        yield site


# --- In the session ----------------------------------------------------------------


def capture(page, kind, text):
    advise(page, kind, text, "Anke Beispiel")
    current(page).locator(".notes").get_by_text(text).wait_for()


def hold(page):
    page.goto(COCKPIT)
    press(page, "Sitzung beginnen")
    seats(page).first.get_by_role("button", name="anwesend").click()
    current(page).get_by_role("button", name="TOP beginnen").click()
    write(page, "Ohne Gegenrede.", "adopted")
    capture(page, "idea", IDEA)
    capture(page, "remark", REMARK)
    for _item in range(5):
        wait_until_saved(page)
        go_on(page)
        write(page, "Zur Kenntnis genommen.")
    wait_until_saved(page)
    end(page)


# --- The answer ---------------------------------------------------------------------


def open_advice(page, text):
    page.goto("/admin/advice/advice/?q=" + text.split()[0])
    follow(page, text)


def note(page, state, **texts):
    """Take a step on the advice that is open."""
    follow(page, re.compile("^(Antworten|Schritt festhalten)$"))
    page.get_by_label("Stand").select_option(state)
    for label, text in texts.items():
        page.get_by_label(LABELS[label], exact=True).fill(text)
    press(page, "Festhalten")


LABELS = {
    "answer": "Antwort des Zentrums:",
    "reason": "Grund:",
    "effect": "Was daraus wurde:",
    "step": "Was geschah:",
}


def is_due(page, seen):
    """Six weeks are what the office has; nobody answered yet."""
    page.goto("/admin/advice/advice/?dringend=offen")
    assert IDEA in words(page)
    open_advice(page, IDEA)
    judge(page, seen, "office-advice", grave)
    assert page.locator("[name=due_on]").input_value() == DUE.isoformat()


def accept(page, seen, post):
    note(page, "accepted")
    assert "Bitte schreiben Sie die Antwort des Zentrums." in words(page)
    judge(page, seen, "office-step", grave)
    page.get_by_label("Antwort des Zentrums").fill(ANSWER)
    page.get_by_label("Diesen Schritt zeigen").check()
    press(page, "Festhalten")
    assert "Anke Beispiel bekommt eine Mail." in words(page)
    told = mail_to(post, MEMBER, "Antwort")
    assert ANSWER in told.get_body(("plain",)).get_content()


def decline(page):
    """Without a reason it is refused, and what was typed stands there still."""
    open_advice(page, REMARK)
    note(page, "declined", answer="Das geht leider nicht.")
    assert "Bitte nennen Sie den Grund." in words(page)
    assert page.get_by_label("Antwort des Zentrums").input_value() == "Das geht leider nicht."
    page.get_by_label("Grund").fill("Die meisten haben vormittags keine Zeit.")
    press(page, "Festhalten")
    assert "Festgehalten" in words(page)


def comes_back(page):
    """The next agenda tells what was answered."""
    page.goto("/admin/meetings/meeting/?q=begleitgremium-4")
    follow(page, "4. Sitzung")
    press(page, "Offenes übernehmen")
    follow(page, "Ansehen")
    item = page.locator("[id^=top-]", has_text="Rückmeldung zu Anregungen")
    assert f"{IDEA} – aufgegriffen: {ANSWER}" in item.inner_text()
    assert f"{REMARK} – nicht weiterverfolgt" in item.inner_text()


# --- In public ------------------------------------------------------------------------


def carry_out(page):
    open_advice(page, IDEA)
    note(page, "accepted", step=INTERNAL)
    note(page, "implemented", effect=EFFECT)


def release(page, seen):
    open_advice(page, IDEA)
    follow(page, "Veröffentlichen")
    assert "So geht es noch nicht" in words(page)
    page.go_back()
    page.get_by_label("So steht es öffentlich").fill(RELEASED)
    page.locator("[name=steps-2-is_public]").check()
    press(page, "Speichern und weiter bearbeiten")
    follow(page, "Veröffentlichen")
    judge(page, seen, "office-gate", grave)
    assert RELEASED in page.frame_locator(".gate-frame").locator("main").inner_text()
    press(page, "Jetzt veröffentlichen")
    assert "Das ist öffentlich." in words(page)


def read_all(visitor, seen, watched):
    visitor.goto("/anregungen/")
    assert RELEASED in words(visitor)
    follow(visitor, re.compile(r"^Idee \d+"))
    for said in (RELEASED, ANSWER, EFFECT, "umgesetzt"):
        assert said in words(visitor)
    trace = visitor.locator(".trace li").all_inner_texts()
    assert [one.split()[-1] for one in trace] == ["Gegeben", "Aufgegriffen.", "Umgesetzt."]
    for hidden in ("Anke", INTERNAL, IDEA, REMARK):
        assert hidden not in words(visitor)
    watched.goto(visitor.url)
    judge(watched, seen, "public-advice")


def test_idea_is_answered_comes_back_is_carried_out_and_released(
    office, outside, post, folder, seen
):
    visitor = outside()
    plan_the_next_session(office)
    hold(office)
    is_due(office, seen)
    accept(office, seen, post)
    decline(office)
    release_minutes(office, folder)
    comes_back(office)
    carry_out(office)
    visitor.goto("/anregungen/")
    assert RELEASED not in words(visitor)
    release(office, seen)
    read_all(visitor, seen, office)
    manage(folder, "integrity")


def test_pages_of_the_way_are_valid_html(seen, nu_checker):
    assert len(list(seen.iterdir())) >= 4
    assert errors_in(seen, nu_checker) == []
