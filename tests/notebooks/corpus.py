"""The notebooks over which laws must hold: our own, and foreign ones where they lie beside the repository."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .generated import generated, own_cells
from .hand_made import hand_made, malformed

FOREIGN = Path(__file__).parents[2].parent / "shared" / "data" / "notebooks"
SETS = ["own", "foreign"] if FOREIGN.exists() else ["own"]


@dataclass(frozen=True)
class Corpus:
    """One set of files, and how many of them are notebooks at the least."""

    files: list[Path]
    readable: int


def read_corpus(name: str, folder: Path) -> Corpus:
    """Return a set; our own files are written to a folder first."""
    if name == "foreign":
        return Corpus(sorted(FOREIGN.rglob("*.ipynb")), readable=50)
    made = {**hand_made(), **generated()}
    for title, content in made.items():
        (folder / f"{title}.ipynb").write_bytes(content)
    return Corpus(sorted(folder.iterdir()), readable=len(made) - len(malformed()))


def code_cells(name: str) -> Iterator[str]:
    """Yield the code of all cells of a set."""
    if name == "own":
        yield from own_cells()
        return
    for path in sorted(FOREIGN.rglob("*.ipynb")):
        try:
            cells = json.loads(path.read_text("utf-8")).get("cells", [])
        except (ValueError, AttributeError):  # some are malformed on purpose
            continue
        for cell in cells if isinstance(cells, list) else []:
            if cell.get("cell_type") == "code":
                yield "".join(cell["source"])
