"""The server's own log, masked like ours: its lines hold addresses before Django sees them."""

from gunicorn.glogging import Logger

from gremium.logs import MaskingFormatter


class ServerLog(Logger):
    """Gunicorn's log, named in gunicorn.conf.py; of errors and, if switched on, of requests."""

    def setup(self, cfg):
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            known = handler.formatter
            handler.setFormatter(MaskingFormatter(known._fmt, known.datefmt))
