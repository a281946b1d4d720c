"""
The processes that work beside the demo's server, and end with it.

Started as `python -m gremium.companions PID NAME…`; each NAME is a command of
manage.py. The server PID is watched, because one that is killed tells nobody.
"""

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

PAUSE = 0.5
PATIENCE = 5


def start(name):
    # In a session of its own: Ctrl+C reaches this process, which then ends the others in order.
    return subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", name], stdout=subprocess.DEVNULL, start_new_session=True
    )


def finish(worker):
    worker.terminate()
    with suppress(subprocess.TimeoutExpired):
        worker.wait(PATIENCE)
    worker.kill()
    worker.wait()


def main(server, names):
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    workers = [start(name) for name in names]
    while os.getppid() == server and not stop.wait(PAUSE):
        pass
    for worker in workers:
        finish(worker)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
