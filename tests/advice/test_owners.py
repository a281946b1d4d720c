"""Who in the office is in charge of advice: somebody who works there."""

import pytest
from django.urls import reverse

from advice.due import waiting
from advice.models import Advice, Introduction
from tests import factories as make
from tests.advising import make_advice
from tests.held import make_task
from tests.office import office

__all__ = ["office"]
pytestmark = pytest.mark.django_db

TASKS = "/admin/meetings/task/?dringend=ohne-zustaendige"
LIST = "/admin/advice/advice/"


def page_of(advice, view="change", *more):
    return reverse(f"admin:advice_advice_{view}", args=[advice.pk, *more])


def form_of(office, advice, **values):
    """What a browser would post from the page, with `values` chosen."""
    page = office.get(page_of(advice)).context
    fields = page["adminform"].form
    data = {name: fields[name].value() for name in fields.fields}
    rows = {"steps-TOTAL_FORMS": 0, "steps-INITIAL_FORMS": 0}
    return {name: value for name, value in data.items() if value is not None} | rows | values


def offered(office, address):
    return set(office.get(address).context["adminform"].form.fields["owner"].queryset)


@pytest.fixture
def accounts():
    """Accounts of every kind, and whether each may be in charge."""
    return {
        make.make_staff(): True,
        make.make_leader(): True,
        make.make_user(): False,
        make.make_member(): False,
        make.make_staff(is_active=False): False,
        make.make_leader(is_staff=False): False,
    }


def test_only_who_works_in_the_office_is_offered(office, accounts):
    known = {one for one, may in accounts.items() if may}

    for address in (page_of(make_advice()), f"{LIST}add/"):
        assert offered(office, address) & set(accounts) == known


def test_only_who_works_in_the_office_is_accepted(office, accounts):
    advice = make_advice()

    for account, may in accounts.items():
        Advice.objects.update(owner=None)
        response = office.post(page_of(advice), form_of(office, advice, owner=account.pk))

        advice.refresh_from_db()
        assert (response.status_code == 302, advice.owner) == (may, account if may else None)


def test_old_version_brings_no_closed_account_back(office):
    gone = make.make_staff()
    advice = make_advice(owner=gone)
    old = advice.history.first().pk
    advice.owner = None
    advice.save()
    gone.is_active = False
    gone.save()

    office.post(page_of(advice, "simple_history", old), form_of(office, advice, owner=gone.pk))

    advice.refresh_from_db()
    assert advice.owner is None


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False}])
def test_owner_who_has_left_is_shown_and_named_today(office, change):
    owner = make.make_staff(name="Robin Fort")
    advice = make_advice(owner=owner)
    make_advice(board=advice.board, owner=make.make_staff())
    rows = Advice.objects.all(), Introduction.objects.all()
    assert waiting(*rows) == []

    type(owner).objects.filter(pk=owner.pk).update(**change)

    words = "Robin Fort (nicht mehr in der Geschäftsstelle)"
    assert words in office.get(page_of(advice)).content.decode()
    assert words in office.get(LIST).content.decode()
    text = "Wer für 1 offene Anregung zuständig ist, arbeitet nicht mehr in der Geschäftsstelle"
    assert [one.text for one in waiting(*rows)] == [text]
    line = (text, f"{LIST}?dringend=verwaist")
    assert line in [(one.text, one.url) for one in office.get("/admin/").context["due"]]
    assert list(office.get(line[1]).context["cl"].queryset) == [advice]
    # Saved unchanged the form keeps who it was: only another one has to work in the office.
    assert office.post(page_of(advice), form_of(office, advice)).status_code == 302
    assert Advice.objects.get(pk=advice.pk).owner == owner


def test_today_names_tasks_that_nobody_has_taken_on(office):
    task = make_task()
    make_task(board=task.board, person=make.make_person())
    make_task(board=task.board, organisation=make.make_organisation())

    lines = [(one.text, one.url) for one in office.get("/admin/").context["due"]]

    line = ("1 offene Aufgabe hat niemand übernommen", TASKS)
    assert line in lines
    assert list(office.get(TASKS).context["cl"].queryset) == [task]
