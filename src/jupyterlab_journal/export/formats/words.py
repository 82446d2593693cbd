"""What a person reads about a format, in each language."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib import resources

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, kw_only=True)
class FormatWords:
    """Words about one format in one language.

    Parameters
    ----------
    label : str
        Of a button or a command, such as ``"Export HTML"``.
    menu_label : str
        In the menu of JupyterLab's own exports: it says what is special about this page.
    caption : str
        One line that says what is written.
    """

    label: str
    menu_label: str
    caption: str


@cache
def format_words(locale: str) -> dict[str, FormatWords]:
    """Return the words of every format in a language, by the format's name."""
    file = resources.files("jupyterlab_journal") / "locale" / locale / "formats.toml"
    return {name: FormatWords(**words) for name, words in tomllib.loads(file.read_text("utf-8")).items()}
