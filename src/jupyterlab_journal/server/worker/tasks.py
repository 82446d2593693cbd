"""What workers run: frames in, frames out, the work itself lies in export and review."""

from __future__ import annotations

from collections.abc import Callable

from jupyterlab_journal.server.worker.frames import Frame


def export_notebook(request: Frame, progress: Callable[[float], None]) -> Frame:
    """Render a notebook: its text comes as one part; page and pictures go as parts."""
    from jupyterlab_journal.export.model import Options
    from jupyterlab_journal.export.render import render  # noqa: PLC0415 (nbconvert, only in this worker)

    page = render(
        request.parts[0].decode("utf-8", "surrogatepass"),
        request.header["name"],
        Options(**request.header["options"]),
        progress,
    )
    return Frame(
        header={"files": list(page.files), "warnings": list(page.warnings)},
        parts=[page.text.encode("utf-8", "replace"), *page.files.values()],
    )
