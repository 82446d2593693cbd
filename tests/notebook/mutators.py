"""Valid notebooks, and ways to spoil them: what each must lead to is part of it."""

from __future__ import annotations

import copy
import gzip
import json
import random
from collections.abc import Callable
from dataclasses import dataclass

FINE, MALFORMED, EITHER = "fine", "malformed", "either"
"""A page and a review; 400 with the place; the one or the other, by chance."""
SEEDS = range(11)


@dataclass(frozen=True, kw_only=True)
class Mutator:
    """One way to spoil a notebook, what comes of it, and a part of the place that is named."""

    spoil: Callable[[dict, random.Random], bytes]
    leads_to: str
    place: str = ""


def valid(seed):
    """Return a valid notebook with every kind of cell and output."""
    chance = random.Random(seed)
    entry = {"version": 1, "id": f"01JD{seed:022}", "kind": "goal", "created": "2026-11-20T12:00:00+08:00"}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": [f"loss {chance.random():.3f}\n", "完\n"]},
        {"output_type": "execute_result", "execution_count": 2, "metadata": {}, "data": {"text/plain": "7"}},
        {
            "output_type": "display_data",
            "metadata": {"image/png": {"width": 10}},
            "data": {"image/png": "iVBORw0KGgo=", "application/json": {"a": [1, {"b": None}]}},
        },
        {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["line 1", "line 2"]},
    ]
    code = {
        "cell_type": "code",
        "id": "code",
        "metadata": {"tags": ["a"]},
        "source": ["x = 1\n", "x"],
        "execution_count": 2,
        "outputs": outputs,
    }
    picture = {
        "cell_type": "markdown",
        "id": "picture",
        "metadata": {"journal": entry},
        "source": "## Goal\n\n![a](attachment:a.png)",
        "attachments": {"a.png": {"image/png": "iVBORw0KGgo="}},
    }
    raw = {"cell_type": "raw", "id": "raw", "metadata": {"format": "text/html"}, "source": "<b>"}
    cells = [
        code,
        picture,
        raw,
        *({**copy.deepcopy(code), "id": f"c{n}"} for n in range(chance.randrange(3))),
    ]
    chance.shuffle(cells)
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"language_info": {"name": "python"}},
        "cells": cells,
    }


