"""Read by gunicorn itself from the folder it is started in."""

logger_class = "gremium.server_log.ServerLog"
