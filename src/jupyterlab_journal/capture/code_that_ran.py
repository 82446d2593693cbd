"""The code that ran last, whichever cell it was of.

What another cell says of a variable tells a parameter from a result, and how
the user wrote a value. IPython's own history would be gone after ``%reset``.
"""

from __future__ import annotations

from json import dumps
from typing import Any

from jupyterlab_journal.capture.parameters import sent
from jupyterlab_journal.capture.probe import describe

RAN = "__jupyterlab_journal_ran__"
RAN_MIME = "application/vnd.jupyterlab-journal.ran.v1+json"
_MAX_CODES = 200
_MAX_CODE_CHARACTERS = 8_000  # a longer cell is hardly one of settings
_MAX_KEPT_CHARACTERS = 200_000
_MAX_CHARACTERS = 24_000  # that are told, the newest first


class RanCode:
    """Keeps the last codes that ran, each once; shows the newest of them when it is displayed."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {}  # by hash, the newest last
        self._kept = 0

    def note(self, digest: str, code: str) -> None:
        """Take note that some code, known by its hash, begins to run."""
        if len(code) > _MAX_CODE_CHARACTERS or not code.strip():
            return
        self._kept += len(code) - len(self._codes.pop(digest, ""))
        self._codes[digest] = code
        while len(self._codes) > _MAX_CODES or self._kept > _MAX_KEPT_CHARACTERS:
            self._kept -= len(self._codes.pop(next(iter(self._codes))))

    def __repr__(self) -> str:
        return "<jupyterlab-journal>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:  # noqa: ANN401 (the display protocol's options)
        try:
            text = dumps({"code": self._newest()})
        except BaseException as error:  # noqa: BLE001 (nothing may escape: IPython would store it)
            text = dumps({"problem": describe(error)})
        return {RAN_MIME: text, "text/plain": repr(self)}

    def _newest(self) -> list[str]:
        told: list[str] = []
        room = _MAX_CHARACTERS
        for code in reversed(self._codes.copy().values()):
            room -= sent(code)
            if room < 0:
                break
            told.append(code)
        return told
