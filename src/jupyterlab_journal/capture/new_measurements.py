"""What a run of a cell measured without printing it: what its objects hold that they did not hold before.

Looked at when a cell begins and when it ends, so that a history of an
earlier cell is never taken for one of this.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import compress, count
from time import thread_time
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.epoch_tables import MAX_METRICS, Table, bounded, of_rows, of_series, once
from jupyterlab_journal.capture.list_identity import ListMark, mark
from jupyterlab_journal.capture.measuring_objects import (
    OWN,
    Holding,
    a_list,
    effort,
    is_at_hand,
    may_measure,
    number,
    reader_of,
)

if TYPE_CHECKING:
    from jupyterlab_journal.capture.user_variables import Variables

LIMIT_S = 0.002  # of work before a cell and after it; the machine may be busy with other things
_MAX_WORK = 1_000  # in entries of dictionaries that are looked at; what is older is data
_WORK_OF_A_LIST = 10
_MAX_HOLDINGS = 50
_MAX_TABLES = 8
_MAX_NAME = 100
_LISTS = id(list)
_MAX_CODE = 50_000
_ASSIGNMENT = re.compile(
    r"^[ \t]*([^\W\d]\w{0,60}(?:[ \t]*,[ \t]*[^\W\d]\w{0,60}){0,7})[ \t]*=(?!=)", re.MULTILINE
)


class Before:
    """What the lists and numbers of the user's objects were when a cell began.

    Lists of numbers are kept until it ends, so that no new one can be taken
    for one of them; tensors, and the objects that hold all these, which may
    be models on a GPU, are not.

    Of very many objects only the youngest are watched. Then a list that is
    met for the first time at the end may have been in another one all along,
    and nothing is told of it.

    Parameters
    ----------
    variables : Variables
        As they are before the cell runs.
    namespace : dict
        All of the user's variables.
    code : str
        Of the cell.
    """

    def __init__(self, variables: Variables, namespace: dict[str, Any], code: str = "") -> None:
        self._assigned = {name: mark(_single(namespace, name)) for name in _assigned(code)}
        found, self._all_known = _scan(variables)
        self._lists: dict[int, ListMark] = {}
        self._values: dict[int, Callable[[], Any]] = {}
        for _, holding in found:
            self._know(holding)

    def since(self, variables: Variables, namespace: dict[str, Any]) -> list[Table]:
        """Return what came to be since then, one table per object.

        A table has the ``name`` of the variable, the ``kind`` of the object,
        the ``epochs`` (null where a value belongs to none) and, by metric,
        as many ``metrics``, null where one was not measured.
        """
        return list(bounded([*self._of_objects(variables), *self._of_variables(namespace)]))

    def _of_variables(self, namespace: dict[str, Any]) -> Iterator[Table]:
        """Yield the numbers that variables which the code assigns hold now, and did not before."""
        now = {name: _single(namespace, name) for name in self._assigned}
        new = {name: number(value) for name, value in now.items() if value is not self._assigned[name]()}
        for part in once(new):
            yield {"name": "", "kind": "variables", **part}

    def _of_objects(self, variables: Variables) -> list[Table]:
        found, _ = _scan(variables)
        end = thread_time() + LIMIT_S
        tables: list[Table] = []
        # A history before the model that keeps it, and before the user's own name for a part of it.
        for name, holding in sorted(found, key=lambda one: one[1].kind in OWN):
            if thread_time() > end or len(tables) >= _MAX_TABLES:
                break
            parts = [{"name": name, "kind": holding.kind, **part} for part in self._new(holding)]
            tables = parts + tables  # in the order in which the variables came to be
        return tables

    def _new(self, holding: Holding) -> Iterator[Table]:
        """Yield what is new in an object, and know it from then on: others may hold the same."""
        starts = {id(items): self._start(items) for items in holding.lists()}
        values = {name: value for name, value in holding.values.items() if not self._is_known(value)}
        if not values and all(starts[id(items)] == len(items) for items in holding.lists()):
            return
        if holding.rows is not None:
            yield from of_rows(holding, starts[id(holding.rows)])
        series = {name: items for name, items in holding.series.items() if starts[id(items)] < len(items)}
        yield from of_series(holding, series, starts)
        yield from once({name: number(value) for name, value in values.items()})
        self._know(holding)

    def _know(self, holding: Holding) -> None:
        self._lists.update(
            {id(items): ListMark(items, is_log=items is holding.rows) for items in holding.lists()}
        )
        self._values.update({id(value): mark(value) for value in holding.values.values()})

    def _is_known(self, value: Any) -> bool:  # noqa: ANN401 (whatever the user holds)
        if id(value) in self._values and self._values[id(value)]() is value:
            return True
        return not self._all_known

    def _start(self, items: list[Any]) -> int:
        """Return where the new items of a list begin."""
        known = self._lists.get(id(items))
        if known is not None and known.knows(items):
            return known.length
        return 0 if self._all_known else len(items)


def _assigned(code: str) -> list[str]:
    """Return names of metrics that a line of the code seems to assign; the server reads it properly."""
    lines = _ASSIGNMENT.findall(code[:_MAX_CODE])
    names = dict.fromkeys(name.strip() for line in lines for name in line.split(","))
    return [name for name in names if may_measure(name) and not name.startswith("_")][:MAX_METRICS]


def _single(namespace: dict[str, Any], name: str) -> Any:  # noqa: ANN401 (whatever the user holds)
    """Return what a variable holds if it is one measured number: counts are whole, and settings."""
    value = dict.get(namespace, name)
    return value if type(value) is not int and is_at_hand(value) else None


def _scan(variables: Variables) -> tuple[list[tuple[str, Holding]], bool]:
    """Return what the variables hold, the youngest first, and whether all were looked at."""
    found: list[tuple[str, Holding]] = []
    readers = {id(kind): reader for kind in variables.classes() if (reader := reader_of(kind)) is not None}
    readable = {*readers, _LISTS}
    work = 0
    end = thread_time() + LIMIT_S
    for index in compress(count(), map(readable.__contains__, variables.kinds)):
        name, value = variables.names[index], variables.values[index]
        reader = readers.get(variables.kinds[index])
        if reader is None and not may_measure(name):
            continue
        if len(name) > _MAX_NAME or (name.startswith("_") and name != "_"):  # the last result has no name
            continue
        work += effort(value)
        if work > _MAX_WORK or len(found) >= _MAX_HOLDINGS or thread_time() > end:
            return found, False
        holding = a_list(name, value) if reader is None else reader(value)
        if holding is not None:
            found.append((name, holding))
            work += _WORK_OF_A_LIST * sum(1 for _ in holding.lists())
    return found, variables.complete
