"""Which languages there are: a folder is one."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent
_ENGLISH = "en"


def _find_locales() -> tuple[str, ...]:
    found = sorted(path.parent.name.replace("_", "-") for path in _FOLDER.glob("*/words.toml"))
    return (_ENGLISH, *(tag for tag in found if tag != _ENGLISH))


LOCALES = _find_locales()
"""Tags of the languages; English, which is used where none is asked for, comes first."""


def closest_locale(tag: str) -> str:
    """Return the language that comes closest to a tag: the same, else of the same family, else English.

    Examples
    --------
    >>> [closest_locale(tag) for tag in ("zh-CN", "zh_TW", "ZH", "fr-FR", "")]
    ['zh-CN', 'zh-CN', 'zh-CN', 'en', 'en']
    """
    asked = tag.replace("_", "-").lower()
    family = asked.partition("-")[0]
    same = [locale for locale in LOCALES if locale.lower() == asked]
    alike = [locale for locale in LOCALES if locale.lower().partition("-")[0] == family]
    return next(iter([*same, *alike]), _ENGLISH)


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
