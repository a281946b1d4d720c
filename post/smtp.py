"""The line to the mail server, and the time after which it is cut, whatever it waits for."""

import socket
import threading
from contextlib import suppress

from django.core.mail.backends import smtp

# A line that was just being made when time was up is there a moment later.
AGAIN_AFTER = 1


class EmailBackend(smtp.EmailBackend):
    """Django's, with the line in reach from its first moment: before the server has greeted."""

    line = None

    def connection_class(self, *args, **kwargs):
        kind = super().connection_class
        self.line = kind.__new__(kind)
        self.line.__init__(*args, **kwargs)
        return self.line

    def cut(self):
        """End what the line is just doing, with an error there; called by another thread."""
        sock = self.line and self.line.sock
        if sock:
            with suppress(OSError):
                # The plain one's: TLS that is being read at this moment stays in place.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


class Deadline:
    """
    Cuts the line of a `backend` so many seconds after the block was entered.

    A timeout of the socket counts from each byte, and so never comes where
    bytes only drip. Backends that talk to no server cannot be cut.
    """

    def __init__(self, backend, seconds):
        self.cut, self.seconds = getattr(backend, "cut", None), seconds
        self.is_over, self.done = False, threading.Event()
        self.thread = threading.Thread(target=self.watch, daemon=True)

    def __enter__(self):
        if self.cut:
            self.thread.start()
        return self

    def __exit__(self, *error):
        self.done.set()
        if self.cut:
            self.thread.join()

    def watch(self):
        wait = self.seconds
        while not self.done.wait(wait):
            self.is_over, wait = True, AGAIN_AFTER
            self.cut()
