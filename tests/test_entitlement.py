"""
Who may what, of which matter, on which day: one table with every door as a row.

Five days from left to right: before the session, its day, the day after, the last of its
30 days, and the first without. x is open, . is shut.
"""

import datetime as dt

import pytest

from meetings import pdf
from tests.entitled_scene import DAYS, HELD, NAMES, doors, hold, make_scene, rulings

pytestmark = pytest.mark.django_db

TABLE = """
door          member    leaves    successor left      seat-ends advisory  deputy    ad-hoc    guest
link          xxxxx     xxxx.     ..xxx     x....     xxxx.     xxxxx     xxxxx     xxxx.     xxxx.
signed-in     xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     xxxx.     xxxx.
session       xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     xxxx.     xxxx.
paper         xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     xxxx.     .....
pack          xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     xxxx.     xxxx.
feed          xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     xxxx.     xxxx.
minutes       ..xxx     ..xx.     ..xxx     .....     ..xx.     ..xxx     ..xxx     ..xx.     .....
minutes-pdf   ..xxx     ..xx.     ..xxx     .....     ..xx.     ..xxx     ..xxx     ..xx.     .....
objection     ..xx.     ..xx.     ..xx.     .....     ..xx.     ..xx.     ..xx.     ..xx.     .....
answer        xx...     xx...     .....     .....     xx...     xx...     .....     .....     xx...
next-answer   xxxxx     .....     ..xxx     .....     .....     xxxxx     .....     .....     .....
next-proposal xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     .....     .....
vote          xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     .....     .....
weighing      xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     .....     .....
task          xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     xxxx.     xxxx.
counted       xxxxx     xxxxx     .....     .....     xxxxx     xxxxx     .....     .....     .....
next-counted  xxxxx     .....     xxxxx     .....     .....     .....     .....     .....     .....
voters        xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     .....     .....
to:invitation xxxxx     xxxxx     .....     .....     xxxxx     xxxxx     xxxxx     xxxxx     xxxxx
to:next       xxxxx     .....     xxxxx     .....     .....     xxxxx     xxxxx     .....     .....
to:minutes    xxxxx     xxxx.     ..xxx     x....     xxxx.     xxxxx     xxxxx     xxxx.     .....
to:circular   xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     .....     .....
to:weighing   xxxxx     xx...     ..xxx     x....     xx...     xxxxx     xxxxx     .....     .....
to:task       xxxxx     xx...     ..xxx     x....     xx...     xxxxx     .....     .....     .....
"""


def test_every_door_on_every_day(client, time_machine, monkeypatch):
    # Who may have the file, not how it is set.
    monkeypatch.setattr(pdf, "render", lambda *_args, **_kwargs: b"%PDF-1.7")
    time_machine.move_to(dt.datetime.combine(HELD - dt.timedelta(days=4), dt.time(12), dt.UTC))
    scene, found, disputed = make_scene(), {}, []
    for day in DAYS:
        time_machine.move_to(dt.datetime.combine(day, dt.time(12), dt.UTC))
        for name in NAMES:
            opened = doors(client, scene, name)
            for door, is_open in opened.items():
                found[door, name] = found.get((door, name), "") + ("x" if is_open else ".")
            ruled = rulings(scene, name)
            disputed += [(door, name, day) for door in ruled if ruled[door] != opened[door]]
        if day == HELD:
            hold(scene)

    assert printed(found) == TABLE.strip()
    assert disputed == []


def printed(found) -> str:
    """Return the table of marks: a line for each door, a column for each person."""
    marks = [
        [door, *(found[door, name] for name in NAMES)]
        for door in dict.fromkeys(door for door, _name in found)
    ]
    return "\n".join(line_of(row) for row in [["door", *NAMES], *marks])


def line_of(row) -> str:
    return (row[0].ljust(14) + " ".join(mark.ljust(9) for mark in row[1:])).rstrip()
