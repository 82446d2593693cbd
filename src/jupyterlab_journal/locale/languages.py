"""Which languages there are: a folder is one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_FOLDER = Path(__file__).parent
_ENGLISH = "en"


def _find_locales() -> tuple[str, ...]:
    found = sorted(path.parent.name.replace("_", "-") for path in _FOLDER.glob("*/words.toml"))
    return (_ENGLISH, *(tag for tag in found if tag != _ENGLISH))


LOCALES = _find_locales()
"""Tags of the languages; English, which is used where none is asked for, comes first."""


def closest_locale(*tags: str) -> str:
    """Return the language for the first tag that has one: the same, else of the same family; else English.

    Examples
    --------
    >>> [closest_locale(tag) for tag in ("zh-CN", "zh_TW", "ZH", "fr-FR", "")]
    ['zh-CN', 'zh-CN', 'zh-CN', 'en', 'en']
    >>> closest_locale("fr", "zh")
    'zh-CN'
    """
    for tag in tags:
        asked = tag.replace("_", "-").lower()
        family = asked.partition("-")[0]
        same = [locale for locale in LOCALES if locale.lower() == asked]
        alike = [locale for locale in LOCALES if locale.lower().partition("-")[0] == family]
        if alike:
            return [*same, *alike][0]
    return _ENGLISH


def read_text(locale: str, name: str) -> str:
    """Return the content of one file of a language.

    Parameters
    ----------
    locale : str
        One of `LOCALES`.
    name : str
        Of the file, relative to the language's folder.
    """
    return (_FOLDER / locale.replace("-", "_") / name).read_text(encoding="utf-8")


def read_toml(locale: str, name: str) -> dict[str, Any]:
    """Return the content of a TOML file of a language."""
    return tomllib.loads(read_text(locale, name))
