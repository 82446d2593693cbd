"""Seeding calls in the text of a cell: written, which is not to say in force."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from jupyterlab_journal.reading.parser import nodes_of, parse_cell

_USUAL_NAMES = {"np": "numpy", "tf": "tensorflow", "pl": "lightning"}
_GENERATORS = {
    "random.seed": ("python",),
    "numpy.random.seed": ("numpy",),
    "torch.manual_seed": ("torch",),
    "torch.random.manual_seed": ("torch",),
    "tensorflow.random.set_seed": ("tensorflow",),
    "keras.utils.set_random_seed": ("python", "numpy", "tensorflow"),
    "tensorflow.keras.utils.set_random_seed": ("python", "numpy", "tensorflow"),
    "jax.random.PRNGKey": ("jax",),
    "jax.random.key": ("jax",),
    "transformers.set_seed": ("python", "numpy", "torch"),
    "lightning.seed_everything": ("python", "numpy", "torch"),
    "lightning.pytorch.seed_everything": ("python", "numpy", "torch"),
    "pytorch_lightning.seed_everything": ("python", "numpy", "torch"),
}
# JAX has no generator of its own: its keys are values, and no kernel can tell which was used.
_NEVER_IN_A_KERNEL = frozenset({"jax"})


@dataclass(frozen=True, kw_only=True)
class SeedCall:
    """One call; ``seed`` is None when the text does not give it as a number.

    ``line`` is that of the cell, counted from 1.
    """

    generator: str
    seed: str | None
    line: int


def seed_calls(source: str) -> list[SeedCall]:
    """Return the seeding calls of a cell in their order; none when it cannot be parsed.

    Parameters
    ----------
    source : str
        Code of one cell, magics included.

    Examples
    --------
    >>> seed_calls("import numpy as np; SEED = 7; np.random.seed(SEED)")
    [SeedCall(generator='numpy', seed='7', line=1)]
    """
    parsed = parse_cell(source)
    if parsed is None:
        return []
    tree, _ = parsed
    names = {**_USUAL_NAMES, **dict(_imported_names(tree))}
    numbers = dict(_assigned_numbers(tree))
    calls = [node for node in nodes_of(tree) if isinstance(node, ast.Call)]
    found = [
        SeedCall(generator=generator, seed=_seed(call, numbers), line=call.lineno)
        for call in calls
        for generator in _GENERATORS.get(_full_name(call.func, names), ())
    ]
    return sorted(found, key=lambda call: call.line)


def with_seed_calls(seeds: Mapping[str, Any], calls: list[SeedCall]) -> dict[str, Any]:
    """Add what only the text knows; a seed that the kernel knows itself stands.

    Parameters
    ----------
    seeds : mapping
        The facts of the kernel, by generator.
    calls : list of SeedCall
        In the order in which they stand; the last one counts.
    """
    facts = dict(seeds)
    for call in calls:
        silent = call.generator in facts or call.generator in _NEVER_IN_A_KERNEL
        known = facts.get(call.generator, {}).get("source") in {"state", "recovered"}
        if call.seed is not None and silent and not known:
            facts[call.generator] = {"value": call.seed, "source": "source text", "confidence": "likely"}
    return facts


def _imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield each name that an import binds, with what it stands for."""
    for node in nodes_of(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname, alias.name) for alias in node.names if alias.asname)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((alias.asname or alias.name, f"{node.module}.{alias.name}") for alias in node.names)


def _assigned_numbers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in nodes_of(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            number = node.value.value
            if type(number) is int:
                yield from ((target.id, number) for target in node.targets if isinstance(target, ast.Name))


def _full_name(node: ast.expr, names: Mapping[str, str]) -> str:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([names.get(node.id, node.id), *reversed(parts)])


def _seed(call: ast.Call, numbers: Mapping[str, int]) -> str | None:
    arguments = [*call.args[:1], *(keyword.value for keyword in call.keywords if keyword.arg == "seed")]
    if not arguments:
        return None
    value = arguments[0]
    if isinstance(value, ast.Constant) and type(value.value) is int:
        return str(value.value)
    number = numbers.get(value.id) if isinstance(value, ast.Name) else None
    return None if number is None else str(number)
