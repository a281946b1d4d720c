"""Every kind of mail has a name by which the office finds it."""

import pytest

from post.kinds import KINDS, kind_name
from post.outbox import Circumstances


def test_mail_of_a_kind_without_a_name_cannot_be_written():
    with pytest.raises(ValueError, match="no name for party"):
        Circumstances(kind="party", occasion="party:1")


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("task", "Neue Aufgabe"),
        ("task_reminder", "Erinnerung an Aufgaben"),
        ("vacancy", "Bitte um Vertretung"),
    ],
)
def test_kind_is_shown_by_its_name(kind, name):
    assert kind_name(kind) == name


def test_no_two_kinds_share_a_name():
    names = [str(one) for one in KINDS.values()]

    assert len(set(names)) == len(names)
