"""What all watches of a server share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import logging

    import zmq.asyncio

    from jupyterlab_journal.watch.background import Background


@dataclass(frozen=True, kw_only=True)
class Shared:
    """What all lines of a server share.

    Parameters
    ----------
    context : zmq.asyncio.Context
        Of their sockets.
    log : logging.Logger
        Of the server extension.
    background : Background
        Of their tasks.
    watch_cells : bool
        Whether to plant the hooks that note what each cell did.
    """

    context: zmq.asyncio.Context
    log: logging.Logger
    background: Background
    watch_cells: bool
