"""Differences between the arguments of two versions of a call."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jupyterlab_journal.reading.names import word_set
from jupyterlab_journal.reading.pieces import MAX_TEXT, Call
from jupyterlab_journal.reading.shell import options_of
from jupyterlab_journal.reading.spelling import (
    arguments_of,
    has_call,
    is_literal,
    is_number,
    is_reference,
    same_but_for_constants,
    same_code,
    tree_of,
)
from jupyterlab_journal.reading.targets import items_of

if TYPE_CHECKING:
    from jupyterlab_journal.compose.changes.sameness import Sameness

_POSITIONS: Mapping[str, tuple[str, ...]] = {
    "DataLoader": ("dataset", "batch_size", "shuffle"),
    "StepLR": ("optimizer", "step_size", "gamma"),
    "MultiStepLR": ("optimizer", "milestones", "gamma"),
    "ExponentialLR": ("optimizer", "gamma"),
    "CosineAnnealingLR": ("optimizer", "T_max", "eta_min"),
    "OneCycleLR": ("optimizer", "max_lr"),
}
"""Names of well-known positional arguments."""

_OPTIMIZERS = word_set(
    "SGD Adam AdamW RMSprop Adagrad Adadelta Adamax NAdam Nadam RAdam ASGD Rprop LBFGS Lion Adafactor"
)


@dataclass(frozen=True, kw_only=True)
class Argument:
    """A changed argument; None on a side that does not have it.

    ``name`` is empty for positional arguments.
    """

    name: str
    before: str | None
    after: str | None


def changed_arguments(before: Call, after: Call, sameness: Sameness, *, replaced: bool) -> Iterator[Argument]:
    """Compare the arguments of two versions of a call.

    Parameters
    ----------
    before, after : Call
        The versions.
    sameness : Sameness
        Decides which names and values are equal.
    replaced : bool
        Whether another function is called: then only arguments that both have are compared.
    """
    old, keywords = _spread(before)
    new, new_keywords = _spread(after)
    if not replaced:
        _share_names(old, keywords, new, new_keywords)
        for name in [name for name in keywords if name not in new_keywords]:
            if any(f"{quote}{name}{quote}" in text for text in new for quote in "'\""):
                del keywords[name]  # moved into one of the others: the rate into groups of parameters
        yield from _changed_positions(old, new, after, sameness)
    for name in {**new_keywords, **keywords}:
        yield from _changed_keyword(name, keywords.get(name), new_keywords.get(name), sameness)


def _changed_keyword(name: str, old: str | None, new: str | None, sameness: Sameness) -> Iterator[Argument]:
    if old is None or new is None:
        passed_on = new is not None and new == name and name in sameness.fresh
        if not passed_on:  # "sampler=sampler": the new variable is listed itself
            yield Argument(name=name, before=old, after=new)
        return
    if sameness.same(old, new):
        sameness.resolve_pair(old, new)
        return
    inside = _changed_items(old, new, sameness)
    if inside is not None:
        yield from inside
        return
    old, new = sameness.resolve_pair(old, new)
    if not sameness.same(old, new):
        yield Argument(name=name, before=old, after=new)


def _spread(call: Call) -> tuple[list[str], dict[str, str]]:
    """Return positional and keyword arguments; well-known positions have names, too."""
    arguments = arguments_of(call.arguments)
    names: tuple[str, ...] = _POSITIONS.get(call.last_name, ())
    if call.last_name in _OPTIMIZERS and arguments:
        names = ("learning_rate",) if is_literal(arguments[0]) else ("params", "lr")
    keywords = dict(call.keywords)
    rest = arguments[:1] if names and names[0] in {"dataset", "optimizer", "params"} else []
    for name, value in list(zip(names, arguments, strict=False))[len(rest) :]:
        keywords.setdefault(name, value)
    return (rest + arguments[len(names) :] if names else arguments), keywords


def _share_names(
    old: list[str], keywords: dict[str, str], new: list[str], new_keywords: dict[str, str]
) -> None:
    """Name positional arguments that the other version names: ``Dropout(0.5)``, ``Dropout(p=0.5)``."""
    for fewer, named, more, unnamed in (
        (new, new_keywords, old, keywords),
        (old, keywords, new, new_keywords),
    ):
        only = [name for name in named if name not in unnamed]
        surplus = more[len(fewer) :]
        same = {value: name for name in only for value in surplus if same_code(named[name], value)}
        names = only if len(only) == len(surplus) else [same[value] for value in surplus if value in same]
        if surplus and len(names) == len(surplus):
            unnamed.update(zip(names, surplus, strict=True))
            del more[len(fewer) :]


def _changed_positions(
    old: Sequence[str], new: Sequence[str], call: Call, sameness: Sameness
) -> Iterator[Argument]:
    if len(old) != len(new):
        old = [one for one in old if not _has_call(one) and one.lstrip("*") not in sameness.gone]
        new = [one for one in new if not _has_call(one) and one.lstrip("*") not in sameness.fresh]
        if len(old) == len(new) and all(map(sameness.same, old, new)):
            return  # calls and variables are listed as added or removed
        if call.constructs or all(is_literal(value) for value in new if value not in old):
            yield Argument(name="", before=", ".join(old) or None, after=", ".join(new) or None)
        return
    changed = [(one, other) for one, other in zip(old, new, strict=True) if not sameness.same(one, other)]
    for one, other in zip(old, new, strict=True):
        sameness.resolve_pair(one, other)
    inside = _changed_items(*changed[0], sameness) if len(changed) == 1 else None
    if inside is not None:
        yield from inside
        return
    known = [sameness.resolve_pair(one, other) for one, other in changed]
    if known and all(_is_worth_listing(one, other, call) for one, other in known):
        if all(is_number(one) and is_number(other) for one, other in known):
            # sizes and bounds are read together
            pairs = zip(old, new, strict=True)
            known = [(one, other) for one, other in pairs if is_number(one) and is_number(other)] or known
        before, after = zip(*known, strict=True)
        yield Argument(name="", before=", ".join(before), after=", ".join(after))


def _is_worth_listing(old: str, new: str, call: Call) -> bool:
    """Whether a changed argument is a choice, not only another variable in the flow of data."""
    if is_literal(old) or is_literal(new) or same_but_for_constants(old, new):
        return True
    if is_reference(old) and is_reference(new):
        return True
    constructs = call.constructs or "pretrained" in call.callee
    return constructs or (call.where == "" and call.owner != "" and bool(call.keywords))


def _has_call(text: str) -> bool:
    tree = tree_of(text)
    return tree is not None and has_call(tree)


def _changed_items(old: str, new: str, sameness: Sameness) -> list[Argument] | None:
    """Compare dictionaries, lists of as many, or lists of options, item by item; None for anything else."""
    items, new_items = _items(old), _items(new)
    if items is None or new_items is None or len(items) != len(new_items):
        return None
    return [
        argument
        for one, other in zip(items, new_items, strict=True)
        for name in {**other, **one}
        for argument in _changed_keyword(name, one.get(name), other.get(name), sameness)
    ]


def _items(text: str) -> list[dict[str, str]] | None:
    """Return the items of a dictionary by key, of several in a list, or of a list of options."""
    tree = tree_of(text) if len(text) < MAX_TEXT else None
    node = tree.elts[0] if isinstance(tree, ast.Tuple) and len(tree.elts) == 1 else None
    if node is None:
        return None
    several = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    words = [one.value for one in several if isinstance(one, ast.Constant) and isinstance(one.value, str)]
    if len(words) == len(several) and not isinstance(node, ast.Constant):
        options = options_of(words)
        return None if options is None else [options]
    found = [items_of(one) for one in several]
    encoded = f"({text},)".encode()
    known = [
        {
            name: encoded[item.col_offset : item.end_col_offset].decode(errors="replace")
            for name, item in items
        }
        for items in found
        if items is not None
    ]
    return known if known and len(known) == len(found) else None
