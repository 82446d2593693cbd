"""The worker's side: answers calls one after another, and ends with the server, however that ends."""

from __future__ import annotations

import ctypes
import importlib
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from typing import BinaryIO, TypeAlias

from jupyterlab_journal.errors import JournalError
from jupyterlab_journal.server.worker.pipe_frames import Frame, read_frame, write_frame

_PR_SET_PDEATHSIG = 1  # of linux/prctl.h

Task: TypeAlias = Callable[[Frame, Callable[[float], None]], Frame]
"""What a worker runs: request and progress (0 to 1) in, reply out."""


def main(target: str, memory_bytes: int, parent: int) -> None:
    """Serve the task named by `target`, such as ``"package.module:function"``, for the process `parent`."""
    _end_with(parent)
    answers = _claim_stdout()
    _limit_memory(memory_bytes)
    # jsonschema imports it where it is installed, to check a format that nobody here asks for: two seconds.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]  # Python's sign for what cannot be imported
    module, _, name = target.partition(":")
    task: Task = getattr(importlib.import_module(module), name)
    requests: SimpleQueue[Frame] = SimpleQueue()
    threading.Thread(target=_receive, args=(requests,), daemon=True).start()
    while True:
        write_frame(answers, _answer(task, requests.get(), answers))


def _receive(requests: SimpleQueue[Frame]) -> None:
    """Take requests from standard input; when it closes, end the process in the middle of its task."""
    try:
        while (request := read_frame(sys.stdin.buffer)) is not None:
            requests.put(request)
    finally:
        os._exit(0)


def _end_with(parent: int) -> None:
    """Let Linux kill this process when the server is gone, even in a task that keeps threads from running."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # a C library without it
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before
            os._exit(0)


def _answer(task: Task, request: Frame, answers: BinaryIO) -> Frame:
    def progress(fraction: float) -> None:
        write_frame(answers, Frame(header={"progress": fraction}))

    try:
        return task(request, progress)
    except JournalError as error:
        facts = {"code": error.code, "sentence": error.sentence.encode()}
        return Frame(header={"error": {"kind": type(error).__name__, **facts}})
    except MemoryError:
        return Frame(header={"crash": "out of memory"})
    except Exception as error:  # noqa: BLE001 (the server decides; the type and the place go with it)
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{os.path.basename(place.filename)}:{place.lineno}"  # noqa: PTH119 (only the last part)
        return Frame(header={"crash": f"{type(error).__name__} at {where} in {place.name}"})


def _claim_stdout() -> BinaryIO:
    """Keep standard output for answers; what libraries print goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _limit_memory(limit: int) -> None:
    """Let a huge notebook end this process with an error, not the whole machine."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 (does not exist on Windows)

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
