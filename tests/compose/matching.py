"""Compare rows of a table with labels written by somebody who did not know how the product names them.

A case that says ``loosely = true`` is compared by these conventions:

- a change goes by the last part of its name: ``opt.lr``, ``cfg["lr"]``, ``--lr`` and ``lr`` are one;
  its values go without quotes and spaces, without an empty call, and without the path of a class;
- a metric goes by its name without case and separators;
- ``accept`` of a case: groups of rows that say the same; any of a group counts as the first, the label;
- ``optional`` of a case: rows that may be told, and need not.
"""

from __future__ import annotations

import re


def rows_of(case, found, *, wanted="changes"):
    """Return which labels of a case were found, which were missed, and which rows are false.

    `wanted` is ``changes`` or ``metrics``; metrics that are not compared loosely go by `plain_metric`.
    """
    loose = {"changes": loose_change, "metrics": loose_metric}[wanted]
    if not case["loosely"]:
        plain = {"changes": tuple, "metrics": plain_metric}[wanted]
        labelled, told = set(map(plain, case[wanted])), set(map(plain, found))
        return labelled & told, labelled - told, told - labelled
    left = list(dict.fromkeys(map(loose, found)))
    hits, missed = [], []
    for label in case[wanted]:
        group = next((rows for rows in case.get("accept", []) if rows[0] == label), [label])
        told = next((row for row in map(loose, group) if row in left), None)
        if told is None:
            missed.append(tuple(label))
        else:
            hits.append(told)
            left.remove(told)
    free = {loose(row) for row in case.get("optional", [])}
    return hits, missed, [row for row in left if row not in free]


def plain_metric(row):
    """Return a metric under a name without case and separators."""
    name, value, unit = row
    return re.sub(r"[^\w@²]+|_", " ", name.lower()).strip(), value if value == "nan" else float(value), unit


def loose_metric(row):
    """Return a metric by its letters."""
    name, value, unit = plain_metric(row)
    return name.replace(" ", ""), value, unit


def loose_change(row):
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
