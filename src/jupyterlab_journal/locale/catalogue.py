"""Read the words of a language from its catalogue, ``words.toml``."""

from __future__ import annotations

import gettext
import re
from functools import cache

import msgspec

from jupyterlab_journal.locale.languages import read_toml
from jupyterlab_journal.locale.sentence import Counted
from jupyterlab_journal.locale.words import Words

_PLURAL_FORMS = re.compile(r"nplurals=\d+; plural=(.+);")


@cache
def words_in(locale: str) -> Words:
    """Return the words of a language.

    Parameters
    ----------
    locale : str
        One of `LOCALES`.

    Raises
    ------
    ValueError
        When the catalogue lacks a word, or has one in the wrong shape; the tests hold every
        language against English.
    """
    table = read_toml(locale, "words.toml")
    found = _PLURAL_FORMS.fullmatch(table.pop("plural_forms", ""))
    if found is None:
        raise ValueError(f"words of {locale}: no plural_forms as in gettext")
    rule = gettext.c2py(found[1])

    def counted(_: type, forms: str | list[str]) -> Counted:
        return Counted((forms,) if isinstance(forms, str) else tuple(forms), rule)

    return msgspec.convert(table, Words, dec_hook=counted)
