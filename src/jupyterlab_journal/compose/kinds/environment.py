"""The environment a run lives in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.draft.content import Content, Writer
from jupyterlab_journal.compose.environment.facts_table import facts_table, findings_list
from jupyterlab_journal.compose.kinds.folded_files import environment_files
from jupyterlab_journal.compose.run_line import packages_that_differ
from jupyterlab_journal.compose.text.markdown_blocks import code
from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.facts.snapshot_groups import group, text

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.draft.room import Room


def environment(draft: Draft) -> Writer:
    """List the kernel's facts.

    Raises
    ------
    KernelUnavailable
        When there are none: the entry would be empty.
    """
    if draft.snapshot is None:
        raise KernelUnavailable("no_kernel", code="no_kernel")
    locale = draft.request.locale
    data = draft.snapshot.facts.get("data")
    paths = [
        text(file, "path") for file in (data if isinstance(data, list) else ()) if isinstance(file, Mapping)
    ]
    facts = (facts_table(draft.snapshot, locale), packages_that_differ(draft))
    values = {
        "findings": findings_list(draft.snapshot, locale),
        "launch": code(text(group(draft.snapshot, "launch"), "command")),
        "container": code(text(group(draft.snapshot, "container"), "image")),
        "data": draft.words.comma.join(code(path) for path in paths if path),
    }

    def write(room: Room) -> Content:
        shown = filter(None, [*facts, environment_files(draft, room)])
        return Content(values={**values, "facts": "\n\n".join(shown)})

    return write
