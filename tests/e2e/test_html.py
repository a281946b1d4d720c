"""The HTML of every public page, judged by the Nu checker."""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.e2e.product import BASE
from tests.e2e.test_pages import PAGES

VNU_JAR = Path(
    os.environ.get("VNU_JAR") or BASE / ".venv/nu/node_modules/vnu-jar/build/dist/vnu.jar"
)


@pytest.fixture(scope="session")
def nu_checker():
    if VNU_JAR.exists() and shutil.which("java"):
        return ["java", "-jar", str(VNU_JAR), "--format", "json", "--exit-zero-always"]
    if "VNU_JAR" in os.environ:
        pytest.fail(f"VNU_JAR names {VNU_JAR}, which is missing, or Java is.")
    return pytest.skip("needs Java and: npm install --prefix .venv/nu vnu-jar")


def body(address):
    try:
        with urlopen(address) as answer:
            return answer.read()
    except HTTPError as error:
        with error:
            return error.read()


def test_html_is_valid(site, article, nu_checker, tmp_path):
    for path in PAGES:
        address = path.format(article=article)
        name = re.sub(r"\W+", "_", address) + ".html"
        (tmp_path / name).write_bytes(body(site.address + address))

    assert errors_in(tmp_path, nu_checker) == []


def errors_in(folder, nu_checker):
    """Return what is wrong in the pages in `folder`, each with its name and line."""
    done = subprocess.run(
        [*nu_checker, *map(str, sorted(folder.iterdir()))],
        capture_output=True,
        check=True,
        text=True,
    )
    messages = json.loads(done.stderr)["messages"]
    return [
        f"{Path(one['url']).name}:{one.get('lastLine')} {one['message']}"
        for one in messages
        if one["type"] == "error"
    ]
