"""What ``GET openapi.json`` answers: the routes of ``openapi.yaml``, and the schemas of all bodies.

``python -m jupyterlab_journal.server.openapi_document`` writes the document, from which
the front end's types are made; a test fails when it is stale.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from jupyterlab_journal.entry.contract import json_schemas, rewrite_references
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import Snapshot
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.locale import LOCALES
from jupyterlab_journal.server.bodies import ANSWERS, REQUESTS

_FOLDER = Path(__file__).parent
DOCUMENT = _FOLDER / "openapi.json"


@cache
def openapi_document() -> dict[str, Any]:
    """Return the document as it was written, with this server's kinds, formats and languages."""
    document: dict[str, Any] = json.loads(DOCUMENT.read_text("utf-8"))
    document["components"]["schemas"]["Kind"]["enum"] = [kind.value for kind in Kind]
    document["components"]["schemas"]["FormatName"]["enum"] = [*FORMATS]
    document["components"]["schemas"]["Locale"]["enum"] = [*LOCALES]
    return document


def made_document() -> dict[str, Any]:
    """Make the document from what is declared."""
    import yaml  # noqa: PLC0415 (only where it is written: the server reads JSON)

    document: dict[str, Any] = yaml.safe_load((_FOLDER / "openapi.yaml").read_text("utf-8"))
    schemas = json_schemas((*REQUESTS, *ANSWERS), is_open=False) | json_schemas((Snapshot,), is_open=True)
    places = {name: f"#/components/schemas/{name}" for name in schemas}
    document["components"]["schemas"] = rewrite_references(dict(sorted(schemas.items())), places)
    document["components"]["schemas"]["Locale"]["enum"] = [*LOCALES]  # in their order
    return document


def main() -> None:
    """Write the document."""
    text = json.dumps(made_document(), indent=2, ensure_ascii=False) + "\n"
    DOCUMENT.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
