"""What this server knows to be secret: values from its own environment, its kernels' and their variables."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.redact import Redacted, Redactor
from jupyterlab_journal.redact.known import secret_values, secret_variables
from jupyterlab_journal.watch.kernel_secrets import SecretVariables
from jupyterlab_journal.watch.local_process import process_id

if TYPE_CHECKING:
    from jupyter_client.multikernelmanager import MultiKernelManager

    from jupyterlab_journal.watch.watches import Watches

_MAX_VARIABLES = 400  # values of variables that are kept, the newest


class Unredacted(Redactor):
    """Stands in for the redactor where an operator switched redaction off."""

    def redact(self, text: str, name: str = "") -> Redacted:  # noqa: ARG002 (as its base)
        """Return `text` as it is."""
        return Redacted(text=text, removals=())


class Secrets:
    """Makes the redactor of one server.

    The values live in this object only: they are neither written nor sent to
    a browser. A kernel's stay known after its end, and those of a variable
    after it was deleted: its outputs stay, too.

    Parameters
    ----------
    kernels : MultiKernelManager
        Of the server.
    environment : mapping of str to str
        Of the server itself.
    enabled : bool
        Whether anything is redacted at all.
    log : logging.Logger
        Told, once for each, of kernels whose environment cannot be read.
    """

    def __init__(
        self,
        kernels: MultiKernelManager,
        environment: Mapping[str, str],
        *,
        enabled: bool,
        log: logging.Logger,
    ) -> None:
        self.enabled = enabled
        self._kernels = kernels
        self._log = log
        self._values = dict.fromkeys(secret_values(environment))
        self._variables: OrderedDict[str, None] = OrderedDict()
        self._read: set[tuple[str, int | None]] = set()
        self._turn = asyncio.Lock()
        self.redactor = self._make()

    @property
    def values(self) -> tuple[str, ...]:
        """The values known by now; only for the memory of a child process."""
        return (*self._values, *self._variables)

    async def refresh(self) -> Redactor:
        """Learn the secrets of kernels that are new, and return the redactor that knows them."""
        async with self._turn:
            new = {
                (kernel_id, process_id(self._kernels.get_kernel(kernel_id)))
                for kernel_id in self._kernels.list_kernel_ids()
            } - self._read
            if new and self.enabled:
                await asyncio.to_thread(self._learn, new)
            self._read |= new
        return self.redactor

    async def refresh_from(self, watches: Watches, *kernel_ids: str) -> Redactor:
        """Learn what the variables of running kernels hold under names of secrets, too.

        For whoever may execute code in these kernels: the question runs in them.
        """
        asked = [watches.secret_variables(kernel_id) for kernel_id in kernel_ids if self.enabled]
        answers = await asyncio.gather(*asked, return_exceptions=True)
        await self.refresh()
        for answer in answers:
            if isinstance(answer, SecretVariables):
                async with self._turn:
                    await asyncio.to_thread(self._learn_variables, answer)
            elif not isinstance(answer, NotFound):  # the kernel may have ended meanwhile
                raise answer
        return self.redactor

    def _learn_variables(self, found: SecretVariables) -> None:
        """Add values that are new; of too many, the oldest are forgotten."""
        before = self.values
        values = (*secret_variables(found.variables), *secret_values(dict(found.environment)))
        for value in values:
            if value not in self._values:
                self._variables[value] = None
                self._variables.move_to_end(value)
        while len(self._variables) > _MAX_VARIABLES:
            self._variables.popitem(last=False)
        if set(self.values) != set(before):
            self.redactor = self._make()

    def _learn(self, processes: set[tuple[str, int | None]]) -> None:
        known = len(self._values)
        for kernel_id, pid in processes:
            environment = kernel_environment(pid)
            if environment is None:
                self._log.info(
                    "jupyterlab-journal: the environment of kernel %s cannot be read from here; "
                    "its secrets are recognised by their form only",
                    kernel_id,
                )
            else:
                self._values.update(dict.fromkeys(secret_values(environment)))
        if len(self._values) > known:
            self.redactor = self._make()

    def _make(self) -> Redactor:
        return redactor_of(self.values, enabled=self.enabled)


@lru_cache(maxsize=2)
def redactor_of(values: tuple[str, ...], *, enabled: bool) -> Redactor:
    """Return the redactor for these values; in a worker, where each request brings them again."""
    return Redactor(values) if enabled else Unredacted()


def kernel_environment(pid: int | None) -> dict[str, str] | None:
    """Return the environment that a process was started with; None where it cannot be read.

    Linux shows it to the owner of the process. What a program adds to its own
    environment later does not appear there.
    """
    try:
        block = b"" if pid is None else Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:  # gone, of another user, or not Linux
        return None
    if not block:
        return None
    pairs = (variable.partition("=") for variable in block.decode("utf-8", "replace").split("\0"))
    return {name: value for name, _, value in pairs if name}


class LogRedaction(logging.Filter):
    """Takes secrets out of log lines and of the exceptions they tell of.

    Parameters
    ----------
    secrets : Secrets
        Whose redactor to use, as it is when a line is logged.
    """

    def __init__(self, secrets: Secrets) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact one line."""
        record.msg, record.args = self._clean(record.getMessage()), ()
        if record.exc_info is not None and record.exc_info[0] is not None:
            record.exc_text = self._clean("".join(traceback.format_exception(*record.exc_info)).rstrip())
            record.exc_info = None
        return True

    def _clean(self, text: str) -> str:
        return self._secrets.redactor.redact(text).text
