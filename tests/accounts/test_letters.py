"""Letters that one database takes for another: never an error of ours, always one account."""

import pytest

from accounts.models import User
from tests.accounts.test_code import ask, give, is_in, mailed_code
from tests.factories import make_mandate, make_person, make_staff, make_user

pytestmark = pytest.mark.django_db

ODD = ["ſam@example.org", "\u212aim@example.org", "İda@example.org", "ıda@example.org"]


@pytest.mark.parametrize("email", [*ODD, "ka@\u212aeller.example", "x@ﬁrma.example", "x@ß.example"])
def test_asking_with_odd_letters_is_answered_as_always(client, email):
    for known in ("sam@example.org", "kim@example.org", "ida@example.org"):
        make_mandate(person=make_person(email=known))

    answer = ask(client, email)

    assert answer.status_code in {200, 302}
    assert ask(client, "niemand@example.org").status_code == 302


@pytest.mark.parametrize(
    ("odd", "email"),
    [("ſam@example.org", "sam@example.org"), ("\u212aim@example.org", "kim@example.org")],
)
def test_odd_letters_find_the_one_person_and_count_as_the_same_account(client, odd, email):
    person = make_mandate(person=make_person(email=email)).person

    ask(client, odd)
    give(client, mailed_code())

    person.refresh_from_db()
    assert is_in(client)
    assert person.user.email == email
    client.post("/abmelden/")
    statuses = [ask(client, [odd, email][number % 2]).status_code for number in range(11)]
    assert statuses == [302] * 10 + [429]


@pytest.mark.parametrize("odd", ["\u212aim@example.org", "ſim@example.org"])
def test_person_noted_with_odd_letters_gets_an_existing_account_of_nobody(client, odd):
    plain = odd.replace("\u212a", "k").replace("ſ", "s")
    account = make_user(email=plain)
    person = make_mandate(person=make_person(email=odd)).person

    answer = ask(client, odd)

    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.user in {None, account}
    assert User.objects.count() == 1


@pytest.mark.parametrize("odd", ODD)
def test_password_page_bears_odd_letters(client, odd):
    make_staff(email="sam@example.org")

    answer = client.post("/anmelden/passwort/", {"username": odd, "password": "x"})

    assert answer.status_code == 200
