"""The promises about the code itself: sizes, sinks, cost of importing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = sorted((ROOT / "src").rglob("*.py"))
TYPESCRIPT = sorted(
    path for path in (ROOT / "labextension" / "src").rglob("*.ts*") if path.name != "_schema.ts"
)
TESTS = sorted(
    path
    for pattern in (
        "tests/**/*.py",
        "labextension/src/**/*.spec.ts*",
        "ui-tests/tests/*.ts",
        "ui-tests/neighbours/*.ts",
    )
    for path in ROOT.glob(pattern)
)

MODULE_LINES = 300
TEST_LINES = 400
FUNCTION_LINES = 40


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_is_something_to_measure():
    assert PYTHON
    assert TYPESCRIPT
    assert TESTS


def test_no_module_is_longer_than_its_room():
    modules = [path for path in PYTHON + TYPESCRIPT if ".spec." not in path.name]
    assert {relative(path): lines(path) for path in modules if lines(path) > MODULE_LINES} == {}


def test_no_test_file_is_longer_than_its_room():
    assert {relative(path): lines(path) for path in TESTS if lines(path) > TEST_LINES} == {}


@pytest.mark.parametrize("path", PYTHON, ids=relative)
def test_no_function_is_longer_than_a_screen(path):
    functions = (
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )
    long = {node.name: size for node in functions if (size := _body_lines(node)) > FUNCTION_LINES}
    assert long == {}


def _body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of the body; a docstring explains and does not count."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize(
    ("paths", "sink"),
    [
        (TYPESCRIPT, r"\binnerHTML\b|dangerouslySetInnerHTML|\beval\(|new Function\("),
        (PYTHON, r"shell=True|\beval\(|os\.system\(|\bpickle\b"),
    ],
    ids=["front end", "server"],
)
def test_no_unsafe_sink_is_used(paths, sink):
    found = {relative(path) for path in paths if re.search(sink, path.read_text("utf-8"))}
    assert found == set()


def test_importing_the_package_loads_nothing_heavy():
    program = (
        "import sys, jupyterlab_journal\n"
        "heavy = ('tornado', 'jupyter_server', 'nbconvert', 'nbdime', 'torch')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_loading_the_server_extension_leaves_the_heavy_libraries_for_their_first_use():
    program = (
        "import sys, jupyter_server.serverapp, jupyterlab_journal.server.app\n"
        "heavy = ('nbconvert.exporters', 'nbdime', 'nh3', 'torch', 'IPython')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_importing_all_modules_loads_no_package_that_need_not_be_installed():
    program = (
        "import sys, pkgutil, importlib, jupyterlab_journal as package\n"
        "for module in pkgutil.walk_packages(package.__path__, 'jupyterlab_journal.'):\n"
        "    importlib.import_module(module.name)\n"
        "optional = ('torch', 'tensorflow', 'jax', 'keras', 'pandas', 'sklearn', 'ipykernel', 'jupyterlab')\n"
        "print([name for name in optional if name in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
