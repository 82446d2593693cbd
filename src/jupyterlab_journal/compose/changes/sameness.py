"""Whether expressions of two versions of a cell are equal, up to renamed variables and moved literals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jupyterlab_journal.reading.names import word_set
from jupyterlab_journal.reading.pieces import Call, Code, Piece, Setting
from jupyterlab_journal.reading.spelling import (
    arguments_of,
    is_literal,
    is_reference,
    same_but_for_calls,
    same_code,
    same_value,
)

Resolve = Callable[[str], "str | None"]

_WORD = re.compile(r"self\.\w+|(?<![\w.])[^\W\d]\w*")
_QUOTED = re.compile(r"""(?<!\w)[fFrRbB]{0,2}(?:'[^'\n]*'|"[^"\n]*\")""")
_ITEM = re.compile(r"""\[\s*["'](\w+)["']\s*\]""")


class Sameness:
    """Compares expressions of two versions of a cell.

    A name that one version alone binds may be another name for the same
    object. A name that both versions use, or that the cell does not bind,
    always means itself.

    Parameters
    ----------
    before, after : Code
        The versions.
    was, now : callable
        Return the value of a variable in the earlier and in the present run; None when it is unknown.

    Attributes
    ----------
    gone, fresh : frozenset of str
        Names that only the earlier version binds, and those that only the later one does.
    spelled_out : set of str
        Variables that stand for a literal of the other version, in the place where it is used.
    """

    def __init__(self, before: Code, after: Code, was: Resolve, now: Resolve) -> None:
        names = _words(before), _words(after)
        self.gone = frozenset(name for name in before.bound if name not in names[1])
        self.fresh = frozenset(name for name in after.bound if name not in names[0])
        self._written = _written(before), _written(after)
        self._configurations = _configurations(before), _configurations(after)
        self._resolve = was, now
        self.spelled_out: set[str] = set()

    def same(self, old: str, new: str) -> bool:
        """Whether two expressions are equal, apart from calls in them: these are compared themselves.

        Parameters
        ----------
        old, new : str
            An expression of each version.
        """
        if same_code(old, new) or same_but_for_calls(old, new, was=self.gone, now=self.fresh):
            return True
        return same_value(self.value_before(old), self.value_after(new)) and (
            is_literal(old) or is_literal(new)
        )

    def resolve_pair(self, old: str, new: str) -> tuple[str, str]:
        """Replace a name by its value when the other expression is a literal.

        A name that one version alone has is added to ``spelled_out``: its
        change is listed where the value is used.

        Parameters
        ----------
        old, new : str
            An expression of each version.

        Returns
        -------
        tuple of str
            Both expressions as they are to be shown; equal ones when nothing has to be shown.
        """
        if is_literal(new) and not is_literal(old):
            self._note(old, self.gone)
            return self.value_before(old), new
        if is_literal(old) and not is_literal(new):
            self._note(new, self.fresh)
            return old, self.value_after(new)
        first, second = self.value_before(old), self.value_after(new)
        if old != new and is_literal(first) and is_literal(second):
            if self._is_choice(old, first) and self._is_choice(new, second):
                return old, new
            if self._is_reported_where_it_is_set(old, new):
                return new, new
            return (old, new) if old in self.gone and new in self.fresh else (first, second)
        return old, new

    def _is_choice(self, name: str, value: str) -> bool:
        """Whether a name is that of a constant of a class that both versions have: ``Mode.FAST``."""
        return "." in name and all(written.get(name) == value for written in self._written)

    def _is_reported_where_it_is_set(self, old: str, new: str) -> bool:
        """Whether both names are set in the cell, under the same key: ``config["lr"]``, ``args.lr``."""
        one, other = (_ITEM.sub(r".\1", name) for name in (old, new))
        moved = (
            one in self._written[0].keys() - self._written[1]
            and other in self._written[1].keys() - self._written[0]
        )
        return moved and one.rpartition(".")[2] == other.rpartition(".")[2]

    def value_before(self, text: str) -> str:
        """Return the value of a variable in the earlier run; any other expression as it is."""
        return self._value(text, 0)

    def value_after(self, text: str) -> str:
        """Return the value of a variable in the present run; any other expression as it is."""
        return self._value(text, 1)

    def function(self, call: Call, *, old: bool) -> str:
        """Return a key of the called function that is equal for different ways to name it.

        Parameters
        ----------
        call : Call
            A call of one version.
        old : bool
            Whether that is the earlier version.
        """
        renamed = self.gone if old else self.fresh
        names = call.callee.split(".")
        if call.owner and call.callee == f"{call.owner}.{call.last_name}":  # a step, or one of a chain
            return f".{call.last_name}"
        if not is_reference(call.name):  # "(x > 0.5).float": its parts are compared with its arguments
            return f".{call.last_name}"
        if ".".join(names[:2]) in renamed and len(names) > 1:
            return ".".join(["_", *names[2:]])
        if names[0] in renamed and not call.constructs:
            return ".".join(["_", *names[1:]])
        if call.constructs or names[0].lstrip("@") in _MODULES or names[-1] in _SHORTHANDS:
            last = names[-1].lstrip("@")
            return ("@" if names[0].startswith("@") else "") + _SHORTHANDS.get(last, last)
        return call.callee

    def only_uses_new_names(self, call: Call, *, old: bool) -> bool:
        """Whether the call only uses a name already reported as added or removed.

        Parameters
        ----------
        call : Call
            A call that one version alone has.
        old : bool
            Whether that is the earlier version.
        """
        names, configurations = (
            (self.gone, self._configurations[0]) if old else (self.fresh, self._configurations[1])
        )
        root = call.name.removeprefix("self.").partition(".")[0]
        if root == call.name and _gives_back(call):
            return False  # "x, y = mixup(x, y)": nothing else reports what the function does to them
        return root in names and (not call.constructs or root in configurations)

    def place(self, where: str, *, old: bool) -> str:
        """Return the enclosing function or class, with ``_`` for one that only this version has.

        Parameters
        ----------
        where : str
            Dotted name, as `Piece.where`.
        old : bool
            Whether it is of the earlier version.
        """
        renamed = self.gone if old else self.fresh
        return ".".join("_" if name in renamed else name for name in where.split("."))

    def item(self, name: str, *, old: bool) -> str:
        """Return the name of a setting, with ``_`` for an owner that only this version has: ``_.lr``."""
        owner, dot, key = name.partition(".")
        return f"_.{key}" if dot and owner in (self.gone if old else self.fresh) else name

    def _note(self, name: str, names: frozenset[str]) -> None:
        item = _ITEM.sub(r".\1", name)
        if item.partition(".")[0] in names and is_reference(item):
            self.spelled_out.add(item)

    def _value(self, text: str, side: int) -> str:
        name = _ITEM.sub(r".\1", text)
        if not is_reference(name):
            return text
        return self._written[side].get(name) or self._resolve[side](name) or text


