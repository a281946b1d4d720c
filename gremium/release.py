"""Which state of the program is running: part of every ETag."""

from pathlib import Path

APPS = ("accounts", "partners", "post", "meetings", "advice", "projects", "news", "gremium")
SOURCES = ("templates", "static", *APPS)


def stamp(base: Path) -> str:
    """Return a short text that changes whenever a source file does."""
    files = (path for name in SOURCES for path in (base / name).rglob("*.*"))
    return f"{max((path.stat().st_mtime_ns for path in files), default=0):x}"
