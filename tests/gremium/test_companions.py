"""What works beside the demo's server ends with it, however it ends."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

SERVER = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, "-m", "gremium.companions", str(os.getpid()), "outbox"])
time.sleep(60)
"""


def processes_in(folder):
    """Return what runs with its data in `folder`."""
    mark = f"VAR_DIR={folder}".encode()
    entries = [one for one in Path("/proc").iterdir() if one.name.isdecimal()]
    return [one.name for one in entries if mark in environment_of(one)]


def environment_of(entry):
    try:
        is_over = b"\nState:\tZ" in (entry / "status").read_bytes()
        return b"" if is_over else (entry / "environ").read_bytes()
    except OSError:
        return b""


def wait_for(count, folder, seconds=20):
    end = time.monotonic() + seconds
    while len(processes_in(folder)) != count:
        if time.monotonic() > end:
            raise TimeoutError(processes_in(folder))
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Needs Linux to look at processes.")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_server(tmp_path, how):
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        cwd=settings.BASE_DIR,
        env={**os.environ, "VAR_DIR": str(tmp_path)},
        stderr=subprocess.DEVNULL,
    )
    wait_for(3, tmp_path)

    server.send_signal(how)
    server.wait()

    wait_for(0, tmp_path)
