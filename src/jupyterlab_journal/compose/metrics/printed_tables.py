"""Read metrics from tables that were printed: one row per epoch, per metric or per model."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.table_forms import Form, form_of_header, read_pair
from jupyterlab_journal.compose.metrics.table_row import cells_of

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.metric_reading import Reading

_RULE = re.compile(r"^[\s|+\-=_:─━═┄┅┈┉┌┬┐├┼┤└┴┘│┃║┏┳┓┡╇┩╞╪╡┢╈╔╦╗╠╬╣╚╩╝]*$")
_VALUE = re.compile(r"[=:：]\s?[-+]?\.?\d|\d\.\d")  # in no header
_GROUP = re.compile(r"\|\s{0,4}[A-Za-z]\w{0,30}/\s*\|\s*\|\s*$")


class Tables:
    """Takes the lines of an output one by one and reads those of tables."""

    def __init__(self) -> None:
        self._form: Form | None = None
        self._group = ""
        self._is_wide = False  # the table continues below, with other columns

    def read(self, line: str) -> list[Reading] | None:
        """Return the readings of a line; None when it belongs to no table.

        Parameters
        ----------
        line : str
            The next one.
        """
        if self._form is None and _VALUE.search(line):
            return self._grouped(line)
        if self._form is not None and _RULE.match(line):
            return []
        if _GROUP.match(line):
            self._group = line.strip(" |/") + " "
            return []
        cells = cells_of(line)
        begun = form_of_header(cells, continued=self._is_wide)
        if begun is not None:
            self._is_wide = line.rstrip().endswith("\\")
            self._form = begun
            return []
        found = None if self._form is None else self._form.read(line, cells)
        if found is None:
            self._form = None
        return found

    def _grouped(self, line: str) -> list[Reading] | None:
        """Read ``|   loss   | 0.02  |``, below the name of a group when there was one."""
        if not line.startswith("|"):
            self._group = ""
            return None
        found = read_pair(cells_of(line))
        return found and [replace(reading, name=self._group + reading.name) for reading in found]
