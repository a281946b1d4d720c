"""No log line holds a token that opens somebody's page."""

import logging.config
import runpy
import secrets
from pathlib import Path

import pytest
from django.conf import settings
from gunicorn.config import Config

from gremium.addresses import SAMPLES, addresses
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
        ("//l//{}/", "//l//…/"),
        ("/l/{}", "/l/…"),
        ("/%6C/{}/", "/%6C/…/"),
        ("/k%61lender/{}.ics", "/k%61lender/….ics"),
        ("/l%2f{}%2Fsitzungen/", "/l%2f…%2Fsitzungen/"),
        ("/?next=%252Fl%252F{}%252F", "/?next=%252Fl%252F…%252F"),
        ("/?next=%2F%2Fl%2F%2F{}", "/?next=%2F%2Fl%2F%2F…"),
        (
            '"GET / HTTP/1.1" 200 "https://example.org/l/{}/kalender/" "Browser"',
            '"GET / HTTP/1.1" 200 "https://example.org/l/…/kalender/" "Browser"',
        ),
        ("/l/{}?x=1", "/l/…?x=1"),
        ("/rueckmeldung/{}/danke/", "/rueckmeldung/…/danke/"),
        ("/?next=%2Fr%75eckmeldung%2F{}%2F", "/?next=%2Fr%75eckmeldung%2F…%2F"),
        ("/dokumente/{}/vorlage.pdf", "/dokumente/…/vorlage.pdf"),
        ("/l/{0}/dokumente/{0}/vorlage.pdf", "/l/…/dokumente/…/vorlage.pdf"),
        ("/sitzungen/kalender.ics", "/sitzungen/kalender.ics"),
        ("/sitzungen/begleitgremium-mit-langem-namen-1/", None),
        ("/mein/kalender/erzeugen/", None),
    ],
)
def test_tokens_in_addresses_are_masked(token, path, shown):
    assert masked(path.format(token)) == (path if shown is None else shown)


def test_each_address_with_a_token_is_masked(token):
    samples = [one.sample for one in addresses() if "token" in one.pattern]
    found = [sample.replace(SAMPLES["token"], token) for sample in samples]

    assert len(found) > 20
    assert all(token in address for address in found)
    assert [address for address in found if token in masked(address)] == []


def test_tokens_with_encoded_signs_are_masked():
    token = "aB3" * 8 + "-_" + "x" * 6
    for written in (token.replace("-", "%2D"), "".join(f"%{ord(sign):02x}" for sign in token)):
        assert masked(f"/l/{written}/") == "/l/…/"


def test_server_masks_its_own_log_too(token):
    config = Config()
    config.set("accesslog", "-")
    log = log_of(settings.BASE_DIR / "gunicorn.conf.py", config)
    handlers = [*log.error_log.handlers, *log.access_log.handlers]

    assert len(handlers) == 2
    for handler in handlers:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "GET %s", (f"/l/{token}/",), None)
        assert "GET /l/…/" in handler.format(record)


def log_of(path, config):
    """Return the log that the settings in `path` make."""
    config.set("logger_class", runpy.run_path(str(path))["logger_class"])
    return config.logger_class(config)


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
