"""No log line holds a token that opens somebody's page."""

import logging.config
import secrets
from pathlib import Path

import pytest

from gremium.logs import MaskingFormatter, masked


@pytest.fixture
def token():
    return secrets.token_urlsafe(24)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/l/{}/sitzungen/eins/", "/l/…/sitzungen/eins/"),
        ("/kalender/{}.ics", "/kalender/….ics"),
        ("/anmelden/?next=/l/{}/", "/anmelden/?next=/l/…/"),
        ("/anmelden/?next=%2Fl%2F{}%2F", "/anmelden/?next=%2Fl%2F…%2F"),
        ("/sitzungen/kalender.ics", "/sitzungen/kalender.ics"),
    ],
)
def test_tokens_in_addresses_are_masked(token, path, shown):
    assert masked(path.format(token)) == shown


def test_traces_are_masked_too(token):
    try:
        Path(f"/l/{token}/").read_text()
    except FileNotFoundError as error:
        trace = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", logging.ERROR, "", 1, "Fehler %s", (f"/l/{token}/",), trace)

    line = MaskingFormatter().format(record)

    assert "/l/…/" in line
    assert "FileNotFoundError" in line
    assert token not in line


def written_by(name):
    """Return all handlers that get what the logger `name` writes."""
    logger, found = logging.getLogger(name), []
    while logger:
        found += logger.handlers
        logger = logger.parent if logger.propagate else None
    return found


@pytest.mark.parametrize("name", ["django.request", "django.security.csrf", "django.server"])
def test_every_handler_of_django_masks(settings, name):
    logging.config.dictConfig(settings.LOGGING)
    ours = [one for one in written_by(name) if type(one) is logging.StreamHandler]

    assert [type(one.formatter) for one in ours] == [MaskingFormatter]
