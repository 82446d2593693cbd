"""What each cell did, noted at its true end by two hooks in the kernel.

Cells that are queued together run without a pause: only here can each one's
own end be seen. The hooks run in the user's time and name space of threads,
so they import nothing, ask no object of the user's anything, and let nothing
escape: IPython would print it under the user's cell.
"""

from __future__ import annotations

import builtins
import sys
import threading
import time
from collections import deque
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.cell_exception import failure
from jupyterlab_journal.capture.changed_variables import Changes
from jupyterlab_journal.capture.code_before_edits import EarlierCode
from jupyterlab_journal.capture.code_that_ran import RanCode
from jupyterlab_journal.capture.devices import memory_in_use
from jupyterlab_journal.capture.evaluated_numbers import numbers_of
from jupyterlab_journal.capture.generators import Generators
from jupyterlab_journal.capture.new_measurements import Before
from jupyterlab_journal.capture.probe import describe
from jupyterlab_journal.capture.shell_status import ShellStatus
from jupyterlab_journal.capture.torch_facts import note_threads
from jupyterlab_journal.capture.user_variables import Variables

if TYPE_CHECKING:
    from collections.abc import Mapping

CELLS = "__jupyterlab_journal_cells__"
CELLS_MIME = "application/vnd.jupyterlab-journal.cells.v1+json"
MAX_RECORDS = 200
_MAX_CHARACTERS = 60_000  # in all, as sent: a reply over 64 kB would start a thread of pyzmq's in the kernel
_MAX_ID_CHARACTERS = 128


class _Run:
    """A cell that is running."""

    def __init__(self, info: Any, message: str | None, cell: str | None) -> None:  # noqa: ANN401 (IPython's)
        self.before: Before | None = None
        self.shell: ShellStatus | None = None
        self.info = info
        self.message = message
        self.cell = cell
        self.source = sha256(info.raw_cell.encode("utf-8", "replace")).hexdigest()[:16]
        self.started = time.time()
        self.clock = time.perf_counter()


