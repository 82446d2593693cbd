"""The only module that knows nbdime, whose settings belong to the whole process."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

import nbformat
from nbdime import diff_notebooks
from nbdime.diffing.notebooks import reset_notebook_differ, set_notebook_diff_ignores

_settings = threading.Lock()


def diff(base: Mapping[str, Any], current: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return nbdime's diff from `base` to `current`, cell ids ignored.

    Parameters
    ----------
    base, current : mapping
        Notebooks of format 4.5, each cell with source, metadata and id.
    """
    with _settings:
        # nbdime's own switch for ids has no effect: an id is one value to it, compared before.
        set_notebook_diff_ignores({"/cells/*": ["id"]})
        try:
            entries = diff_notebooks(nbformat.from_dict(base), nbformat.from_dict(current))
        finally:
            reset_notebook_differ()
    return list(entries)
