"""``jupyter journal list``: the entries of notebooks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from traitlets import Bool

from jupyterlab_journal.cli.command import FAILED, Command, Verb
from jupyterlab_journal.entry.cell import entries_of
from jupyterlab_journal.errors import InvalidEntry

_ONE_LINE = dict.fromkeys(range(32), " ")


class ListVerb(Verb):
    """The table of contents."""

    name = "jupyter-journal-list"
    description = "List the entries of notebooks."
    examples = "jupyter journal list *.ipynb\njupyter journal list --json study.ipynb"
    flags = {**Command.flags, "json": ({"ListVerb": {"as_json": True}}, "Write JSON, one object a line.")}  # noqa: RUF012 (as traitlets)

    as_json = Bool(False, help="Write JSON, one object a line.").tag(config=True)

    def run(self) -> int:
        """Write one line for each entry."""
        for path, notebook in self.each_notebook():
            for entry in entries(path, notebook):
                print(json.dumps(entry, ensure_ascii=False) if self.as_json else as_line(entry))  # noqa: T201 (the result)
        return FAILED if self.unread else 0


def entries(path: str, notebook: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what is told of each entry; ``cell`` counts from 1, as people do."""
    for position, entry in entries_of(notebook):
        place = {"notebook": path, "cell": position + 1}
        if isinstance(entry, InvalidEntry):
            yield {**place, "unreadable": entry.field}
        else:
            yield {
                **place,
                "id": entry.id,
                "kind": entry.kind.value,
                "created": entry.created.isoformat(),
                "title": entry.title,
            }


def as_line(entry: dict[str, Any]) -> str:
    """Return an entry as one line of a table."""
    place = f"{entry['notebook']}:{entry['cell']}"
    if "unreadable" in entry:
        return f"{place}\tunreadable\t\tfield '{entry['unreadable']}'"
    title = (entry["title"] or "").translate(_ONE_LINE)
    return f"{place}\t{entry['kind']}\t{entry['created'][:16]}\t{title}".rstrip()