class CellRecorder:
    """Keeps the records of the last cells as JSON text, and shows them when it is displayed.

    Parameters
    ----------
    shell : IPython shell
        Whose cells are meant.
    """

    def __init__(self, shell: Any) -> None:  # noqa: ANN401 (IPython is no dependency of this package)
        self._shell = shell
        self._planted: Mapping[str, object] = {}
        self.earlier = EarlierCode(self._pending)
        self.ran = RanCode()
        self._series = f"{time.time_ns():x}"  # tells this ring from that of another plant
        self._ring: deque[str] = deque()
        self._characters = 0
        self._number = 0
        self._first = getattr(shell, "execution_count", None)
        self._problem: str | None = None
        self._running: dict[int, list[_Run]] = {}  # by thread: subshells run cells side by side
        self._changes = Changes()
        self._generators = Generators()

    def begin(self, planted: Mapping[str, object]) -> None:
        """Take the variables and generators as they are, and listen from now on.

        Parameters
        ----------
        planted : mapping of str to object
            What stays in ``builtins`` by name; put back when a cell has removed it.
        """
        self._planted = planted
        self._compare(self._variables())
        self._shell.events.register("pre_run_cell", self._began)
        self._shell.events.register("post_run_cell", self._ended)

    def uproot(self) -> None:
        """Listen no more."""
        self._shell.events.unregister("pre_run_cell", self._began)
        self._shell.events.unregister("post_run_cell", self._ended)

    def __repr__(self) -> str:
        return "<jupyterlab-journal>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:  # noqa: ANN401 (the display protocol's options)
        try:
            records = ",".join(tuple(self._ring))
            head = dumps(
                {
                    "series": self._series,
                    "newest": self._number,
                    "first": self._first,
                    "problem": self._problem,
                }
            )
            text = f'{head[:-1]}, "records": [{records}]}}'
        except BaseException as error:  # noqa: BLE001 (nothing may escape)
            text = dumps({"problem": describe(error)})
        return {CELLS_MIME: text, "text/plain": repr(self)}

    def _began(self, info: Any) -> None:  # noqa: ANN401 (IPython's ExecutionInfo)
        try:
            message, cell = self._request(info)
            runs = self._running.setdefault(threading.get_ident(), [])
            if runs and runs[0].message != message:  # one whose end was never told
                runs.clear()
            run = _Run(info, message, cell)
            if not runs:
                self.earlier.note(cell, run.source, info.raw_cell)
                self.ran.note(run.source, info.raw_cell)
                run.before = self._before(info.raw_cell)
                run.shell = ShellStatus(self._shell.user_ns, info.raw_cell)
            runs.append(run)
        except BaseException as error:  # noqa: BLE001 (as above)
            self._problem = describe(error)

    def _ended(self, result: Any) -> None:  # noqa: ANN401 (IPython's ExecutionResult, None when it was cut off)
        clock = time.perf_counter()
        try:
            for name, thing in self._planted.items():
                if builtins.__dict__.get(name) is not thing:
                    builtins.__dict__[name] = thing
            run = self._outermost(result)
            if run is not None:
                self._keep(self._record(run, result, clock - run.clock))
        except BaseException as error:  # noqa: BLE001 (as above)
            self._problem = describe(error)

    def _outermost(self, result: Any) -> _Run | None:  # noqa: ANN401 (as above)
        """Return the run that ends; None for an empty cell, or one that a cell runs inside itself."""
        thread = threading.get_ident()
        runs = self._running.get(thread, [])
        info = getattr(result, "info", None)
        for index in reversed(range(len(runs))):
            if result is None or runs[index].info is info:
                run = runs[index]
                del runs[index:]
                if not runs:
                    self._running.pop(thread, None)
                    return run
                break
        return None

    def _record(self, run: _Run, result: Any, seconds: float) -> dict[str, Any]:  # noqa: ANN401 (as above)
        error = sys.exc_info()[1] if result is None else result.error_before_exec
        if error is None and result is not None:
            error = result.error_in_exec
        self._number += 1  # before anything is compared: who asks in between sees that a record is missing
        variables = self._variables()
        changes, complete, generators = self._compare(variables)
        note_threads()
        return {
            "number": self._number,
            "count": getattr(result, "execution_count", None),
            "cell": run.cell,
            "message": run.message,
            "source": run.source,
            "started": round(run.started, 3),
            "seconds": round(seconds, 6),
            "error": None if error is None else failure(error),
            "value": numbers_of(getattr(result, "result", None)),
            "changes": changes,
            "complete": complete,
            "generators": generators,
            "memory": {str(index): use["memory_used_bytes"] for index, use in memory_in_use().items()},
            "measured": self._measured(run, variables),
            "exit": None if run.shell is None else run.shell.after(self._shell.user_ns),
        }

    def _before(self, code: str) -> Before | None:
        try:
            return Before(self._variables(), self._shell.user_ns, code)
        except BaseException as error:  # noqa: BLE001 (the run is worth noting without it)
            self._problem = describe(error)
            return None

    def _measured(self, run: _Run, variables: Variables) -> list[dict[str, Any]]:
        try:
            return [] if run.before is None else run.before.since(variables, self._shell.user_ns)
        except BaseException as error:  # noqa: BLE001 (the rest of the record is worth keeping)
            self._problem = describe(error)
            run.before = None
            return []

    def _variables(self) -> Variables:
        return Variables(self._shell.user_ns)

    def _compare(
        self, variables: Variables
    ) -> tuple[list[list[str | None]], bool, dict[str, dict[str, str]]]:
        space = self._shell.user_ns, self._shell.user_ns_hidden
        changes, complete = self._changes.since_last(variables, *space)
        return changes, complete, self._generators.since_last(variables)

    def _pending(self) -> dict[str, Any]:
        """Return what has changed since the last record; asked for in another thread than the cells'."""
        number = self._number
        space = self._shell.user_ns, self._shell.user_ns_hidden
        changes, complete = self._changes.until_now(self._variables(), *space)
        return {
            "series": self._series,
            "after": number,
            "changes": changes,
            "complete": complete and number == self._number,  # else a cell has ended meanwhile
        }

    def _keep(self, record: dict[str, Any]) -> None:
        text = dumps(record)
        self._ring.append(text)
        self._characters += _sent(text)
        while len(self._ring) > MAX_RECORDS or self._characters > _MAX_CHARACTERS:
            self._characters -= _sent(self._ring.popleft())

    def _request(self, info: Any) -> tuple[str | None, str | None]:  # noqa: ANN401 (as above)
        """Return the ids of the message that asked for the cell and of the cell, where the front end told."""
        kernel = getattr(self._shell, "kernel", None)
        parent = {} if kernel is None else kernel.get_parent("shell")
        cell = parent.get("metadata", {}).get("cellId") or getattr(info, "cell_id", None)
        return _short(parent.get("header", {}).get("msg_id")), _short(cell)


def _sent(record: str) -> int:
    """Return how many characters a record takes in the reply, which is JSON around it."""
    return len(record) + record.count('"') + record.count("\\")


def _short(value: object) -> str | None:
    return value if type(value) is str and len(value) <= _MAX_ID_CHARACTERS else None
