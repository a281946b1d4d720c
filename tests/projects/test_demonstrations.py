"""Demonstrations: who stands where when, three questions, numbers for the minutes."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from meetings.minutes.content import content_of, members_part, public_part
from projects import feedback, stations
from projects.models import Demonstration
from projects.rotation import groups_for, letter, rotation
from tests import factories as make
from tests.advising import make_demonstration
from tests.held import make_held_meeting, make_minutes
from tests.meetings.papers import text_of
from tests.office import change, office, rows

__all__ = ["office"]

ANSWERS = {"useful": "very", "recommends": "yes"}


# --- The rotation -----------------------------------------------------------------


@given(count=st.integers(1, 12), groups=st.integers(1, 12))
def test_every_group_sees_every_station_once_and_none_meets_another(count, groups):
    turns = rotation(count, groups, 15)

    for group in range(groups):
        seen = [turn.stations[group] for turn in turns if turn.stations[group] is not None]
        assert sorted(seen) == list(range(count))
    for turn in turns:
        taken = [one for one in turn.stations if one is not None]
        assert len(taken) == len(set(taken))
    assert len(turns) == max(count, groups)


def test_turns_follow_the_clock_with_time_to_walk():
    turns = rotation(2, 3, 15, dt.time(23, 40))

    clock = [(f"{one.begins_at:%H:%M}", f"{one.ends_at:%H:%M}") for one in turns]
    assert clock == [("23:40", "23:55"), ("00:00", "00:15"), ("00:20", "00:35")]
    assert [one.stations for one in turns] == [[0, 1, None], [1, None, 0], [None, 0, 1]]
    assert rotation(1, 1, 15)[0].begins_at is None


@pytest.mark.parametrize(("count", "groups"), [(0, 1), (1, 0)])
def test_rotation_of_nothing_is_refused(count, groups):
    with pytest.raises(ValueError, match="needs a station and a group"):
        rotation(count, groups, 15)


def test_groups_and_their_names():
    assert [groups_for(people, 6) for people in (0, 1, 6, 7, 13)] == [1, 1, 1, 2, 3]
    assert [letter(number) for number in (0, 1, 25, 26)] == ["A", "B", "Z", "AA"]


# --- On paper ----------------------------------------------------------------------


@pytest.fixture
def item():
    meeting = make_held_meeting(held_on=timezone.localdate())
    return make.make_agenda_item(meeting=meeting, kind="demonstration", title="Rundgang")


@pytest.mark.django_db
def test_plan_names_turns_groups_and_stations(client, office, item):
    station = make_demonstration(agenda_item=item, title="Roboter", place="Halle 1")
    make_demonstration(agenda_item=item, title="Sensoren", minutes=20)

    answer = client.get(change(station, "plan") + "?gruppen=3")
    text = "".join(text_of(b"".join(answer)))

    for words in ("Rotationsplan", "Gruppe A", "Gruppe C", "Roboter", "Sensoren", "Pause"):
        assert words in text
    assert "14:00–14:20" in text
    assert "Halle 1" in text


@pytest.mark.django_db
@pytest.mark.parametrize("groups", ["0", "27", "x", "-1", "9" * 40])
def test_odd_numbers_of_groups_are_refused(client, office, item, groups):
    station = make_demonstration(agenda_item=item)

    assert client.get(change(station, "plan") + f"?gruppen={groups}").status_code == 400


@pytest.mark.django_db
def test_sheets_lead_to_each_station(client, office, item):
    found = [make_demonstration(agenda_item=item) for _ in range(2)]

    answer = client.get(change(found[0], "sheets"))
    text = "".join("".join(text_of(b"".join(answer))).split())

    for station in found:
        assert "".join(stations.url_of(station).split()) in text


@pytest.mark.django_db
def test_office_of_another_board_prints_nothing(client, item):
    station = make_demonstration(agenda_item=item)
    client.force_login(make.make_leader(make.make_board()))

    assert client.get(change(station, "plan")).status_code == 404
    assert client.get(change(station, "sheets")).status_code == 404


# --- Feedback ----------------------------------------------------------------------


@pytest.mark.django_db
def test_guest_answers_three_questions_without_a_name(client, item):
    station = make_demonstration(agenda_item=item, title="Roboter")
    address = station.get_absolute_url()

    page = client.get(address)
    answer = client.post(address, ANSWERS | {"text": "Mehr davon"}, follow=True)

    assert "Roboter" in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert "Danke für Ihre Rückmeldung" in answer.content.decode()
    found = station.feedback.get()
    assert (found.useful, found.recommends, found.text) == ("very", "yes", "Mehr davon")


@pytest.mark.django_db
def test_looking_answers_nothing_and_half_an_answer_is_asked_again(client, item):
    station = make_demonstration(agenda_item=item)
    client.get(station.get_absolute_url() + "?useful=very&recommends=yes")

    page = client.post(station.get_absolute_url(), {"useful": "very", "text": "Getippt"})

    assert page.status_code == 200
    assert "Getippt" in page.content.decode()
    assert not station.feedback.exists()


@pytest.mark.django_db
def test_program_that_fills_in_everything_is_thanked_and_not_counted(client, item):
    station = make_demonstration(agenda_item=item)

    client.post(station.get_absolute_url(), ANSWERS | {"website": "https://example.org"})

    assert not station.feedback.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["1", "1~x", "x", "~", "1:2"])
def test_address_nobody_was_given_is_not_there(client, item, token):
    make_demonstration(agenda_item=item)

    assert client.get(f"/rueckmeldung/{token}/").status_code == 404
    assert client.post(f"/rueckmeldung/{token}/", ANSWERS).status_code == 404
    assert client.get(f"/rueckmeldung/{token}/danke/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "is_open"), [(-1, False), (0, True), (14, True), (15, False)])
def test_answers_count_from_the_day_on_for_two_weeks(item, days, is_open):
    station = make_demonstration(agenda_item=item)

    assert feedback.is_open(station, item.meeting.held_on + dt.timedelta(days=days)) is is_open


@pytest.mark.django_db
def test_too_early_is_refused_with_words(client):
    station = make_demonstration()

    page = client.post(station.get_absolute_url(), ANSWERS).content.decode()

    assert "Rückmeldungen sind vom Tag der Sitzung an" in page
    with pytest.raises(ValidationError, match="zurzeit nicht möglich"):
        feedback.give(station, **ANSWERS)
    assert not station.feedback.exists()


@pytest.mark.django_db
def test_flood_ends(item, monkeypatch):
    station = make_demonstration(agenda_item=item)
    monkeypatch.setattr(feedback, "MOST_ANSWERS", 2)
    for _ in range(2):
        feedback.give(station, **ANSWERS)

    with pytest.raises(ValidationError, match="genug Rückmeldungen"):
        feedback.give(station, **ANSWERS)


@pytest.mark.django_db
@pytest.mark.parametrize("size", [36, 5000])
def test_two_taps_on_one_form_are_one_answer(client, item, size):
    station = make_demonstration(agenda_item=item)
    form = client.get(station.get_absolute_url()).context["form"]
    once = str(form["once"].value())

    for _ in range(2):
        client.post(station.get_absolute_url(), ANSWERS | {"once": once})
    client.post(station.get_absolute_url(), ANSWERS | {"once": "x" * 36})
    client.post(station.get_absolute_url(), ANSWERS | {"once": "9" * size})

    assert station.feedback.count() == (3 if size == 36 else 2)


@pytest.mark.django_db
def test_office_takes_out_nonsense(client, office, item):
    station = make_demonstration(agenda_item=item)
    kept, nonsense = (feedback.give(station, **ANSWERS) for _ in range(2))
    fields = ("agenda_item_id", "position", "title", "group_size", "minutes")
    values = {name.removesuffix("_id"): getattr(station, name) for name in fields}
    forms = [{"id": kept.pk}, {"id": nonsense.pk, "DELETE": "on"}]
    found = {"demonstration": station.pk}

    client.post(
        change(station), values | rows("feedback", [one | found for one in forms], initial=2)
    )

    assert list(station.feedback.all()) == [kept]


# --- In the minutes ------------------------------------------------------------------


@pytest.mark.django_db
def test_minutes_sum_up_numbers_and_leave_the_words_out(item):
    station = make_demonstration(agenda_item=item, title="Roboter")
    feedback.give(station, "very", "yes", "Kanarienvogel-4711")
    feedback.give(station, "hardly", "maybe")

    content = content_of(make_minutes(meeting=item.meeting))

    assert content["items"][0]["demonstrations"] == [
        {
            "title": "Roboter",
            "text": "2 Rückmeldungen. Hilfreich für Betriebe: sehr 1, teilweise 0, kaum 1. "
            "Empfehlung: ja 1, vielleicht 1, nein 0.",
        }
    ]
    assert "Kanarienvogel" not in str(content)


@pytest.mark.django_db
def test_demonstration_of_a_hidden_item_is_not_public(item):
    item.visibility = "members"
    item.save()
    make_demonstration(agenda_item=item, title="Roboter")
    content = content_of(make_minutes(meeting=item.meeting))

    assert "Roboter" in str(members_part(content))
    assert "Roboter" not in str(public_part(content))


@pytest.mark.django_db
def test_released_advice_stands_in_public_minutes_in_no_other_words():
    from tests.advising import make_released_advice

    item = make.make_agenda_item(meeting=make_held_meeting())
    make_released_advice(
        board=item.meeting.board, meeting=item.meeting, agenda_item=item, text="Kanarienvogel"
    )
    content = content_of(make_minutes(meeting=item.meeting))

    assert "Kanarienvogel" in str(members_part(content))
    assert "Kanarienvogel" not in str(public_part(content))


@pytest.mark.django_db
def test_office_sees_stations_of_its_boards_only(client, item):
    own, other = make_demonstration(agenda_item=item), make_demonstration()
    client.force_login(make.make_leader(item.meeting.board))

    page = client.get("/admin/projects/demonstration/").content.decode()
    form = client.get("/admin/projects/demonstration/add/").content.decode()

    assert own.title in page
    assert other.title not in page
    assert f'value="{item.pk}"' in form
    assert f'value="{other.agenda_item_id}"' not in form
    assert Demonstration.objects.count() == 2
