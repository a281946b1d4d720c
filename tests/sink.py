"""A real mail server on loopback that keeps what it gets, or answers as told."""

import socket
from contextlib import contextmanager
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller


class Keeper:
    """Accept every mail and keep it, parsed."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail.recipients = list(envelope.rcpt_tos)
        self.mails.append(mail)
        return "250 OK"

    def to(self, address):
        """Return the mails to `address`, in the order of their arrival."""
        return [mail for mail in self.mails if address in mail.recipients]


@contextmanager
def mail_server(keeper=None):
    """Run a server; yield its keeper, whose `url` is fit for EMAIL_URL."""
    keeper = keeper or Keeper()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(keeper, hostname="127.0.0.1", port=port)
    controller.start()
    keeper.url = f"smtp://127.0.0.1:{port}"
    try:
        yield keeper
    finally:
        controller.stop()
