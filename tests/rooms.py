"""Which names of one room of the package the modules of other rooms use.

A room is a top-level folder or module of the package; inside ``compose``,
each of its folders is one too.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = "jupyterlab_journal"
SOURCE = Path(__file__).parent.parent / "src" / PACKAGE


def room(module: str) -> str:
    """Return the room of a module, such as ``"compose.text"`` of ``"compose.text.bars"``."""
    parts = module.split(".")
    return ".".join(parts[: 2 if parts[0] == "compose" and len(parts) > 2 else 1])


@cache
def modules() -> dict[str, ast.Module]:
    """Return the parsed modules by dotted name below the package; a folder's name is its ``__init__``."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def is_folder(module: str) -> bool:
    return (SOURCE / module.replace(".", "/")).is_dir()


class Uses(NamedTuple):
    """What a module takes from others of the package, and which names it uses and calls."""

    imports: list[tuple[str, str, str]]  # module, name there, name here
    dotted: set[str]  # names with one dot
    called: set[str]


@cache
def uses(module: str) -> Uses:
    found = Uses([], set(), set())
    for node in ast.walk(modules()[module]):
        if isinstance(node, ast.ImportFrom):
            target = imported_module(module, node)
            found.imports.extend(
                (target, alias.name, alias.asname or alias.name) for alias in node.names if target is not None
            )
        elif isinstance(node, ast.Call):
            found.called.add(written(node.func))
        elif isinstance(node, ast.Attribute):
            found.dotted.add(written(node))
    return found


def written(node: ast.expr) -> str:
    """Return a name, or one with a dot, as it is written; empty for any other expression."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def imported_module(module: str, node: ast.ImportFrom) -> str | None:
    """Return the module of the package from which an import takes its names, None for another package."""
    rest = (node.module or "").split(".")
    if node.level:
        own = module.split(".") if module else []
        return ".".join(filter(None, [*own[: len(own) - node.level + is_folder(module)], *rest]))
    return ".".join(rest[1:]) if rest[0] == PACKAGE else None


def defined(module: str, name: str) -> tuple[str, str] | None:
    """Follow re-exports to the module that defines a name; None for what is no name of a module of ours."""
    while module in modules():
        if any(getattr(node, "name", None) == name for node in modules()[module].body):
            return module, name
        sources = [(target, there) for target, there, here in uses(module).imports if here == name]
        if not sources or sources[0][0] == module:
            return None
        module, name = sources[0]
    return None


def used_by_others(*, called: bool) -> set[tuple[str, str]]:
    """Return (module, name) of what modules of other rooms import, or, with `called`, call as well."""
    found = set()
    for module in modules():
        _, dotted, calls = uses(module)
        for target, there, here in uses(module).imports:
            inner = f"{target}.{there}".lstrip(".")
            names = [(target, there, here)]
            if inner in modules():  # a module is imported, and its names are used with a dot
                parts = [(name, name.partition(".")) for name in dotted]
                names = [(inner, attribute, name) for name, (base, _, attribute) in parts if base == here]
            for source, name, text in names:
                place = defined(source, name)
                if place and room(place[0]) != room(module) and (not called or text in calls):
                    found.add(place)
    return found
