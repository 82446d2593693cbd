"""The server's side of a worker: starts it when needed, talks to it, kills it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

from jupyterlab_journal import errors
from jupyterlab_journal.errors import JournalError
from jupyterlab_journal.locale import Message
from jupyterlab_journal.server.worker.folder import WorkerFolder
from jupyterlab_journal.server.worker.pipe_frames import Frame, read_frame, write_frame

_BOOT = (
    "import json, sys; target, memory, path, parent = json.loads(sys.argv[1]); sys.path[:] = path; "
    "from jupyterlab_journal.server.worker.child import main; main(target, memory, parent)"
)
_GIB = 1024**3


class WorkerDied(JournalError):
    """The worker ended before it answered; the next call starts a new one."""

    code = "worker_died"


class WorkerTimeout(WorkerDied):
    """The worker was killed because it took too long."""

    code = "worker_timeout"


class Worker:
    """One long-lived child process, started by the first call and again after it dies.

    Parameters
    ----------
    target : str
        The task it runs, as ``"package.module:function"``.
    memory_bytes : int
        Its address space (POSIX only).

    Notes
    -----
    `call` blocks: use it in a thread. Calls from several threads take turns.
    The child's folder is an empty one of its own, so that no file beside a
    notebook can be imported or run. When this process ends, however it ends,
    the child ends too; so it does when the thread that started it ends.
    """

    def __init__(self, target: str, *, memory_bytes: int = 4 * _GIB) -> None:
        self._target = target
        self._memory_bytes = memory_bytes
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: WorkerFolder | None = None
        self._closed = False

    @property
    def pid(self) -> int | None:
        """Process id, None while no worker runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def call(
        self, request: Frame, *, time_limit: float, on_progress: Callable[[float], None] | None = None
    ) -> Frame:
        """Run the task on `request` and return its reply.

        Parameters
        ----------
        request : Frame
            What the task gets.
        time_limit : float
            Seconds, from the moment it is this call's turn; then the worker is killed.
        on_progress : callable, optional
            Called in this thread with fractions from 0 to 1.

        Raises
        ------
        WorkerTimeout
            After `time_limit`.
        WorkerDied
            When the worker ended, was killed or closed, or its task raised what it should not.
        JournalError
            What the task raised on purpose.
        """
        with self._turn:
            process = self._running()
            if self._closed:  # since this call began: `close` may have found nothing to kill yet
                self.kill()
            late = threading.Event()
            timer = threading.Timer(time_limit, self._kill_late, [late])
            timer.start()
            try:
                reply = _exchange(process, request, on_progress)
            finally:
                timer.cancel()
        if reply is None:
            raise _ended(late.is_set(), time_limit)
        return _checked(reply)

    def kill(self) -> None:
        """End the worker and whatever it started, at once; a call in progress raises `WorkerDied`."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        if sys.platform == "win32":
            process.kill()
        else:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return  # it ended by itself in the meantime

    def _kill_late(self, late: threading.Event) -> None:
        late.set()
        self.kill()

    def close(self) -> None:
        """End the worker for good and remove its folder; blocks until it is gone.

        Calls that wait for their turn, and later ones, raise `WorkerDied`.
        """
        self._closed = True  # before the kill: the next call in line must not start another one
        self.kill()
        with self._turn:
            self.kill()
            self._forget()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise WorkerDied("worker_closed")
        if self._process is not None and self._process.poll() is None:
            return self._process
        self._forget()
        self._folder = WorkerFolder()
        # Absolute, and without the current folder: a notebook's neighbours are no modules.
        path = [str(Path(entry).absolute()) for entry in sys.path if entry]
        boot = json.dumps([self._target, self._memory_bytes, path, os.getpid()])
        self._process = subprocess.Popen(  # noqa: S603 (this interpreter, no user input)
            [sys.executable, "-I", "-c", _BOOT, boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=self._folder.path,
            start_new_session=True,
        )
        return self._process

    def _forget(self) -> None:
        if self._process is not None:
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                _close(cast("BinaryIO", stream))
            self._process = None
        if self._folder is not None:
            self._folder.remove()
            self._folder = None


def _exchange(
    process: subprocess.Popen[bytes], request: Frame, on_progress: Callable[[float], None] | None
) -> Frame | None:
    """Send the request, follow the progress, return the reply; None when the worker is gone."""
    try:
        write_frame(cast("BinaryIO", process.stdin), request)
    except OSError:
        return None
    while (frame := read_frame(cast("BinaryIO", process.stdout))) is not None:
        if "progress" not in frame.header:
            return frame
        if on_progress is not None:
            on_progress(frame.header["progress"])
    process.wait()
    return None


def _checked(reply: Frame) -> Frame:
    if "crash" in reply.header:
        raise WorkerDied("worker_crashed", problem=reply.header["crash"])
    if "error" in reply.header:
        fields = reply.header["error"]
        kind: type[JournalError] = getattr(errors, fields["kind"], JournalError)
        raise kind.with_sentence(Message.decode(fields["sentence"]), fields["code"])
    return reply


def _ended(late: bool, time_limit: float) -> WorkerDied:
    if late:
        return WorkerTimeout("worker_timeout", limit=f"{time_limit:g}")
    return WorkerDied("worker_ended")


def _close(stream: BinaryIO) -> None:
    try:
        stream.close()
    except BrokenPipeError:
        return  # unsent bytes of a killed call