def _gives_back(call: Call) -> bool:
    """Whether a call binds its result to a name that it is given: ``x, y = mixup(x, y)``."""
    return (call.owner or call.within or "\n") in arguments_of(call.arguments)


def _words(code: Code) -> frozenset[str]:
    """Return every name that occurs in a version."""
    texts: list[str] = [*code.bound]
    for piece in code.pieces:
        texts += _texts(piece)
    return frozenset(word for text in texts for word in _WORD.findall(_QUOTED.sub("''", text)))


def _texts(piece: Piece) -> list[str]:
    if isinstance(piece, Setting):
        return [piece.name, piece.value]
    return [piece.owner, piece.callee, piece.arguments, *piece.keywords.values()]


def _with_fields(code: Code) -> Iterator[Piece]:
    """Yield the pieces, and a setting for each field of objects that are made from settings."""
    fields = [piece for piece in code.pieces if isinstance(piece, Setting) and piece.short and piece.where]
    options = [piece for piece in code.pieces if isinstance(piece, Setting) and piece.name.startswith("-")]
    for piece in code.pieces:
        yield piece
        if isinstance(piece, Call) and piece.owner and piece.last_name == "parse_args":
            for option in options:
                yield Setting(where="", name=f"{piece.owner}.{option.key}", value=option.value)
        if isinstance(piece, Call) and piece.owner and piece.constructs and not piece.where:
            of_class = {field.short: field.value for field in fields if field.where == piece.callee}
            for name, value in {**of_class, **piece.keywords}.items():
                yield Setting(where="", name=f"{piece.owner}.{name}", value=value)


def _configurations(code: Code) -> frozenset[str]:
    """Return the classes that only hold settings, which are compared themselves."""
    fields = {piece.where for piece in code.pieces if isinstance(piece, Setting) and piece.short}
    more = {piece.where for piece in code.pieces if not isinstance(piece, Setting) or not piece.short}
    return frozenset(fields - more - {""})


def _written(code: Code) -> dict[str, str]:
    """Return the variables that the cell sets once, to a literal, and their values."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for piece in _with_fields(code):
        if isinstance(piece, Setting) and (not piece.where or piece.short):
            if piece.name in found or piece.state or not is_literal(piece.value):
                several.add(piece.name)
            found.setdefault(piece.name, piece.value)
    return {name: value for name, value in found.items() if name not in several}


_SHORTHANDS = {
    "make_pipeline": "Pipeline",
    "make_union": "FeatureUnion",
    "make_column_transformer": "ColumnTransformer",
}
"""Functions that make an object without names for its parts, and its class."""

_MODULES = word_set(
    """
    torch nn F np numpy pd tf keras layers optim jax jnp optax flax nnx linen transforms T v2 L pl lightning
    transformers datasets sklearn xgb lgb scipy random os json math cv2 gym gymnasium torchvision functional
    models tfa peft evaluate accelerate optuna callbacks optimizers losses
    """
)