def dump(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode("utf-8", "surrogatepass")


def code_cell(notebook):
    return next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")


def output(notebook, kind):
    return next(one for one in code_cell(notebook)["outputs"] if one["output_type"] == kind)


def edit(change):
    """Return a mutator's function from one that changes the notebook in place."""

    def spoil(notebook, chance):
        change(notebook, chance)
        return dump(notebook)

    return spoil


def put(name, *values, of=lambda notebook: notebook):
    """Set a field to one of `values`; `of` finds its object."""
    return edit(lambda notebook, chance: of(notebook).__setitem__(name, chance.choice(values)))


def drop(name, of=lambda notebook: notebook):
    return edit(lambda notebook, _: of(notebook).pop(name))


def nested(levels):
    value: object = 0
    for _ in range(levels):
        value = {"a": value}
    return value


def truncated(notebook, chance):
    data = dump(notebook)
    return data[: chance.randrange(1, len(data) - 1)]


def flipped(notebook, chance):
    data = bytearray(dump(notebook))
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def of_format_3(notebook, _):
    cells = [
        {"cell_type": "heading", "level": 2, "source": ["Title"], "metadata": {}},
        {
            "cell_type": "code",
            "input": ["x"],
            "prompt_number": 1,
            "outputs": [{"output_type": "pyout", "text": ["7"], "metadata": {}, "prompt_number": 1}],
        },
    ]
    return dump({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": cells}]})


def all_of_wrong_type(notebook, chance):
    cell = chance.choice(notebook["cells"])
    name = chance.choice(["cell_type", "id", "metadata", "source"])
    cell[name] = chance.choice([3, True, [[]], [3]])
    return dump(notebook)


def spoiled_text(notebook, chance):
    data = dump(notebook)
    at = chance.randrange(len(data))
    return data[:at] + b"\0" + data[at:]


def in_cell(notebook):
    return code_cell(notebook)


def of_output(kind):
    return lambda notebook: output(notebook, kind)


WRONG = ([], {}, 3, True)
NO_LIST = ({}, "x", 3, True)
NO_OBJECT = ([], "x", 3, True)

MUTATORS = {
    "truncated": Mutator(spoil=truncated, leads_to=MALFORMED, place="line "),
    "byte flipped": Mutator(spoil=flipped, leads_to=EITHER),
    "no nbformat": Mutator(spoil=drop("nbformat"), leads_to=MALFORMED, place="nbformat"),
    "no cells": Mutator(spoil=drop("cells"), leads_to=MALFORMED, place="cells"),
    "no cell_type": Mutator(spoil=drop("cell_type", in_cell), leads_to=MALFORMED, place="].cell_type"),
    "no source": Mutator(spoil=drop("source", in_cell), leads_to=FINE),
    "no metadata": Mutator(spoil=drop("metadata", in_cell), leads_to=FINE),
    "no outputs": Mutator(spoil=drop("outputs", in_cell), leads_to=FINE),
    "no output_type": Mutator(
        spoil=drop("output_type", of_output("stream")), leads_to=MALFORMED, place=".output_type"
    ),
    "no data": Mutator(spoil=drop("data", of_output("display_data")), leads_to=FINE),
    "wrong type": Mutator(spoil=all_of_wrong_type, leads_to=MALFORMED, place="cells["),
    "cells": Mutator(spoil=put("cells", None, *NO_LIST), leads_to=MALFORMED, place="cells"),
    "cell": Mutator(
        spoil=edit(lambda n, c: n["cells"].__setitem__(1, c.choice([None, [], "x", 3]))),
        leads_to=MALFORMED,
        place="cells[1]",
    ),
    "nbformat": Mutator(
        spoil=put("nbformat", [], {}, "4", 4.9, 5, 0, -1, True, None), leads_to=MALFORMED, place="nbformat"
    ),
    "nbformat_minor": Mutator(
        spoil=put("nbformat_minor", [], {}, "x", True), leads_to=MALFORMED, place="nbformat_minor"
    ),
    "later minor": Mutator(spoil=put("nbformat_minor", 9, 99), leads_to=FINE),
    "format 3": Mutator(spoil=of_format_3, leads_to=FINE),
    "format 2 of odd shape": Mutator(
        spoil=lambda n, c: dump({"nbformat": 2, "worksheets": c.choice([3, [3], [{"cells": 3}]])}),
        leads_to=MALFORMED,
        place="worksheets",
    ),
    "cell_type": Mutator(spoil=put("cell_type", *WRONG, of=in_cell), leads_to=MALFORMED, place="].cell_type"),
    "unknown cell_type": Mutator(spoil=put("cell_type", "future", "", of=in_cell), leads_to=FINE),
    "duplicate ids": Mutator(spoil=edit(lambda n, _: [c.update(id="x") for c in n["cells"]]), leads_to=FINE),
    "long id": Mutator(spoil=put("id", "x" * 65, "", "!", of=in_cell), leads_to=FINE),
    "source": Mutator(
        spoil=put("source", [["x"]], {"a": 1}, [None], 7, of=in_cell), leads_to=MALFORMED, place="].source"
    ),
    "outputs": Mutator(spoil=put("outputs", *NO_LIST, of=in_cell), leads_to=MALFORMED, place="].outputs"),
    "output": Mutator(
        spoil=put("outputs", [None], [[]], ["x"], of=in_cell), leads_to=MALFORMED, place="].outputs[0]"
    ),
    "output_type": Mutator(
        spoil=put("output_type", *WRONG, None, of=of_output("stream")),
        leads_to=MALFORMED,
        place=".output_type",
    ),
    "stream name": Mutator(
        spoil=put("name", *WRONG, of=of_output("stream")), leads_to=MALFORMED, place="].name"
    ),
    "stream text": Mutator(
        spoil=put("text", {}, 3, [3], of=of_output("stream")), leads_to=MALFORMED, place="].text"
    ),
    "traceback": Mutator(
        spoil=put("traceback", "x", [3], {}, of=of_output("error")), leads_to=MALFORMED, place="].traceback"
    ),
    "ename": Mutator(spoil=put("ename", *WRONG, of=of_output("error")), leads_to=MALFORMED, place="].ename"),
    "mime value": Mutator(
        spoil=edit(
            lambda n, c: output(n, "display_data")["data"].update({"text/plain": c.choice(WRONG[1:])})
        ),
        leads_to=MALFORMED,
        place="['text/plain']",
    ),
    "output metadata": Mutator(
        spoil=put("metadata", *NO_OBJECT, of=of_output("display_data")),
        leads_to=MALFORMED,
        place="].metadata",
    ),
    "attachments": Mutator(
        spoil=put("attachments", *NO_OBJECT, {"a": []}, {"a": {"image/png": 3}}, of=in_cell),
        leads_to=MALFORMED,
        place="].attachments",
    ),
    "execution_count": Mutator(
        spoil=put("execution_count", "2", 2.5, [], True, of=in_cell),
        leads_to=MALFORMED,
        place="].execution_count",
    ),
    "metadata": Mutator(spoil=put("metadata", *NO_OBJECT), leads_to=MALFORMED, place="metadata"),
    "metadata 90 deep": Mutator(spoil=put("metadata", nested(90)), leads_to=FINE),
    "metadata 500 deep": Mutator(spoil=put("metadata", nested(500)), leads_to=MALFORMED, place="metadata.a"),
    "JSON 500 deep": Mutator(
        spoil=edit(lambda n, _: output(n, "display_data")["data"].update({"application/json": nested(500)})),
        leads_to=MALFORMED,
        place=".data",
    ),
    "beyond the parser": Mutator(
        spoil=lambda *_: b'{"nbformat": 4, "cells":\n' + b"[" * 5000, leads_to=MALFORMED, place="line 2"
    ),
    "huge number": Mutator(
        spoil=lambda n, _: dump(n).replace(b'"execution_count": 2', b'"execution_count": ' + b"9" * 5000),
        leads_to=MALFORMED,
        place="line 1",
    ),
    "large metadata": Mutator(spoil=put("metadata", {"x": "y" * 200_000}), leads_to=FINE),
    "half a surrogate pair": Mutator(
        spoil=lambda n, _: dump(n).replace(b'"x = 1', b'"\\ud800x = 1'), leads_to=FINE
    ),
    "surrogate in bytes": Mutator(
        spoil=put("source", "\ud800", of=in_cell), leads_to=MALFORMED, place="line 1: byte"
    ),
    "byte order mark": Mutator(spoil=lambda n, _: b"\xef\xbb\xbf" + dump(n), leads_to=FINE),
    "Windows lines": Mutator(
        spoil=lambda n, _: json.dumps(n, indent=1).replace("\n", "\r\n").encode(), leads_to=FINE
    ),
    "NUL": Mutator(spoil=spoiled_text, leads_to=MALFORMED, place="line 1"),
    "conflict markers": Mutator(
        spoil=lambda n, _: b"<<<<<<< HEAD\n" + dump(n) + b"\n=======\n", leads_to=MALFORMED, place="line 1"
    ),
    "gzip": Mutator(spoil=lambda n, _: gzip.compress(dump(n)), leads_to=MALFORMED, place="line 1: byte 2"),
    "UTF-16": Mutator(
        spoil=lambda n, _: json.dumps(n).encode("utf-16"), leads_to=MALFORMED, place="line 1: byte"
    ),
    "empty": Mutator(
        spoil=lambda _, c: c.choice([b"", b" \n", b"\xef\xbb\xbf"]), leads_to=MALFORMED, place="line 1"
    ),
    "no object": Mutator(
        spoil=lambda _, c: c.choice([b"[]", b"3", b"null", b'"x"', b"true"]),
        leads_to=MALFORMED,
        place="the top level",
    ),
    "NaN": Mutator(
        spoil=lambda n, c: dump(n).replace(b"null", c.choice([b"NaN", b"-Infinity", b"1e999"])),
        leads_to=MALFORMED,
        place="b",
    ),
    "odd entry": Mutator(
        spoil=edit(
            lambda n, c: [
                cell["metadata"].update(journal=c.choice([[], 3, {}, {"version": 1, "id": []}, nested(50)]))
                for cell in n["cells"]
            ]
        ),
        leads_to=FINE,
    ),
    "odd known metadata": Mutator(
        spoil=put(
            "metadata",
            {"tags": 3, "collapsed": "x", "jupyter": []},
            {"tags": ["a", "a", "b,c", 3], "slideshow": 3, "name": [], "format": {}, "raw_mimetype": 3},
            {"language_info": 3, "kernelspec": 3},
            of=in_cell,
        ),
        leads_to=FINE,
    ),
}


def spoiled(*names):
    """Yield a label, a file's content and the mutator, for each seed and each mutator (or those named)."""
    for name in names or MUTATORS:
        for seed in SEEDS:
            chance = random.Random(f"{name} {seed}")
            yield f"{name} {seed}", MUTATORS[name].spoil(valid(seed), chance), MUTATORS[name]
