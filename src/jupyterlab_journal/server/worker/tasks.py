"""What workers run: frames in, frames out, the work itself lies in export and review."""

from __future__ import annotations

import json
from collections.abc import Callable

from jupyterlab_journal.locale import Message
from jupyterlab_journal.notebook import parse_json, read_notebook
from jupyterlab_journal.server.worker.pipe_frames import Frame


def check_notebook(request: Frame, _progress: Callable[[float], None]) -> Frame:
    """Read a notebook: raises `MalformedNotebook` when that cannot be."""
    read_notebook(request.parts[0], Message.decode(request.header["name"]))
    return Frame(header={})


def export_notebook(request: Frame, progress: Callable[[float], None]) -> Frame:
    """Render a notebook: its text comes as one part; page and pictures go as parts."""
    from jupyterlab_journal.export.model import Format, Options  # noqa: PLC0415 (as the next line)
    from jupyterlab_journal.export.render import render  # noqa: PLC0415 (nbconvert, only in this worker)
    from jupyterlab_journal.server.secrets import redactor_of  # noqa: PLC0415 (as above)

    format_row, options = Format(**request.header["format"]), request.header["options"]
    page = render(
        request.parts[0],
        request.header["name"],
        Options(format=format_row, **options),
        progress,
        redactor_of(tuple(request.header["known_values"]), enabled=request.header["redact"]),
    )
    return Frame(
        header={"files": list(page.files), "warnings": list(page.warnings)},
        parts=[page.content, *page.files.values()],
    )


def review_notebooks(request: Frame, _progress: Callable[[float], None]) -> Frame:
    """Compare two states: base and current come as parts, the reply goes as finished JSON.

    The current state may still lie in the body of the request to the server.
    """
    from jupyterlab_journal.review.comparable import comparable  # noqa: PLC0415 (as above)
    from jupyterlab_journal.review.state_comparison import encode_review, review  # noqa: PLC0415 (nbdime)

    base_name, current_name = Message.decode(request.header["base_name"]), Message("the_notebook")
    base = parse_json(request.parts[0], base_name)
    current = parse_json(request.parts[1], current_name)
    if request.header["current_in_body"] and isinstance(current, dict):
        current = current["content"]
    result = review(comparable(base, base_name), comparable(current, current_name))
    reply = encode_review(result, request.header["base_label"])
    return Frame(header={}, parts=[json.dumps(reply).encode()])
