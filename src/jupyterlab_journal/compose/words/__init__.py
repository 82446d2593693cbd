"""The words of an entry in each language; templates hold the rest."""

from __future__ import annotations

from jupyterlab_journal.compose.words.chinese import CHINESE
from jupyterlab_journal.compose.words.english import ENGLISH
from jupyterlab_journal.compose.words.model import Counted, Words, counted, named

__all__ = ["CHINESE", "ENGLISH", "WORDS", "Counted", "Words", "counted", "named"]

WORDS = {"en": ENGLISH, "zh-CN": CHINESE}
