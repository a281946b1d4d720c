"""A real SMTP server on loopback that does as a test tells it."""

import email
import email.policy
import socketserver
import threading
import time
from contextlib import contextmanager, suppress

from aiosmtpd.controller import Controller

from tests.e2e.product import free_port

HOST = "127.0.0.1"


class Sink:
    """Keeps what arrives; `answers` are given to RCPT or DATA before it accepts again."""

    def __init__(self):
        self.raw, self.envelopes = [], []
        self.rcpt_answers, self.data_answers = [], []
        self.before_250 = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if self.rcpt_answers:
            return self.rcpt_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.data_answers:
            answer = self.data_answers.pop(0)
            if answer == "close":
                server.transport.abort()
                return "250 never heard"
            return answer
        self.raw.append(envelope.content)
        self.envelopes.append(envelope)
        if self.before_250:
            self.before_250()
        return "250 OK"

    def wait_for(self, count, seconds=20):
        """Return once so many mails are here."""
        end = time.monotonic() + seconds
        while len(self.raw) < count:
            if time.monotonic() > end:
                raise TimeoutError
            time.sleep(0.05)

    @property
    def mails(self):
        return [email.message_from_bytes(one, policy=email.policy.default) for one in self.raw]

    @property
    def subjects(self):
        return [one["Subject"] for one in self.mails]


@contextmanager
def serving(settings, sink, port=None):
    """Serve `sink` and let Django's settings name it."""
    controller = Controller(sink, hostname=HOST, port=port or free_port(), ready_timeout=10)
    controller.start()
    name_server(settings, controller.port)
    try:
        yield controller
    finally:
        controller.stop()


def name_server(settings, port):
    settings.EMAIL_BACKEND = "post.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.HAS_MAIL_SERVER, settings.MAIL_IS_SHOWN = True, False


def stops_after(count):
    """Return what ends a pass after so many mails."""
    calls = iter([False] * count)
    return lambda: next(calls, True)


# --- One that drips -----------------------------------------------------------


class Dripping(socketserver.StreamRequestHandler):
    """Answers as a server should, until `drips_at`: from there one byte at a time, without end."""

    drips_at, is_body = "", False
    answers = {"DATA": b"354 go on\r\n", "QUIT": b"221 bye\r\n"}

    def handle(self):
        with suppress(OSError):
            self.say("greeting", b"220 here\r\n")
            for line in self.rfile:
                self.hear(line.strip().decode())

    def hear(self, line):
        if self.is_body and line != ".":
            return
        word = line.upper().partition(" ")[0]
        self.is_body = word == "DATA"
        self.say(word, self.answers.get(word, b"250 OK\r\n"))

    def say(self, word, answer):
        if word == self.drips_at:
            self.drip()
        self.wfile.write(answer)

    def drip(self):
        end = time.monotonic() + self.server.seconds
        while time.monotonic() < end:
            self.wfile.write(b"2")
            time.sleep(0.02)


@contextmanager
def dripping(settings, at, seconds=8):
    """Serve one that lets its answer to `at` drip; for the tests' sake it ends after all."""
    handler = type("Handler", (Dripping,), {"drips_at": at})
    with socketserver.ThreadingTCPServer((HOST, 0), handler) as server:
        server.daemon_threads, server.block_on_close, server.seconds = True, False, seconds
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        name_server(settings, server.server_address[1])
        try:
            yield
        finally:
            server.shutdown()
