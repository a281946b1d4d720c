import pytest

from tests.post.mail_server import Sink, serving


@pytest.fixture
def sink(settings):
    """A mail server that takes everything, unless the test says otherwise."""
    sink = Sink()
    with serving(settings, sink):
        yield sink
