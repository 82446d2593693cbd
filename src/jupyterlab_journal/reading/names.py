"""Which words name a metric."""

from __future__ import annotations

import re
from functools import lru_cache

from .vocabulary import (
    ABOUT_A_LOSS,
    CHINESE_DATA,
    CHINESE_METRICS,
    CHINESE_STATISTICS,
    ENDINGS,
    METRICS,
    NOT_MEASURED,
    QUALIFIERS,
    SETTINGS,
    STATISTICS,
    word_set,
)

__all__ = [
    "CHINESE_NAME",
    "NOT_MEASURED",
    "QUALIFIERS",
    "SETTINGS",
    "is_metric_name",
    "is_qualifier",
    "metric_key",
    "word_set",
    "words_of",
]

CHINESE_NAME = (
    rf"(?:{CHINESE_STATISTICS})?(?:(?:{CHINESE_DATA})(?:数据)?集?上?的?)?(?:{CHINESE_STATISTICS}){{0,2}}"
    rf"(?:{'|'.join(CHINESE_METRICS)})"
)
_CHINESE = re.compile(CHINESE_NAME)
_CHINESE_ENDING = re.compile(r"(?<=[A-Za-z0-9])\s?(?:值|分数|得分)$")
_NUMBERED = re.compile(r"_?\d*('s)?$")
_TOP = re.compile(r"top-?\d+$", re.IGNORECASE)
_AT = re.compile(r"@[\d.:\-]+$")
_SEPARATORS = re.compile(r"[_\-./@\s]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_LOADER = re.compile(r"/dataloader_idx_\d+$")  # as Lightning names several
_EXCEPTION = re.compile(r"[a-z]Error$")
_GLUED = re.compile(r"(?:train|val|valid|test|eval|avg|mean|best|total)(?=[a-z])")
_LONGEST = 4  # words of one metric: "matthews correlation coefficient"
_SHORTEST = 3  # letters of a metric to which a digit may be glued: "loss1"


def words_of(name: str) -> list[str]:
    """Split a name at its separators, in lower case.

    Examples
    --------
    >>> words_of("eval/Top-1 acc")
    ['eval', 'top', '1', 'acc']
    """
    return [word for word in _SEPARATORS.split(name.lower()) if word]


@lru_cache(maxsize=1024)
def is_metric_name(name: str) -> bool:
    """Whether a name is that of a metric: its last word is one, and none says otherwise.

    Examples
    --------
    >>> [is_metric_name(name) for name in ("val_loss", "loss_weight", "target_accuracy", "F1-score")]
    [True, False, False, True]
    >>> [is_metric_name(name) for name in ("loss_box_reg", "trainAcc", "val_f1_macro", "accuracy/top1")]
    [True, True, True, True]
    """
    if _CHINESE.fullmatch(name):
        return True
    name = _CHINESE_ENDING.sub("", name)  # "AUC 值"
    if _EXCEPTION.search(name):
        return "".join(words_of(name)) in METRICS  # "MeanSquaredError", but no "ValueError"
    name = _LOADER.sub("", name)
    words = words_of(_CAMEL.sub("_", _AT.sub("", name)))  # "mAP@0.5", "Acc@1", "TrainLoss"
    if not words or NOT_MEASURED & set(words):
        return False
    while len(words) > 1 and (words[-1] in ENDINGS or (words[-1] in QUALIFIERS and words[-2] in METRICS)):
        words.pop()  # "loss_epoch", "f1_macro", "acc_val"
    return _ends_in_metric(words) or _is_part_of_loss(words)


def _ends_in_metric(words: list[str]) -> bool:
    """Whether the last words are a metric: "F1-score", "log_loss", "mean squared error"."""
    if any("".join(words[-count:]) in METRICS for count in range(1, _LONGEST + 1)):
        return True
    last = words[-1]
    single = last.removesuffix("ies") + "y" if last.endswith("ies") else last.removesuffix("s")
    if len(words) > 1 and single in METRICS:  # "rewards/accuracies"
        return True
    bare = last.rstrip("0123456789")
    if len(bare) >= _SHORTEST and bare in METRICS:  # "loss1", "ndcg10"
        return True
    if len(words) > 1 and last.isdecimal():  # "recall_5", "acc.1"
        return words[-2] in METRICS
    glued = _GLUED.match(last)
    return glued is not None and last[glued.end() :] in METRICS  # "trainloss"


def _is_part_of_loss(words: list[str]) -> bool:
    """Whether a loss is told from others by what follows: ``loss_D``, ``train/loss_box_reg``."""
    while words[:-1] and (words[0] in QUALIFIERS or words[0] in STATISTICS):
        words = words[1:]
    parts = words[1:]
    return words[0] == "loss" and bool(parts) and not any(w in ABOUT_A_LOSS or not w.isalpha() for w in parts)


@lru_cache(maxsize=1024)
def is_qualifier(word: str) -> bool:
    """Whether a word before a metric belongs to its name: ``train``, ``best``."""
    word = word.lower()
    parts = re.split(r"[/_]", _NUMBERED.sub("", word))  # "valid_0's", "train/val", "best_val"
    return word in STATISTICS or _TOP.match(word) is not None or set(parts) <= QUALIFIERS | STATISTICS


@lru_cache(maxsize=1024)
def metric_key(name: str) -> str:
    """Return what two spellings of one metric have in common.

    Examples
    --------
    >>> metric_key("Val-Loss") == metric_key("val_loss")
    True
    """
    return " ".join(words_of(name))
