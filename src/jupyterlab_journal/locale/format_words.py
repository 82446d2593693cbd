"""The words about the formats of exported pages."""

from __future__ import annotations

import msgspec


class FormatWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person reads about one format.

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
