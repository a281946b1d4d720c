"""Signing in with a code that comes by mail."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from partners.models import Person
from post.models import Mail
from tests.factories import make_mandate, make_person, make_seat, make_staff, make_user

pytestmark = pytest.mark.django_db

WRONG = "stimmt nicht oder gilt nicht mehr"
YESTERDAY = timezone.localdate() - dt.timedelta(days=1)


def ask(client, email, query=""):
    return client.post(f"/anmelden/{query}", {"email": email})


def mailed_code():
    return re.search(r"Code: (\d{4} \d{4})", Mail.objects.latest("pk").text)[1]


def give(client, code, query=""):
    return client.post(f"/anmelden/code/{query}", {"code": code})


def is_in(client):
    return "_auth_user_id" in client.session


def make_seated(**overrides):
    return make_mandate(person=make_person(**overrides)).person


def test_member_comes_in_with_the_mailed_code_and_gets_an_account(client):
    person = make_seated(email="Kim@Example.org")

    asked = ask(client, "kim@example.ORG")
    mail = Mail.objects.get()
    entered = give(client, mailed_code())

    person.refresh_from_db()
    assert asked.url == "/anmelden/code/"
    assert (mail.person, mail.to_address, mail.is_secret) == (person, "Kim@Example.org", True)
    assert entered.url == "/mein/"
    assert client.session["_auth_user_id"] == str(person.user.pk)
    assert (person.user.email, person.user.has_usable_password()) == ("kim@example.org", False)


def test_second_sign_in_uses_the_same_account(client):
    person = make_seated()
    for _ in range(2):
        ask(client, person.email)
        give(client, mailed_code())
        client.post("/abmelden/")

    assert User.objects.count() == 1
    assert Mail.objects.count() == 2


def test_code_stands_in_no_subject_and_no_table_but_the_mail(client):
    person = make_seated()
    ask(client, person.email)
    code = mailed_code().replace(" ", "")

    mail = Mail.objects.get()
    assert code not in (mail.subject + mail.occasion + mail.thread).replace(" ", "")
    assert code not in str(dict(client.session))


def test_wrong_code_is_refused_and_the_right_one_still_opens(client):
    ask(client, make_seated().email)
    right = mailed_code()
    wrong = "0000 0000" if right != "0000 0000" else "1111 1111"

    assert WRONG in give(client, wrong).content.decode()
    assert not is_in(client)
    assert give(client, right.replace(" ", "-")).status_code == 302
    assert is_in(client)


def test_code_opens_once(client):
    ask(client, make_seated().email)
    pending, code = client.session["sign_in_code"], mailed_code()
    give(client, code)
    twin = type(client)()
    session = twin.session
    session["sign_in_code"] = pending
    session.save()

    assert WRONG in give(twin, code).content.decode()
    assert not is_in(twin)
    assert is_in(client)


def test_code_is_worth_nothing_in_another_browser(client):
    ask(client, make_seated().email)
    code = mailed_code()
    other = type(client)()

    assert give(other, code).url == "/anmelden/"
    ask(other, "niemand@example.org")
    assert WRONG in give(other, code).content.decode()


def test_code_ends_after_ten_minutes(client):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        ask(client, make_seated().email)
        code = mailed_code()
    with time_machine.travel(start + dt.timedelta(minutes=10), tick=False):
        late = give(client, code).content.decode()
    with time_machine.travel(start + dt.timedelta(minutes=9, seconds=59), tick=False):
        in_time = give(client, code)

    assert WRONG in late
    assert in_time.status_code == 302


def test_code_ends_after_five_wrong_tries(client):
    ask(client, make_seated().email)
    right = mailed_code()
    wrong = f"{(int(right.replace(' ', '')) + 1) % 10**8:08}"
    for _ in range(5):
        give(client, wrong)

    assert WRONG in give(client, right).content.decode()
    assert not is_in(client)


def strip_token(response):
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", response.content)


def former_member():
    return make_mandate(person=make_person(), ends_on=YESTERDAY).person.email


def future_member():
    return make_mandate(starts_on=timezone.localdate() + dt.timedelta(days=1)).person.email


def disabled_member():
    return make_seated(user=make_user(is_active=False)).email


def member_whose_address_is_a_disabled_account():
    user = make_user(is_active=False)
    return make_seated(email=user.email).email


def disabled_staff():
    return make_staff(is_active=False).email


STRANGERS = [
    former_member,
    future_member,
    disabled_member,
    member_whose_address_is_a_disabled_account,
    disabled_staff,
    lambda: make_person().email,
    lambda: make_user().email,
    lambda: "niemand@example.org",
]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_stranger_gets_the_same_bytes_and_no_mail(client, stranger):
    email = stranger()
    users = User.objects.count()
    other = type(client)()

    with time_machine.travel(timezone.now(), tick=False):
        known, unknown = ask(client, make_seated().email), ask(other, email)
        pages = [strip_token(one.get("/anmelden/code/")) for one in (client, other)]
    members = Person.objects.get(pk=Mail.objects.get().person_id).email

    assert known.url == unknown.url
    assert (known.content, dict(known.headers)) == (unknown.content, dict(unknown.headers))
    assert pages[0].replace(members.encode(), b"") == pages[1].replace(email.encode(), b"")
    assert Mail.objects.count() == 1
    give(other, mailed_code())
    assert not is_in(other)
    assert User.objects.count() == users


def test_mandate_that_ends_between_mail_and_code_opens_nothing(client):
    mandate = make_mandate()
    ask(client, mandate.person.email)
    mandate.ends_on = YESTERDAY
    mandate.save()

    assert WRONG in give(client, mailed_code()).content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("how", ["address", "person"])
def test_office_account_gets_no_code_but_is_told_about_its_password(client, how):
    staff = make_staff()
    person = make_seated(**({"email": staff.email} if how == "address" else {"user": staff}))

    ask(client, person.email)

    mail = Mail.objects.get()
    assert "Mit Passwort anmelden" in mail.text
    assert not re.search(r"\d{4} \d{4}", mail.text)
    assert client.session["sign_in_code"]["person"] is None


def test_old_address_of_an_account_gets_no_code_once_the_person_has_a_new_one(client):
    person = make_seated(email="alt@example.org")
    ask(client, "alt@example.org")
    give(client, mailed_code())
    client.post("/abmelden/")
    Person.objects.filter(pk=person.pk).update(email="neu@example.org")

    ask(client, "alt@example.org")
    assert Mail.objects.count() == 1
    ask(client, "neu@example.org")
    give(client, mailed_code())
    assert is_in(client)
    assert User.objects.count() == 1


def test_second_request_drops_a_code_that_still_waits(client):
    person = make_seated()
    ask(client, person.email)
    ask(client, person.email)

    assert sorted(Mail.objects.values_list("state", flat=True)) == ["dropped", "queued"]


def test_redirect_goes_where_the_member_wanted_to_and_stays_on_the_site(client):
    person = make_seated()
    for wanted, reached in (("/mitglieder/", "/mitglieder/"), ("//boese.example/", "/mein/")):
        asked = ask(client, person.email, f"?next={wanted}")
        query = asked.url.partition("?")[2]
        assert give(client, mailed_code(), f"?{query}").url == reached
        client.post("/abmelden/")


def test_page_for_the_code_leads_back_when_none_was_asked_for(client):
    assert client.get("/anmelden/code/?next=/mein/").url == "/anmelden/?next=%2Fmein%2F"


def test_seeing_the_pages_sets_no_session(client):
    client.get("/anmelden/")
    client.get("/anmelden/code/")
    client.get("/anmelden/passwort/")

    assert set(client.cookies) == {"csrftoken"}


def test_session_key_changes_when_the_code_is_given(client):
    ask(client, make_seated().email)
    before = client.session.session_key
    give(client, mailed_code())

    assert client.session.session_key != before


def test_seat_without_mandate_makes_nobody_a_member(client):
    make_seat()
    ask(client, make_person().email)

    assert not Mail.objects.exists()


def test_stranger_costs_about_the_same_work_as_a_member(client):
    counts = []
    for email in (make_seated().email, "niemand@example.org"):
        with CaptureQueriesContext(connection) as queries:
            ask(type(client)(), email)
        counts.append(len(queries))

    assert abs(counts[0] - counts[1]) <= 3
    assert Mail.objects.count() == 1
