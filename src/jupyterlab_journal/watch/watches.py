"""The watches of a server: one per running kernel process."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

import zmq.asyncio

from jupyterlab_journal.entry.run import digest
from jupyterlab_journal.errors import KernelUnavailable, NotFound
from jupyterlab_journal.facts.git_probe import read_git
from jupyterlab_journal.facts.observation import Observation
from jupyterlab_journal.facts.server_root import ServerRoot
from jupyterlab_journal.watch.background import Background
from jupyterlab_journal.watch.earlier_runs import earlier_runs, ran_code, with_code
from jupyterlab_journal.watch.kernel_watch import KernelWatch
from jupyterlab_journal.watch.local_process import process_id, working_folder
from jupyterlab_journal.watch.logs_of_kernels import CellLogs
from jupyterlab_journal.watch.shared_by_watches import Shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jupyter_client.multikernelmanager import MultiKernelManager
    from jupyter_events import EventLogger

    from jupyterlab_journal.entry.kernel_facts import KernelDeath
    from jupyterlab_journal.entry.run import CellRecord, EarlierRun, ShownCell
    from jupyterlab_journal.watch.earlier_runs import RanCode
    from jupyterlab_journal.watch.kernel_secrets import SecretVariables

KERNEL_ACTIONS = "https://events.jupyter.org/jupyter_server/kernel_actions/v1"


class Watches:
    """Facts of the kernels of one server.

    With an event logger, a kernel gets its probes as soon as it starts,
    before the user's first cell; without one, at the first request.

    Parameters
    ----------
    kernel_manager : MultiKernelManager
        Of the server.
    root_folder : str
        Paths of notebooks are relative to it.
    event_logger : EventLogger, optional
        Of the server.
    log : logging.Logger, optional
        Of the server extension.
    watch_cells : bool
        Whether kernels note what each of their cells did.
    """

    def __init__(
        self,
        kernel_manager: MultiKernelManager,
        *,
        root_folder: str,
        event_logger: EventLogger | None = None,
        log: logging.Logger | None = None,
        watch_cells: bool = True,
    ) -> None:
        self._kernels = kernel_manager
        self._root = ServerRoot(root_folder)
        self._events = event_logger
        self._log = log or logging.getLogger(__name__)
        self._shared = Shared(
            context=zmq.asyncio.Context(), log=self._log, background=Background(), watch_cells=watch_cells
        )
        self._watches: dict[str, KernelWatch] = {}
        self.logs = CellLogs(kernel_manager)
        if event_logger is not None:
            event_logger.add_listener(schema_id=KERNEL_ACTIONS, listener=self._on_kernel_action)

    async def observe(self, kernel_id: str, path: str | None = None) -> Observation:
        """Read what a snapshot of a running kernel is made of.

        Parameters
        ----------
        kernel_id : str
            Of a kernel of this server.
        path : str, optional
            Notebook whose git repository is meant, relative to the root;
            by default the repository around the kernel's working folder.

        Raises
        ------
        NotFound
            When there is no such kernel, or the path is outside the root.
        KernelUnavailable
            When the kernel is dead.
        """
        watch = self._watch(kernel_id)
        folder, notebook = (
            (working_folder(watch.process), None) if path is None else self._root.place_of(path)
        )
        busy = watch.busy
        look = self._shared.background.share(
            ("git", folder, notebook), lambda: asyncio.to_thread(read_git, folder, notebook)
        )
        kernel, git = await asyncio.gather(watch.read(), look)
        return Observation(language=watch.language, busy=busy, kernel=kernel, git=git)

    async def parameters(self, kernel_id: str) -> Mapping[str, str]:
        """Return what the user's namespace is set to, by name, as Python writes it.

        Scalars and small containers; of optimizers, loaders, models and
        configurations their settings under dotted names, such as
        ``optimizer.lr``, and their class under the plain one.

        Empty for a kernel of another language, whose variables are not read.

        Raises
        ------
        NotFound
            When there is no such kernel.
        KernelUnavailable
            When the kernel is dead or does not answer now.
        """
        watch = self._watch(kernel_id)
        reading = await watch.read()
        if watch.language != "python":
            return {}
        return reading.parameters()

    async def failure(self, kernel_id: str) -> Mapping[str, Any] | None:
        """Return the kernel's last exception and the tensors in its frames; None when there was none.

        Raises
        ------
        NotFound
            When there is no such kernel.
        KernelUnavailable
            When the kernel is dead or does not answer now.
        """
        return (await self._watch(kernel_id).read()).failure()

    def answers(self, kernel_id: str) -> bool:
        """Whether the kernel answers, as far as is known.

        False from the moment at which it let a question pass unanswered until
        it is heard again: it is stopped, at a breakpoint, or inside a call
        that lets nothing else run. A dead kernel, or one that could not be
        asked while its cell runs, counts as one that answers.
        """
        watch = self._watches.get(kernel_id)
        return watch is None or watch.answers

    async def cell_record(
        self, kernel_id: str, *, cell_id: str | None = None, execution_count: int | None = None
    ) -> CellRecord | None:
        """Return what the last run of a cell did; None when that was not noted.

        Parameters
        ----------
        kernel_id : str
            Of a kernel of this server, dead or alive.
        cell_id : str, optional
            In the notebook. None where the front end does not tell the kernel.
        execution_count : int, optional
            As the prompt shows it; with it, only that run is meant.

        Raises
        ------
        NotFound
            When there is no such kernel.
        """
        await self._pull_cells(kernel_id)
        return self.logs.of(kernel_id).find(cell_id, execution_count)

    async def ran_here(
        self, kernel_id: str, *, cell_id: str, execution_count: int | None, code: str
    ) -> bool | None:
        """Return whether the present process made the run that a cell shows; see `CellLog.ran_here`.

        Raises
        ------
        NotFound
            When there is no such kernel.
        """
        await self._pull_cells(kernel_id)
        return self.logs.of(kernel_id).ran_here(cell_id, execution_count, digest(code))

    async def cell_records(self, kernel_id: str) -> tuple[CellRecord, ...]:
        """Return what the kernel's last cells did, the oldest first; see `cell_record`."""
        await self._pull_cells(kernel_id)
        return self.logs.of(kernel_id).records

    async def earlier_runs(
        self, kernel_id: str, *, cell_id: str, execution_count: int | None, code: str
    ) -> tuple[EarlierRun, ...]:
        """Return the runs of a cell by the present process before one of them, the newest first.

        Parameters are those of `cell_record`, and the code that the cell
        holds now. Without a count, the run has not ended yet.

        Raises
        ------
        NotFound
            When there is no such kernel.
        """
        await self._pull_cells(kernel_id)
        log = self.logs.of(kernel_id)
        if not earlier_runs(log, cell_id, execution_count, None):
            return ()
        watch = self._watch(kernel_id)
        runs = with_code(earlier_runs(log, cell_id, execution_count, await watch.earlier()), (code,))
        # The kernel keeps the earlier code of a cell by its id; without ids, all that ran may be it.
        return runs if log.has_ids else with_code(runs, await watch.ran_code())

    def learn(self, kernel_id: str, cells: Iterable[ShownCell]) -> None:
        """Take note of what cells show, for runs whose cells the front end does not tell; see `deaths`."""
        self.logs.of(kernel_id).learn(cells)

    async def ran_code(self, kernel_id: str) -> RanCode:
        """Return the code that the kernel's present process ran, as far as it is known.

        Raises
        ------
        NotFound
            When there is no such kernel.
        """
        await self._pull_cells(kernel_id)
        return ran_code(self.logs.of(kernel_id), await self._watch(kernel_id).ran_code())

    async def secret_variables(self, kernel_id: str) -> SecretVariables:
        """Return what a kernel's variables hold under names of secrets; raises as `ran_code`."""
        return await self._watch(kernel_id).secret_variables()

    def deaths(self, kernel_id: str) -> tuple[KernelDeath, ...]:
        """Return how processes ended that nobody had asked to, the oldest first; raises as `ran_code`."""
        return self.logs.of(kernel_id).deaths

    async def close(self) -> None:
        """Stop listening and close every watch; safe to call twice."""
        if self._events is not None:
            self._events.remove_listener(listener=self._on_kernel_action)
            self._events = None
        for kernel_id in list(self._watches):
            self._drop(kernel_id)
        await self._shared.background.end()
        self._shared.context.destroy(linger=0)

    async def _on_kernel_action(self, logger: EventLogger, schema_id: str, data: dict[str, Any]) -> None:  # noqa: ARG002
        """Follow the life of kernels; after a crash the server restarts one, with the same event."""
        kernel_id = data.get("kernel_id")
        if self._events is None or kernel_id is None or data.get("status") != "success":
            return
        if data["action"] in {"restart", "shutdown"}:  # on start, somebody may be asking it already
            self._drop(kernel_id)
        if data["action"] in {"start", "restart"} and kernel_id in self._kernels:
            self._watch(kernel_id, replaces=data["action"] == "restart").plant()

    def _watch(self, kernel_id: str, *, replaces: bool = False) -> KernelWatch:
        """Return the watch over the kernel's present process."""
        for known in [known for known in self._watches if known not in self._kernels]:
            self._drop(known)
        if kernel_id not in self._kernels:
            raise NotFound("kernel")
        manager = self._kernels.get_kernel(kernel_id)
        watch = self._watches.get(kernel_id)
        if watch is None or watch.process != process_id(manager):
            self._drop(kernel_id)
            watch = self._watches[kernel_id] = KernelWatch(
                manager,
                self._shared,
                cells=self.logs.begin(kernel_id),
                replaces=replaces or watch is not None,
                on_end=lambda: self._renew(kernel_id),
            )
        return watch

    def _renew(self, kernel_id: str) -> None:
        """Watch the process that a server elsewhere starts after one has died."""
        self._drop(kernel_id)
        if kernel_id in self._kernels:
            self._watch(kernel_id).plant()

    async def _pull_cells(self, kernel_id: str) -> None:
        try:
            await self._watch(kernel_id).pull_cells()
        except (KernelUnavailable, TimeoutError) as error:  # what came before is still worth an answer
            self._log.debug("jupyterlab-journal: records of cells stay in the kernel: %s", error)
        except NotFound:  # a kernel that died too often is no longer the server's
            self.logs.of(kernel_id)

    def _drop(self, kernel_id: str) -> None:
        watch = self._watches.pop(kernel_id, None)
        if watch is not None:
            watch.close()
