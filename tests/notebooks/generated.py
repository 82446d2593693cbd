"""Long notebooks as researchers have them, put together by chance from labelled cells and outputs."""

from __future__ import annotations

import json
import random
import sys
from functools import lru_cache
from pathlib import Path

from .hand_made import FORMULAS, FRAME, PNG, code, display, error, markdown, notebook, result, stream

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

HERE = Path(__file__).parent
LABELLED = HERE.parent / "compose" / "labelled"
SIZES = (30, 60, 300)
NOTES = (
    "## 数据预处理\n\n归一化到 [0, 1]，再划分训练集与验证集。",
    "### Step 3 · Lower the rate\n\n| Changed | Before | After |\n| --- | --- | --- |\n| `lr` | 0.1 | 0.01 |",
    "**Analysis.** The loss *oscillates* because the rate is too high; see [the paper](https://arxiv.example/abs/1).",
    FORMULAS,
)


@lru_cache
def _cases(pattern):
    files = sorted(LABELLED.glob(pattern))
    return tuple(case for file in files for case in tomllib.loads(file.read_text("utf-8"))["case"])


@lru_cache
def own_cells():
    """Return cells of code, each once: the later one of each labelled edit, and those of the language."""
    written = (HERE / "cells.txt").read_text("utf-8").split("\n# %%\n")
    return tuple(dict.fromkeys([*written, *(case["after"] for case in _cases("edits_*.toml"))]))


def _outputs(chance, count):
    case = chance.choice(_cases("outputs_*.toml"))
    if "printed" in case:
        yield stream(case["printed"])
    if "html" in case:
        yield display(html=case["html"], plain="<IPython.core.display.HTML object>")
    if "result" in case:
        yield result(case["result"], count)
    odd = chance.random()
    if odd < 0.05:
        yield error("ValueError", "shapes do not match", "\x1b[0;31mValueError\x1b[0m: shapes do not match")
    elif odd < 0.1:
        yield display(png=PNG, plain="<Figure size 640x480>")
    elif odd < 0.15:
        yield result("   年份  loss", count, html=FRAME)


def _training_notebook(size, chance):
    sources = chance.choices(own_cells(), k=size)
    cells = []
    for count, source in enumerate(sources, start=1):
        if chance.random() < 0.3:
            cells.append(markdown(chance.choice(NOTES)))
        cells.append(code(source, *_outputs(chance, count), count=count))
    return notebook(*cells)


def generated():
    """Return the contents of files, by name; the same in every run."""
    made = {f"training {size}": _training_notebook(size, random.Random(size)) for size in SIZES}
    return {name: json.dumps(content, ensure_ascii=False).encode() for name, content in made.items()}
