"""How an entry writes itself: from a request and a kernel's facts to a finished cell.

Pure and synchronous: nothing here reads a file, a clock of its own or a kernel.
"""

from jupyterlab_journal.compose.entry import compose_entry
from jupyterlab_journal.compose.request import ComposedEntry, EntryRequest, Notice
from jupyterlab_journal.entry.active_cell import ActiveCell

__all__ = [
    "ActiveCell",
    "ComposedEntry",
    "EntryRequest",
    "Notice",
    "compose_entry",
]
