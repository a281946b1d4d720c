"""
The shape of the code, read from its source.

Apps import to the left only, also inside functions. Inside one app the modules
form no circle at module level; an import inside a function is for models of
the same app that need each other, which no order of files can solve, or for
what Django loads before the models (FROM_HOOKS).
"""

import ast
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from statistics import median

import pytest

BASE = Path(__file__).resolve().parent.parent
LAYERS = [
    "accounts",
    "partners",
    "post",
    "meetings",
    "advice",
    "projects",
    "news",
    "oparl",
    "gremium",
]
FORBIDDEN_NAMES = {"common", "core", "utils", "helpers", "services", "managers", "mixins"}
FROM_HOOKS = {"gremium.checks", "gremium.office"}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")


@cache
def sources():
    """Return module name → path of every file of the apps, migrations left out."""
    paths = [path for app in LAYERS for path in (BASE / app).rglob("*.py")]
    return {module_name(path): path for path in paths if "migrations" not in path.parts}


def module_name(path):
    parts = path.relative_to(BASE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path):
    return ast.parse(path.read_text())


def imports(path):
    """Yield (imported module, whether inside a function), of the project only."""
    inside = {
        child
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.walk(node)
    }
    for node in ast.walk(tree(path)):
        for name in imported(node):
            if name.split(".")[0] in LAYERS:
                yield name, node in inside


def imported(node):
    """Return what one import statement loads: `from a import b` may mean a.b."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        inner = [f"{node.module}.{alias.name}" for alias in node.names]
        return {name if name in sources() else node.module for name in inner}
    return []


def functions(path):
    return [
        node
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def all_python():
    tests = (BASE / "tests").rglob("*.py")
    return [path for path in [*sources().values(), *tests] if path.read_text().strip()]


def app_of(module):
    return module.split(".")[0]


def test_apps_import_only_to_the_left():
    wrong = [
        f"{module} imports {name}"
        for module, path in sources().items()
        for name, _ in imports(path)
        if LAYERS.index(app_of(name)) > LAYERS.index(app_of(module))
    ]

    assert wrong == []


def test_modules_form_no_circle():
    graph = {
        module: {name for name, is_inside in imports(path) if not is_inside} - {module}
        for module, path in sources().items()
    }

    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_imports_inside_functions_stay_in_their_app():
    wrong = [
        f"{module} imports {name}"
        for module, path in sources().items()
        for name, is_inside in imports(path)
        if is_inside and app_of(name) != app_of(module) and module not in FROM_HOOKS
    ]

    assert wrong == []


def test_functions_have_at_most_40_lines():
    long = [
        f"{path.relative_to(BASE)}:{node.lineno} {node.name}"
        for path in all_python()
        for node in functions(path)
        if node.end_lineno - node.lineno >= 40
    ]

    assert long == []


def test_files_are_short():
    lines = {path: len(path.read_text().splitlines()) for path in all_python()}

    assert median(lines.values()) < 120
    assert [str(path.relative_to(BASE)) for path, count in lines.items() if count > 300] == []


def test_modules_are_named_after_a_thing_or_an_act():
    assert [name for name in sources() if FORBIDDEN_NAMES & set(name.split("."))] == []


def test_nothing_happens_by_signal():
    wrong = [
        f"{path.relative_to(BASE)}:{node.lineno}"
        for path in sources().values()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(SIGNALS)
    ]

    assert wrong == []
