"""A report handed in many times at once; run by test_reports_at_once."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest.mock import patch

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from post.models import Mail
from projects import reports, rounds
from projects.models import ProgressReport, ReportingRound
from tests import advising
from tests import factories as make
from tests.projects.rounds import make_asked

MANY = 10
PAUSE = 0.2
VALUES = {"status": "Läuft.", "light": "green"}


def at_once(act):
    """Return what comes of several who begin at the same moment: done, refused or broken."""
    barrier = threading.Barrier(MANY)

    def run(_number):
        try:
            barrier.wait()
            act()
        except ValidationError:
            return "refused"
        except IntegrityError:
            return "broken"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(MANY) as threads:
        return list(threads.map(run, range(MANY)))


def handed_in():
    """Return outcomes and rows of as many clicks on „Bericht abgeben“."""
    request = make_asked().requests.get()
    project = request.organisation.reported_projects.get()
    found = at_once(
        lambda: reports.write(request, project, request.person, VALUES, "0", is_final=True)
    )
    rows = ProgressReport.objects.filter(project=project)
    return found, rows.count(), sum(one.history.count() for one in rows)


def asked():
    """Return outcomes and mails of as many clicks on „Berichte anfragen“."""
    meeting = make.make_meeting()
    round_ = advising.make_round(meeting=meeting, opened_at=None)
    request = advising.make_request(round=round_, asked_at=None)
    advising.make_project(board=meeting.board, reporter=request.organisation)
    found = at_once(lambda: rounds.ask(round_))
    return found, Mail.objects.filter(person=request.person).count()


def without_lock():
    """Let acts look first and write later, with nothing in between that holds others up."""

    def slowly(round_):
        time.sleep(PAUSE)
        return ReportingRound.objects.select_related("meeting__board").get(pk=round_.pk)

    def slow_mark(report):
        mark = reports_mark(report)
        time.sleep(PAUSE)
        return mark

    reports_mark = reports.mark_of
    return (
        patch.multiple(rounds, locked=slowly, ask=rounds.ask.__wrapped__),
        patch.multiple(reports, mark_of=slow_mark, write=reports.write.__wrapped__),
    )


def careful():
    clicks, rows, versions = handed_in()
    asks, mails = asked()
    return clicks.count("done"), clicks.count("broken"), rows, versions, asks.count("done"), mails


def careless():
    one, other = without_lock()
    with one, other:
        clicks, *_rest = handed_in()
    return clicks.count("done") + clicks.count("broken")
