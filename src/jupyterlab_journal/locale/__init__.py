"""Every word a person reads, one folder per language.

A folder is named as JupyterLab names languages (``zh_CN``); outside, languages
are known by their tags (``zh-CN``).
"""

from __future__ import annotations

from jupyterlab_journal.locale.catalogue import words_in
from jupyterlab_journal.locale.fact_words import FactWords, FindingWords
from jupyterlab_journal.locale.failure_words import FailureWords
from jupyterlab_journal.locale.format_words import FormatWords
from jupyterlab_journal.locale.languages import LOCALES, closest_locale, read_text, read_toml
from jupyterlab_journal.locale.message import Message
from jupyterlab_journal.locale.sentence import Counted, counted, named
from jupyterlab_journal.locale.words import Words

__all__ = [
    "LOCALES",
    "Counted",
    "FactWords",
    "FailureWords",
    "FindingWords",
    "FormatWords",
    "Message",
    "Words",
    "closest_locale",
    "counted",
    "named",
    "read_text",
    "read_toml",
    "words_in",
]
