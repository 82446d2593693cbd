"""Compare rows of a table with labels written by somebody who did not know how the product names them.

A set whose file says ``loosely = true`` is compared by these conventions:

- a row goes by the last part of its name: ``opt.lr``, ``cfg["lr"]``, ``--lr`` and ``lr`` are one;
- a value goes without its quotes and spaces, without an empty call, and without the path of a class;
- ``accept`` of a case: groups of rows that say the same; any of a group counts as the first, the label;
- ``optional`` of a case: rows that may be told, and need not.
"""

from __future__ import annotations

import re


def rows_of(case, found):
    """Return which labels of a case were found, which were missed, and which rows are false."""
    if not case["loosely"]:
        labelled = set(map(tuple, case["changes"]))
        return labelled & found, labelled - found, found - labelled
    left = [loose_row(row) for row in found]
    hits, missed = [], []
    for label in case["changes"]:
        group = next((rows for rows in case.get("accept", []) if rows[0] == label), [label])
        told = next((row for row in map(loose_row, group) if row in left), None)
        if told is None:
            missed.append(tuple(label))
        else:
            hits.append(told)
            left.remove(told)
    free = {loose_row(row) for row in case.get("optional", [])}
    return hits, missed, [row for row in left if row not in free]


def loose_row(row):
    """Return a row by what is common to all who would write it."""
    name, before, after = row
    return loose_name(name), loose_value(before), loose_value(after)


def loose_name(name):
    """Return the last part of a name, without separators and case."""
    parts = re.findall(r"[\w@'%-]+", name.replace('"', " ").replace("--", ""))
    return re.sub(r"[\s_-]", "", parts[-1] if parts else name).casefold().strip("'")


def loose_value(value):
    """Return a value without quotes and spaces; of a class or function, its last name."""
    text = re.sub(r"\(\)$", "", re.sub(r"\s+", "", str(value or "")).strip("\"'"))
    return text.rsplit(".", 1)[-1] if re.fullmatch(r"[^\W\d]\w*(\.\w+)+", text) else text
