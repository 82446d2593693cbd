"""A notebook on a real kernel: its outputs as a front end keeps them."""

from __future__ import annotations

import pytest
from jupyter_client.manager import start_new_kernel

from jupyterlab_journal.entry.logged import METRICS_MIME

OUTPUTS = {"stream", "error", "execute_result", "display_data"}


class Notebook:
    """Runs cells and applies to their outputs what the kernel sends, as JupyterLab and nbclient do."""

    def __init__(self, client):
        self.client = client
        self.outputs = []
        self.messages = []
        self._by_display = {}

    def run(self, code, *, timeout=60):
        """Run a cell; its outputs replace those of the cell before."""
        self.outputs, self.messages = [], []
        return self.client.execute_interactive(
            code, output_hook=self.take, timeout=timeout, allow_stdin=False, stop_on_error=False
        )

    def take(self, message):
        kind, content = message["msg_type"], message["content"]
        if kind in OUTPUTS:
            output = {"output_type": kind, **content}
            self.outputs.append(output)
            display = content.get("transient", {}).get("display_id")
            self._by_display.setdefault(display, []).append(output)
        elif kind == "update_display_data":
            for output in self._by_display.get(content["transient"]["display_id"], []):
                output["data"] = content["data"]
        elif kind == "clear_output":
            self.outputs.clear()
        if kind in {"display_data", "update_display_data"}:
            self.messages.append(message)

    def records(self):
        """Return what the outputs hold for programs."""
        return [
            output["data"][METRICS_MIME] for output in self.outputs if METRICS_MIME in output.get("data", {})
        ]

    def printed(self):
        return "".join(output["text"] for output in self.outputs if output["output_type"] == "stream")

    def error(self):
        return next(output for output in self.outputs if output["output_type"] == "error")


@pytest.fixture(scope="package")
def kernel():
    manager, client = start_new_kernel(kernel_name="python3")
    yield manager, client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


@pytest.fixture
def notebook(kernel):
    notebook = Notebook(kernel[1])
    notebook.run("from jupyterlab_journal import log")
    return notebook
