"""Which output a call belongs to: that of the cell in which it works, until the cell ends."""

from __future__ import annotations

import threading
from typing import Any

from jupyterlab_journal.kernel.growing_output import Output

_REMEMBERED = 8  # of the last cells, for what still logs after their end


class Outputs:
    """The outputs of the last cells of one kernel.

    Parameters
    ----------
    shell : IPython shell
        Of a kernel.
    """

    def __init__(self, shell: Any) -> None:  # noqa: ANN401 (IPython is no dependency)
        self.shell = shell
        self._by_request: dict[str, Output] = {}
        self._lock = threading.RLock()
        self._thread = threading.local()
        self._hooked: set[int] = set()
        """Threads in which the end of a cell is awaited."""

    def current(self) -> Output:
        """Return the output of the cell in which this thread works."""
        if threading.current_thread() is threading.main_thread():
            return self._of_request()
        # The request that a thread sees is that of the cell that runs now: it stays with the one it began in.
        bound: Output | None = getattr(self._thread, "output", None)
        if bound is None:
            bound = self._thread.output = self._of_request()
        return bound

    def _of_request(self) -> Output:
        header = self.shell.get_parent().get("header", {})
        request = header.get("msg_id", "")
        executes = header.get("msg_type") == "execute_request"
        found = self._by_request.get(request)
        is_first = found is None
        if found is None:
            with self._lock:
                # In one step: a signal's handler may come here in the middle of it.
                found = self._by_request.setdefault(request, Output(self.shell, ends=executes))
                while len(self._by_request) > _REMEMBERED:
                    del self._by_request[next(iter(self._by_request))]
        # Once more in a new cell: the user may have taken all callbacks away before the last one ended.
        if executes and (is_first or threading.get_ident() not in self._hooked):
            self._await_end()
        return found

    def _await_end(self) -> None:
        with self._lock:
            if not self._is_registered():
                # Called also when the cell raised or was interrupted.
                self.shell.events.register("post_execute", self._cell_ended)
            self._hooked.add(threading.get_ident())
        publisher = self.shell.display_pub
        if hasattr(publisher, "register_hook") and not hasattr(self._thread, "publisher"):
            self._thread.publisher = publisher
            publisher.register_hook(self._see_message)

    def _cell_ended(self) -> None:
        """Show what is not shown yet: of the cell that ended in this thread, and of any other."""
        publisher = self._thread.__dict__.pop("publisher", None)
        if publisher is not None:
            publisher.unregister_hook(self._see_message)
        self._thread.__dict__.pop("output", None)
        with self._lock:
            self._hooked.discard(threading.get_ident())
            self._hooked &= {thread.ident for thread in threading.enumerate() if thread.ident is not None}
            if not self._hooked and self._is_registered():
                self.shell.events.unregister("post_execute", self._cell_ended)
            outputs = list(self._by_request.values())
        for output in outputs:
            output.finish()

    def _is_registered(self) -> bool:
        return self._cell_ended in self.shell.events.callbacks["post_execute"]

    def _see_message(self, message: dict[str, Any]) -> dict[str, Any]:
        """Note when the user clears the outputs of the cell; called with each message of this thread."""
        if message["header"]["msg_type"] == "clear_output":
            output = self._by_request.get(message.get("parent_header", {}).get("msg_id", ""))
            if output is not None:
                output.clear()
        return message
