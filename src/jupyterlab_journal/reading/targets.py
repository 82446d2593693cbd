"""How a reader knows what is assigned to."""

from __future__ import annotations

import ast

from .names import word_set, words_of

_COUNTERS = word_set("i j k n m t idx index id")
_SHORT = {"e": "epochs", "ep": "epochs", "it": "iterations", "iter": "iterations", "batch": "batches"}
_NAMESPACES = word_set("dict SimpleNamespace Namespace EasyDict edict AttrDict Munch Box ConfigDict DotDict")
"""What holds settings, as items or as attributes."""

_MANY = "数"  # "轮" counted is "轮数"


def name_of(target: ast.expr, where: str) -> str:
    """Return how the reader knows a target; empty for what has no name."""
    if isinstance(target, ast.Name):
        in_class = where and where.rpartition(".")[2][:1].isupper()
        return f"{where}.{target.id}" if in_class else target.id
    if isinstance(target, ast.Attribute):
        owner = name_of(target.value, "")
        return target.attr if owner == "self" else f"{owner}.{target.attr}" if owner else ""
    if isinstance(target, ast.Subscript):
        owner, key = name_of(target.value, ""), key_of(target)
        return f"{owner}.{key}" if owner and key else owner
    return ""


def key_of(target: ast.expr) -> str:
    """Return the key of an item that is assigned to: ``lr`` of ``config["lr"]``; else an empty text."""
    return _key(target.slice) if isinstance(target, ast.Subscript) else ""


def loop_name(variable: str) -> str:
    """Return what a loop over a range counts; empty when its variable does not tell.

    Examples
    --------
    >>> [loop_name(name) for name in ("epoch", "fold", "轮", "i", "batch_idx", "_")]
    ['epochs', 'folds', '轮数', '', '', '']
    """
    if variable in _SHORT:
        return _SHORT[variable]
    if not variable.replace("_", "").isalpha() or _COUNTERS & set(words_of(variable)):
        return ""
    if not variable.isascii():
        return variable + _MANY
    return variable if variable.endswith("s") or len(variable) == 1 else f"{variable}s"


def items_of(value: ast.expr) -> list[tuple[str, ast.expr]] | None:
    """Return the items of a dictionary that is written down, by key; None when it is none.

    What it is laid over, ``{**base, "lr": 1}``, has an empty key.
    """
    if isinstance(value, ast.Dict):
        items = [
            (_key(key), item)
            for key, item in zip(value.keys, value.values, strict=True)
            if key is None or _key(key)
        ]
        return items if len(items) == len(value.keys) and items else None
    if isinstance(value, ast.Call) and _callee(value) in _NAMESPACES:
        if not value.args and not value.keywords:
            return None
        return [
            *(("", argument) for argument in value.args),
            *((keyword.arg or "", keyword.value) for keyword in value.keywords),
        ] or None
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.BitOr):
        left, right = items_of(value.left), items_of(value.right)
        if left is not None or right is not None:
            return [*(left or [("", value.left)]), *(right or [("", value.right)])]
    return None


def _callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _key(key: ast.expr | None) -> str:
    return key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
