"""``jupyter journal redact``: standard input to standard output, without secrets."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

from jupyterlab_journal.cli.command import Verb
from jupyterlab_journal.cli.encoding import Transcoder
from jupyterlab_journal.cli.stream import StreamRedactor
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.redact import Redactor
from jupyterlab_journal.redact.known import secret_values

_CHUNK = 64 * 1024
_PIPE = "Pipe a text into the command."
_PAUSE_S = 0.2  # after which finished lines are shown, as when a person follows a log


class RedactVerb(Verb):
    """The streaming filter."""

    name = "jupyter-journal-redact"
    description = (
        "Take secrets out of a text: standard input to standard output.\n\n"
        "Keeps the encoding (UTF-8, UTF-16, GBK) and every byte that is no secret. Values of "
        "secret-named environment variables are recognised in any form."
    )
    examples = "python train.py 2>&1 | jupyter journal redact | tee train.log"

    def run(self) -> int:
        """Filter until the input ends.

        Raises
        ------
        InvalidRequest
            When there is no input, or it cannot be read.
        """
        if sys.stdin is None:  # closed by whoever started the command
            raise InvalidRequest("input_closed", usage=_PIPE)
        stream = StreamRedactor(Redactor(secret_values(os.environ)))
        for piece in redacted(chunks(sys.stdin.buffer), stream):
            sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        if stream.removed:
            kinds = ", ".join(f"{kind} ({count})" for kind, count in sorted(stream.removed.items()))
            print(f"{self.name}: removed {kinds}", file=sys.stderr)  # noqa: T201 (a command's own voice)
        return 0


def redacted(pieces: Iterator[bytes | None], stream: StreamRedactor) -> Iterator[bytes]:
    """Yield the text in `pieces` without secrets, in the same encoding; None stands for a pause."""
    text = Transcoder()
    for piece in pieces:
        if piece is None:
            shown = stream.feed(text.settle()) + stream.pause()
        else:
            shown = stream.feed(text.decode(piece))
        if shown:
            yield text.encode(shown)
    yield text.encode(stream.feed(text.settle()) + stream.close()) + text.left()


def chunks(source: BinaryIO) -> Iterator[bytes | None]:
    """Yield what is read, as it comes; None when nothing came for a moment.

    Raises
    ------
    InvalidRequest
        When `source` cannot be read.
    """
    ready: queue.Queue[bytes | OSError] = queue.Queue(maxsize=4)

    def read() -> None:
        try:
            while chunk := os.read(source.fileno(), _CHUNK):
                ready.put(chunk)
            ready.put(b"")
        except OSError as error:  # a terminal or a disk that is gone, no right to read
            ready.put(error)

    threading.Thread(target=read, daemon=True, name="journal-redact-input").start()
    paused = True
    while True:
        try:
            chunk = ready.get(timeout=None if paused else _PAUSE_S)
        except queue.Empty:
            paused = True
            yield None
            continue
        if isinstance(chunk, OSError):
            raise InvalidRequest("input_unreadable", reason=str(chunk.strerror), usage=_PIPE)
        if not chunk:
            return
        paused = False
        yield chunk
