"""How things were before, so that a run can be compared with the one before.

IPython keeps all code, but under numbers that shift when a cell says ``quit``
and are gone after ``%reset``: the last versions of each cell are noted here.
"""

from __future__ import annotations

from collections.abc import Callable
from json import dumps
from typing import Any

from jupyterlab_journal.capture.parameters import sent
from jupyterlab_journal.capture.probe import describe

EARLIER = "__jupyterlab_journal_earlier__"
EARLIER_MIME = "application/vnd.jupyterlab-journal.earlier.v1+json"
MAX_CODE_CHARACTERS = 16_000  # of one cell; longer ones are not kept
_MAX_CHARACTERS = 40_000  # in all, as sent: a reply over 64 kB would start a thread of pyzmq's in the kernel
_MAX_KEPT_CHARACTERS = 400_000
_MAX_CELLS = 1_000
_HASH_CHARACTERS = 24  # of one, as sent


class EarlierCode:
    """Keeps code that a cell has run and that it no longer holds, by its hash; shows it when displayed.

    Parameters
    ----------
    pending : function
        Tells what has changed since the last cell ended: in one that is running.
    """

    def __init__(self, pending: Callable[[], dict[str, Any]]) -> None:
        self._pending = pending
        self._latest: dict[str, tuple[str, str | None]] = {}  # by cell: hash and code
        self._kept_characters = 0
        self._earlier: dict[str, str] = {}  # by hash
        self._characters = 0

    def note(self, cell: str | None, digest: str, code: str) -> None:
        """Take note that a cell begins to run some code.

        Parameters
        ----------
        cell : str, optional
            Id of the cell; without one, nothing can be said of its next run.
        digest : str
            Of the code.
        code : str
            As the front end sent it.
        """
        if cell is None:
            return
        before = self._latest.pop(cell, None)
        if before is not None:
            self._kept_characters -= len(before[1] or "")
            if before[0] != digest and before[1] is not None:
                self._keep(before[0], before[1])
        kept = code if len(code) <= MAX_CODE_CHARACTERS else None
        self._latest[cell] = digest, kept
        self._kept_characters += len(kept or "")
        while len(self._latest) > _MAX_CELLS or self._kept_characters > _MAX_KEPT_CHARACTERS:
            _, forgotten = self._latest.pop(next(iter(self._latest)))
            self._kept_characters -= len(forgotten or "")

    def __repr__(self) -> str:
        return "<jupyterlab-journal>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:  # noqa: ANN401 (the display protocol's options)
        try:
            text = dumps({"code": self._earlier.copy(), "pending": self._pending()})
        except BaseException as error:  # noqa: BLE001 (nothing may escape: IPython would store it)
            text = dumps({"problem": describe(error)})
        return {EARLIER_MIME: text, "text/plain": repr(self)}

    def _keep(self, digest: str, code: str) -> None:
        if self._earlier.pop(digest, None) is None:
            self._characters += _HASH_CHARACTERS + sent(code)
        self._earlier[digest] = code
        while self._characters > _MAX_CHARACTERS:
            self._characters -= _HASH_CHARACTERS + sent(self._earlier.pop(next(iter(self._earlier))))
