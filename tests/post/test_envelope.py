"""Nothing that people typed adds a header, a recipient or a line to the head of a mail."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from post.delivery import deliver_due
from post.envelope import mailbox
from post.links import PLACEHOLDER, address
from post.messages import Act, Message
from post.models import Mail, PersonalLink
from post.outbox import Circumstances, write
from tests.factories import make_centre, make_mail, make_person

pytestmark = pytest.mark.django_db

HEADERS = {
    "Content-Transfer-Encoding",
    "Content-Type",
    "MIME-Version",
    "Subject",
    "From",
    "To",
    "Reply-To",
    "Date",
    "Message-ID",
    "Auto-Submitted",
}
BREAKS = [
    "\r\nBcc: x@example.com",
    "\nBcc: x@example.com",
    "\rBcc: x@example.com",
    "\x0bBcc: x",
    "\u2028Bcc: x",
]


def only_mail(sink):
    deliver_due()
    (mail,) = sink.mails
    return mail


@pytest.fixture(autouse=True)
def centre():
    return make_centre(email="buero@example.org")


@pytest.mark.parametrize("end", BREAKS)
def test_line_breaks_add_no_header(sink, end):
    """Also of a row that did not come from post.outbox."""
    person = make_person(given_name="Robin", family_name=f"Beispiel{end}", email="r@example.org")
    make_mail(person=person, to_name=person.full_name, subject=f"Titel{end}")

    sent = only_mail(sink)

    assert set(sent.keys()) <= HEADERS
    assert sink.envelopes[0].rcpt_tos == ["r@example.org"]
    assert "Bcc: x" in sent["Subject"].replace("  ", " ")


@pytest.mark.parametrize(
    "name",
    [
        'Beispiel, Robin "Rob"',
        "Dr. Jürgen Müßig, LL. M. (Köln) <chef@example.com>",
        "a@example.com, b@example.com",
        "ö" * 200,
        "=?utf-8?q?x=2Cy?= <z@example.com>",
    ],
)
def test_a_name_stays_one_name_of_one_recipient(sink, name):
    make_mail(to_name=name, to_address="r@example.org")

    (recipient,) = only_mail(sink)["To"].addresses

    assert recipient.addr_spec == "r@example.org"
    assert sink.envelopes[0].rcpt_tos == ["r@example.org"]


@pytest.mark.parametrize(
    "given", ["a@example.org, b@example.org", "a@example.org\nb@example.org", "a"]
)
def test_what_is_no_single_address_goes_nowhere_and_is_told(sink, given):
    mail = make_mail(to_address=given)

    deliver_due()

    mail.refresh_from_db()
    assert (mail.state, sink.raw) == (Mail.State.FAILED, [])
    assert mail.last_error.startswith("Die Mail lässt sich nicht schreiben")


def test_long_title_is_cut_in_the_subject_and_whole_in_the_text(sink):
    title = "Wörter " * 150
    write(Message(subject=title, title=title), Circumstances("digest", "x:1"), person=make_person())

    sent = only_mail(sink)

    assert len(sent["Subject"].strip()) <= 200
    assert all(len(line) <= 998 for line in sink.raw[0].split(b"\r\n"))
    assert title.strip() in sent.get_body(["plain"]).get_content().replace("\n", " ")


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(max_size=60))
def test_any_name_gives_one_mailbox(name):
    text = mailbox(name, "r@example.org")

    assert text.splitlines() == [text]
    assert text.endswith("r@example.org>") or text == "r@example.org"


def test_mail_says_the_same_in_text_and_html(sink):
    person = make_person()
    message = Message(
        subject="Einladung",
        title="Einladung <b>",
        kicker="Gremium & Co",
        greeting="Guten Tag",
        lead="Bitte antworten Sie.",
        facts=[("Wann", "Donnerstag, 14 Uhr"), ("Ort", "Haus 1")],
        acts=[Act("Ich komme", address(path="antwort/"))],
        paragraphs=["Ein Absatz."],
        reason="Weil Sie Mitglied sind.",
    )
    write(message, Circumstances("invitation", "i:1"), person=person)

    sent = only_mail(sink)

    text, html = (sent.get_body([kind]).get_content() for kind in ("plain", "html"))
    for word in ("Donnerstag, 14 Uhr", "Haus 1", "Ich komme", "Ein Absatz.", "Weil Sie"):
        assert word in text
        assert word in html
    assert "Einladung &lt;b&gt;" in html
    assert "Einladung <b>" in text
    assert "Gremium & Co" in text
    assert PLACEHOLDER not in text + html
    assert "src=" not in html
    assert PersonalLink.objects.get().person == person


def test_personal_link_of_nobody_is_refused():
    message = Message(subject="x", title="x", acts=[Act("Öffnen", address())])

    with pytest.raises(ValueError, match="needs a person"):
        write(message, Circumstances("digest", "x:1"), address="a@example.org")


def test_mark_of_the_link_typed_by_people_stays_what_they_typed(sink):
    person, words = make_person(), f"Titel {PLACEHOLDER} {address()}"
    message = Message(subject="x", title=words, paragraphs=[words], acts=[Act("Öffnen", address())])
    seen = write(message, Circumstances("digest", "x:1"), person=person).link_mark
    again = Message(subject="x", title=f"{words} {seen}", acts=[Act("Öffnen", address())])
    write(again, Circumstances("digest", "x:2"), person=person)

    deliver_due()

    for sent, mail in zip(sink.mails, Mail.objects.order_by("pk"), strict=True):
        text, html = (sent.get_body([kind]).get_content() for kind in ("plain", "html"))
        [token] = set(re.findall(r"/l/([\w-]{32})/", text + html))
        assert PersonalLink.objects.find(token, "personal").mail == mail
        assert (text.count(token), html.count(token)) == (1, 1)
        assert text.count(words) == mail.text.count(words) > 0
        assert mail.link_mark not in text + html
    assert seen in text


def test_what_is_named_like_the_mark_goes_to_a_bare_address_too():
    message = Message(subject=PLACEHOLDER, title=PLACEHOLDER, lead=address())

    mail = write(message, Circumstances("digest", "x:1"), address="a@example.org")

    assert (address() in mail.text, mail.link_mark) == (True, "")


def test_same_occasion_is_written_once():
    message, person = Message(subject="x", title="x"), make_person()

    first = write(message, Circumstances("digest", "x:1"), person=person)

    assert write(message, Circumstances("digest", "x:1"), person=person) == first
    assert Mail.objects.count() == 1
