"""Look at an object without asking it anything."""

from __future__ import annotations

from collections import OrderedDict
from types import GetSetDescriptorType, MemberDescriptorType
from typing import Any

_MRO = type.__dict__["__mro__"].__get__
_NAME = type.__dict__["__name__"].__get__
_VARIABLES = type.__dict__["__dict__"].__get__
_MODULE = type.__dict__["__module__"].__get__


def is_one_of(kind: type, kinds: tuple[type, ...]) -> bool:
    """Whether a class is one of some, without asking its own class for a hash or for equality."""
    return any(kind is one for one in kinds)


def kinds_of(kind: type) -> list[str]:
    """Return the full names of a class and of those it is made from, without running a metaclass."""
    modules = [(_MODULE(base), base) for base in _MRO(kind)]
    return [f"{module if type(module) is str else '?'}.{_NAME(base)}" for module, base in modules]


def name_of(kind: type) -> str:
    """Return the name of a class."""
    name: str = _NAME(kind)
    return name[:100]


def fields_of(value: Any) -> dict[str, Any]:  # noqa: ANN401 (whatever the user holds)
    """Return a copy of an object's own fields; empty when it has no dictionary."""
    for base in _MRO(type(value)):
        own = _VARIABLES(base).get("__dict__")
        # A property of the user's would run, so only what the interpreter itself has put there is asked.
        if type(own) is GetSetDescriptorType or type(own) is MemberDescriptorType:
            try:
                fields = own.__get__(value)
            except TypeError:  # put there by hand, from another class
                return {}
            return dict(fields) if type(fields) is dict else {}
    return {}


def entries_of(value: Any) -> dict[Any, Any]:  # noqa: ANN401 (as above)
    """Return a copy of a dictionary, also one that keeps an order; empty for anything else."""
    return dict(dict.items(value)) if is_one_of(type(value), (dict, OrderedDict)) else {}


def items_of(value: Any) -> list[Any]:  # noqa: ANN401 (as above)
    """Return a copy of the items of a list, or of what is made from one; empty for anything else."""
    return list.copy(value) if "builtins.list" in kinds_of(type(value)) else []
