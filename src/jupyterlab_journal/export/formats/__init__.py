"""The formats of exported pages: one row each, in the order in which they are offered.

A new format is a row here, the module of its exporter, its words (``locale/<language>/words.toml``), and
the two places that other programs read before this package is imported: its entry point in
``pyproject.toml`` and its menu item in ``labextension/schema/export.json``, both held against these rows
by tests.
"""

from __future__ import annotations

from jupyterlab_journal.export.model import Format

_HERE = "jupyterlab_journal.export.formats"

FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format(
            name="html",
            ending=".html",
            mime_type="text/html",
            exporter=f"{_HERE}.html:JournalHTMLExporter",
            viewer="HTML Viewer",
        ),
        Format(
            name="markdown",
            ending=".md",
            mime_type="text/markdown",
            exporter=f"{_HERE}.markdown:JournalMarkdownExporter",
            viewer="Markdown Preview",
            has_files=True,
        ),
    )
}
"""By name."""
