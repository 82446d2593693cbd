"""How a list, or a value, is known again without keeping alive what the user lets go of.

A tensor may hold the memory of a GPU, or the graph of a whole batch: it is
remembered weakly. A list that holds other things than numbers is not kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ref

from jupyterlab_journal.capture.loaded_modules import attributes
from jupyterlab_journal.capture.measuring_objects import is_at_hand


def mark(value: Any) -> Callable[[], Any]:  # noqa: ANN401 (whatever the user holds)
    """Return what gives a value as long as it is known for certain; a tensor only while the user has it."""
    return ref(value) if _is_tensor(value) else lambda: value


class ListMark:
    """Knows a list again, and how long it was.

    Parameters
    ----------
    items : list
        Of the user's.
    is_log : bool
        Whether a framework writes its lines there, which are small.
    """

    def __init__(self, items: list[Any], *, is_log: bool = False) -> None:
        self.length = len(items)
        self._items: list[Any] | None = items
        self._tensors: list[tuple[int, ref[Any]]] = []
        if not items or is_log or type(items[0]) is type(items[-1]) is float:  # nearly all are such
            return
        ends = [(index, items[index]) for index in {0, self.length - 1}]
        is_plain = all(is_at_hand(item) and not _is_tensor(item) for _, item in ends)
        self._items = items if is_plain else None
        self._tensors = [(index, ref(item)) for index, item in ends if _is_tensor(item)]

    def knows(self, items: list[Any]) -> bool:
        """Whether a list in the same place is this one, and has lost nothing."""
        if self.length > len(items):
            return False
        if self._items is not None:
            return self._items is items
        # As long as they are there, no other can be in their place.
        found = [(tensor(), items[index]) for index, tensor in self._tensors]
        return bool(found) and all(tensor is item for tensor, item in found)


def _is_tensor(value: Any) -> bool:  # noqa: ANN401 (as above)
    return type(value) is attributes("torch").get("Tensor")
