"""Open notebooks, where another extension keeps them on the server.

Extensions for working together (jupyter-collaboration, jupyter-server-documents)
hold the shared document of each open notebook, and offer it to others under one
name in the server's settings. Nothing is written to it here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.run import ShownCell, digest

if TYPE_CHECKING:
    import logging

_DOCUMENTS = "jupyter_server_ydoc"
_LIMIT_S = 1.0  # a document that is still being loaded is looked at again after the next cell


class LiveNotebooks:
    """Finds the cells that a kernel runs in the documents of other extensions.

    Parameters
    ----------
    settings : mapping
        Of the server; other extensions fill it in after this one was made.
    sessions : SessionManager
        Of the server: which notebooks a kernel belongs to.
    log : logging.Logger
        Of the server extension.
    """

    def __init__(self, settings: Mapping[str, Any], sessions: Any, log: logging.Logger) -> None:  # noqa: ANN401 (a trait: any session manager)
        self._settings = settings
        self._sessions = sessions
        self._log = log
        self._problem: str | None = None

    async def shown_cells(self, kernel_id: str, counts: frozenset[int]) -> tuple[ShownCell, ...]:
        """Return the cells of a kernel's notebooks that run, or show one of these execution counts.

        Empty where no extension keeps documents on the server.
        """
        if _DOCUMENTS not in self._settings:
            return ()
        try:
            return await asyncio.wait_for(self._shown_cells(kernel_id, counts), _LIMIT_S)
        except Exception as error:  # noqa: BLE001 (other people's code: whatever it raises, the journal goes on)
            self._report(type(error).__name__)
            return ()

    def _report(self, problem: str) -> None:
        """Log a problem once, not again after each cell."""
        if problem != self._problem:
            self._problem = problem
            self._log.warning("jupyterlab-journal: an open notebook cannot be looked at: %s", problem)

    async def _shown_cells(self, kernel_id: str, counts: frozenset[int]) -> tuple[ShownCell, ...]:
        shown: list[ShownCell] = []
        for session in await self._sessions.list_sessions():
            if session["kernel"]["id"] == kernel_id and session["type"] == "notebook":
                document = await self._document(session["path"])
                shown.extend(() if document is None else _shown(document.ycells, counts))
        return tuple(shown)

    async def _document(self, path: str) -> Any:  # noqa: ANN401 (jupyter_ydoc is no dependency)
        """Return the shared document of a notebook; None when it is not open."""
        file_id = self._settings["file_id_manager"].get_id(path)
        if file_id is None:
            return None
        room = f"json:notebook:{file_id}"
        rooms = self._settings.get("yroom_manager")
        if rooms is not None and not rooms.has_room(room):  # jupyter-server-documents would open it
            return None
        return await self._settings[_DOCUMENTS].get_document(room_id=room, copy=False)


def _shown(cells: Iterable[Any], counts: frozenset[int]) -> Iterator[ShownCell]:
    """Yield the cells that are meant; the source of the others is not read, because that takes longest."""
    for cell in cells:
        count = cell.get("execution_count")
        running = cell.get("execution_state") == "running"
        if running or (count is not None and int(count) in counts):
            source = digest(str(cell.get("source", "")))
            yield ShownCell(
                cell_id=cell["id"], source=source, execution_count=None if running else int(count)
            )
