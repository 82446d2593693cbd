"""Find the calls in an expression, as pieces."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from .names import word_set
from .noise import is_conversion, is_noise, is_wrapper, stands_for_itself
from .normal_forms import ARITHMETIC
from .pieces import MAX_TEXT, Call

if TYPE_CHECKING:
    from .texts import Texts

_SEEDING = word_set(
    """
    manual_seed manual_seed_all seed set_seed seed_everything set_random_seed default_rng RandomState PRNGKey
    Rngs enable_determinism
    """
)
_MAX_DEPTH = 40  # of nested expressions; nobody sets a parameter deeper
_PAIR = 2  # ("scale", StandardScaler())


class CallReader:
    """Walks expressions.

    Parameters
    ----------
    texts : Texts
        Of the source that the expressions stand in.
    where : str
        Function or class they stand in.
    """

    def __init__(self, texts: Texts, where: str) -> None:
        self._texts = texts
        self._where = where

    def read(
        self, value: ast.expr, *, within: str = "", owner: str = "", alone: bool = False, depth: int = 0
    ) -> Iterator[Call]:
        """Yield the calls of an expression, each before those in its arguments.

        Parameters
        ----------
        within : str
            What the whole is bound to.
        owner : str
            The variable that is bound to the result itself.
        alone : bool
            Whether the expression is a statement.
        """
        if depth > _MAX_DEPTH or isinstance(value, ast.Lambda):
            return
        if isinstance(value, ast.Call):
            yield from self._read_call(value, within=within, owner=owner, alone=alone, depth=depth)
            return
        for part in _parts(value):
            yield from self.read(part, within=_label(part) or _label(value) or within, depth=depth + 1)

    def _read_call(
        self, value: ast.Call, *, within: str, owner: str, alone: bool, depth: int
    ) -> Iterator[Call]:
        inner = value.func.value if isinstance(value.func, ast.Attribute) else value.func
        chained = isinstance(inner, ast.Call)
        if chained:
            # "x = Dropout(0.3)(x)": what the inner call makes is not x.
            kept = owner if isinstance(value.func, ast.Attribute) else ""
            yield from self.read(inner, within=within, owner=kept, depth=depth + 1)
        elif not isinstance(inner, (ast.Name, ast.Attribute)):
            yield from self.read(inner, within=within, depth=depth + 1)
        named = self._named(value.func)
        if is_noise(named) and not _is_layer(value):
            shown = self._handed_on if is_wrapper(named) else self._shown
            yield from shown(value, depth)
            return
        computes = isinstance(value.func, ast.Name) and value.func.id in ARITHMETIC
        if not computes and not (chained and not isinstance(value.func, ast.Attribute)):
            yield self._piece(value, owner="" if chained else owner, within=within, alone=alone)
        # Of a chain, the callee is all that stands before: it is only written where it is needed.
        part_of = within or (self._texts.callee(value.func) if value.args else "")
        for argument in value.args:
            yield from self.read(argument, within=_label(argument) or part_of, depth=depth + 1)
        for keyword in value.keywords:
            yield from self.read(keyword.value, within=keyword.arg or within, depth=depth + 1)

    def _named(self, callee: ast.expr) -> str:
        """Return what is called; of a long chain where it begins and ends, for each call in it is asked."""
        if isinstance(callee, ast.Attribute) and len(self._texts.whole(callee)) > MAX_TEXT:
            return f"{_root(callee)}.{callee.attr}"
        return self._texts.of(callee)

    def _handed_on(self, value: ast.Call, depth: int) -> Iterator[Call]:
        for argument in value.args:
            yield from self.read(argument, depth=depth + 1)

    def _shown(self, value: ast.Call, depth: int) -> Iterator[Call]:
        """Yield the calls inside one that shows or stores: of these, arguments with a name may count."""
        for argument in (*value.args, *(keyword.value for keyword in value.keywords)):
            for call in self.read(argument, depth=depth + 1):
                yield Call(where=self._where, callee=call.callee, keywords=call.keywords)

    def _piece(self, call: ast.Call, *, owner: str, within: str, alone: bool) -> Call:
        chained = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call)
        callee = f".{call.func.attr}" if chained else self._texts.callee(call.func)  # type: ignore[attr-defined]
        last = callee.rpartition(".")[2]
        arguments, keywords = self._texts.arguments(call), self._texts.keywords(call)
        if (last in _SEEDING or callee.endswith("random.key")) and len(call.args) == 1:
            arguments, keywords = "", {"seed": arguments, **keywords}
        first = call.args[0] if call.args else None
        if last == "add_argument" and isinstance(first, ast.Constant) and "default" in keywords:
            option = {str(first.value): keywords["default"]}
            return Call(where=self._where, callee="add_argument", keywords=option)
        made_of = _root(call.func) if chained else ""
        of_itself = bool(owner) and any(
            isinstance(node, ast.Name) and node.id == owner for node in (*call.args, *_base(call.func))
        )
        of_itself = of_itself or (made_of != "" and made_of == within and not is_conversion(last))
        return Call(
            where=self._where,
            owner=owner,
            within=within,
            callee=callee,
            arguments=arguments,
            keywords=keywords,
            stands_alone=stands_for_itself(callee, alone=alone, of_itself=of_itself),
        )


def is_call(value: ast.expr) -> bool:
    """Whether an expression is a call, other than arithmetic: ``min(1, x)``."""
    if not isinstance(value, ast.Call):
        return False
    return not (isinstance(value.func, ast.Name) and value.func.id in ARITHMETIC)


def _is_layer(value: ast.Call) -> bool:
    """Whether what looks at tables by its name is a layer: ``self.head(x)``, not ``df.head(5)``."""
    name = value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")
    return name in {"head", "tail"} and bool(value.args) and not isinstance(value.args[0], ast.Constant)


def _parts(value: ast.expr) -> list[ast.expr]:
    parts = [node for node in ast.iter_child_nodes(value) if isinstance(node, ast.expr)]
    for node in ast.iter_child_nodes(value):
        if isinstance(node, ast.comprehension):
            parts += [node.iter, *node.ifs]
        elif isinstance(node, ast.keyword):
            parts.append(node.value)
    return parts


def _label(value: ast.expr) -> str:
    """Return what a pair calls its second part: ``("scale", StandardScaler())``."""
    if isinstance(value, ast.Tuple) and len(value.elts) >= _PAIR:
        first = value.elts[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and is_call(value.elts[1]):
            return first.value
    return ""


def _root(value: ast.expr) -> str:
    """Return the variable at the beginning of a chain of calls."""
    while isinstance(value, (ast.Attribute, ast.Call, ast.Subscript)):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else ""


def _base(callee: ast.expr) -> list[ast.expr]:
    return [callee.value] if isinstance(callee, ast.Attribute) else []
