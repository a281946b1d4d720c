import datetime as dt

import pytest
import time_machine


@pytest.fixture
def clock():
    """Stands still unless it is shifted."""
    start = dt.datetime(2027, 3, 1, 12, 0, 5, tzinfo=dt.UTC)
    with time_machine.travel(start, tick=False) as clock:
        yield clock
