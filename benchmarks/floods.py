"""Floods of output, and what composes an entry from one or exports it: ``floods.py compose log step``."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

SIZE = 100_000_000  # bytes of UTF-8
LINE = "2026-11-20 12:00:00 INFO epoch 3 step 1200: loss=0.2512 acc=92.8% \x1b[32mok\x1b[0m\n"
CHINESE = "第 3 轮 训练损失：0.2512，验证准确率：92.8%，用时 12.3 秒\n"
BAR = "\r 50%|#####     | 5/10 [00:01<00:01,  3.21it/s, loss=0.2512]"
INNER = "outer 50%\n\rinner: 50%|#####     | 5/10 [00:01<00:01, loss=0.25]\x1b[A\r"
ROW = "<tr><td>1</td><td>0.25</td></tr>"


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(data):
    return {"output_type": "display_data", "metadata": {}, "data": data}


def repeated(text: str) -> str:
    return text * (SIZE // len(text.encode()))


def lines() -> Iterator[str]:
    return (f"Epoch {number}/3000000 loss={1 / (number + 1):.6f} acc=92.8%\n" for number in range(2_100_000))


FLOODS: dict[str, Callable[[], list[dict]]] = {
    "log": lambda: [stream(repeated(LINE))],
    "list of lines": lambda: [stream(list(lines()))],
    "chinese": lambda: [stream(repeated(CHINESE))],
    "one line": lambda: [stream(repeated("0.123 "))],
    "bar": lambda: [stream(repeated(BAR))],
    "nested bars": lambda: [stream(repeated(INNER))],
    "value": lambda: [shown({"text/plain": repeated("0.123, ")})],
    "table": lambda: [shown({"text/html": repeated(ROW).join(("<table>", "</table>"))})],
    "100,000 pieces": lambda: [stream(LINE * 12 + f"{number}\n") for number in range(100_000)],
    "20,000 displays": lambda: [shown({"text/plain": f"value {number}"}) for number in range(20_000)],
    "10,000 variables": list,
}


def memory(field: str) -> int:
    """Return a figure of this process in bytes: VmRSS is what it holds, VmHWM the most since the reset."""
    status = Path("/proc/self/status").read_text("ascii")
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith(field))


def measured(work) -> dict[str, float]:
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # forgets the peak
    held = memory("VmRSS")
    started = time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - started, "bytes": memory("VmHWM") - held}


def composing(outputs, flood, kind):
    from jupyterlab_journal.compose import (  # noqa: PLC0415 (the peer runs without it)
        ActiveCell,
        EntryRequest,
        compose_entry,
    )
    from jupyterlab_journal.entry.kernel_facts import KernelFacts  # noqa: PLC0415
    from jupyterlab_journal.entry.model import Kind  # noqa: PLC0415
    from jupyterlab_journal.redact import Redactor  # noqa: PLC0415

    redactor = Redactor()
    few = {"lr": "0.01"}
    many = {f"variable_{number}": repr(f"value {number}") for number in range(10_000)}

    def compose(outputs, parameters):
        cell = ActiveCell(source="train()", id="cell", outputs=tuple(outputs), execution_count=7)
        request = EntryRequest(kind=Kind(kind), cell=cell)
        composed = compose_entry(request, KernelFacts(parameters=parameters), redactor)
        assert len(composed.cell["source"].encode()) < 64 * 1024

    compose([stream("loss=0.5\n")], few)  # what is loaded once
    return lambda: compose(outputs, many if flood == "10,000 variables" else few)


def exporting(outputs):
    from nbconvert import MarkdownExporter  # noqa: PLC0415 (composing runs without it)
    from nbformat import from_dict  # noqa: PLC0415
    from nbformat.v4 import new_code_cell, new_notebook  # noqa: PLC0415

    def notebook(outputs):
        return new_notebook(cells=[new_code_cell("train()", outputs=[from_dict(each) for each in outputs])])

    exporter = MarkdownExporter()
    exporter.from_notebook_node(notebook([stream("loss=0.5\n")]))
    flooded = notebook(outputs)
    return lambda: exporter.from_notebook_node(flooded)


if __name__ == "__main__":
    what, flood, *kind = sys.argv[1:]
    made = FLOODS[flood]()
    print(json.dumps(measured(composing(made, flood, *kind) if what == "compose" else exporting(made))))
