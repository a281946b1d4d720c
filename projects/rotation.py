"""The rotation of a demonstration: which group stands at which station when."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Turn:
    """
    One turn: its begin, None while the time is not known, and the station of each group.

    `after` counts the minutes from the begin of the first turn.
    """

    number: int
    after: int
    begins_at: dt.time | None
    ends_at: dt.time | None
    stations: list[int | None]


def rotation(stations: int, groups: int, minutes: int, begins_at=None, walk: int = 5) -> list[Turn]:
    """
    Return the turns in which each of `groups` sees each of `stations` once.

    In one turn no station has two groups; a group without a station has None
    and pauses, which happens only where there are more groups than stations.
    A turn lasts `minutes`, then follow `walk` minutes for the way. Raise
    ValueError below one station or group.
    """
    if stations < 1 or groups < 1:
        raise ValueError("A rotation needs a station and a group.")
    count = max(stations, groups)
    return [
        Turn(
            number=turn + 1,
            after=turn * (minutes + walk),
            begins_at=later(begins_at, turn * (minutes + walk)),
            ends_at=later(begins_at, turn * (minutes + walk) + minutes),
            stations=[place((group + turn) % count, stations) for group in range(groups)],
        )
        for turn in range(count)
    ]


def place(index, stations):
    return index if index < stations else None


def later(time, minutes):
    """Return the wall clock `minutes` after `time`, past midnight too; None stays None."""
    if time is None:
        return None
    moment = dt.datetime.combine(dt.date(2000, 1, 1), time) + dt.timedelta(minutes=minutes)
    return moment.time()


def groups_for(people: int, group_size: int) -> int:
    """Return how many groups of at most `group_size` so many people make, at least one."""
    return max(1, -(-people // max(1, group_size)))


def letter(number: int) -> str:
    """A, B … Z, AA: the name of the group with this number, counted from 0."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
