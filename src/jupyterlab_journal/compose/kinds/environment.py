"""The environment a run lives in."""

from __future__ import annotations

from jupyterlab_journal.compose.draft import Content, Draft
from jupyterlab_journal.compose.environment.facts import group, text
from jupyterlab_journal.compose.environment.table import facts_table, findings_list
from jupyterlab_journal.compose.markdown import code
from jupyterlab_journal.errors import KernelUnavailable


def environment(draft: Draft) -> Content:
    """List the kernel's facts.

    Raises
    ------
    KernelUnavailable
        When there are none: the entry would be empty.
    """
    if draft.snapshot is None:
        raise KernelUnavailable(
            "environment entry: there is no kernel to ask",
            hint="Start a kernel for this notebook, then insert the entry again.",
            code="no_kernel",
        )
    image = text(group(draft.snapshot, "container"), "image")
    return Content(
        values={
            "facts": facts_table(draft.snapshot, draft.words),
            "findings": findings_list(draft.snapshot, draft.request.locale, draft.words),
            "container": code(image),
        }
    )
