"""Imported modules and packages that are not, read without importing or running anything."""

from __future__ import annotations

import ast
import os
import sys
from importlib.machinery import PathFinder
from types import ModuleType
from typing import Any

_MAX_SOURCE_BYTES = 64 * 1024


def attributes(name: str) -> dict[str, Any]:
    """Return the attributes of an imported module; empty when it is not (fully) there.

    Reading the dictionary runs no code: a module may load others, warn or
    finish a lazy import when its attributes are asked for.
    """
    module = sys.modules.get(name)
    return module.__dict__ if type(module) is ModuleType else {}


def assignments(package: str, *path: str) -> dict[str, ast.expr]:
    """Return what the names of a package's file are assigned, by name, from its text.

    Empty when the package or the file is not there.

    Parameters
    ----------
    package : str
        A top-level package; it need not be imported, and is not.
    *path : str
        Folders and name of a file of it that a build has generated.
    """
    spec = PathFinder.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        return {}
    folder = list(spec.submodule_search_locations)[0]  # noqa: RUF015 (a namespace path has no __next__)
    try:
        with open(os.path.join(folder, *path), encoding="utf-8") as file:  # noqa: PTH118, PTH123 (each microsecond counts)
            tree = ast.parse(file.read(_MAX_SOURCE_BYTES))
    except (OSError, SyntaxError, ValueError):  # no such file, or another scheme: its version is all there is
        return {}
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.expr):
            found[target.id] = value
    return found


def constants(package: str, *path: str) -> dict[str, Any]:
    """Return the names of a package's file that are assigned a constant; see `assignments`."""
    found = assignments(package, *path)
    return {name: value.value for name, value in found.items() if isinstance(value, ast.Constant)}


def text(value: object) -> str | None:
    """Return a plain string, None for anything else; torch's version is of a subclass of str."""
    return str.__str__(value) if isinstance(value, str) else None
