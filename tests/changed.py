"""Which tests belong to the files that changed."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

_PACKAGE = PurePosixPath("src/jupyterlab_journal")


def changed_files(root: Path) -> list[str]:
    """Return the files that differ from the last commit, and new ones, with ``/`` between folders."""
    listed = [
        subprocess.run(["git", *command], cwd=root, check=True, capture_output=True, text=True).stdout
        for command in (
            ("diff", "--name-only", "--diff-filter=d", "HEAD"),
            ("ls-files", "--others", "--exclude-standard"),
        )
    ]
    return sorted({line for lines in listed for line in lines.splitlines()})


def matching_tests(files: Iterable[str], root: Path) -> list[str]:
    """Return the test modules among `files`, those named as a changed module or its folder, and its examples.

    Parameters
    ----------
    files : iterable of str
        Paths below `root`.
    root : Path
        Of the project.

    Returns
    -------
    list of str
        Paths below `root`, each once.
    """
    found: set[str] = set()
    for file in map(PurePosixPath, files):
        if file.suffix != ".py":
            continue
        if file.parts[0] == "tests" and file.name.startswith("test_"):
            found.add(str(file))
        elif file.is_relative_to(_PACKAGE):
            if ">>>" in (root / file).read_text("utf-8"):
                found.add(str(file))
            inside = file.relative_to(_PACKAGE)
            folder = PurePosixPath("tests", *inside.parts[:1] if len(inside.parts) > 1 else ())
            names = {f"test_{part}.py" for part in (*inside.parts[1:-1], inside.stem)}
            found |= {
                path.relative_to(root).as_posix() for name in names for path in (root / folder).rglob(name)
            }
    return sorted(found)
