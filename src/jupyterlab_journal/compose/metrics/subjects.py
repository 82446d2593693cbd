"""The model or method that a number belongs to: ``SVM accuracy: 0.91``, ``=== KNN ===``, ``模型：决策树``."""

from __future__ import annotations

import re

from jupyterlab_journal.reading.names import (
    QUALIFIERS,
    is_metric_name,
    is_qualifier,
    word_set,
    words_of,
)

_MAX_WORDS = 4
_BEFORE_NAME = re.compile(
    r"(?:^|[|,;!?，；。！？]\s{0,3}|\.\s)[\s\[(【<=*#>•✓✅-]{0,12}(?P<subject>[^\W\d_][\w+ -]{0,40}?)"
    r"\s{0,3}(?:'s\b)?[\])】>=*]{0,4}\s{0,3}[:：–—-]{0,2}\s{0,3}$"
)
_NAMED = re.compile(
    r"\s*(?:[Mm]odel|[Cc]lassifier|[Mm]ethod|[Aa]lgorithm|[Ee]stimator|[Dd]ataset|模型|方法|算法|分类器|数据集)"
    r"(?:\s[Nn]ame)?\s?[:：=]\s?(?P<subject>[^\W\d_][\w+ -]{0,40}?)\s*[.:：]?\s*"
)
_BEGUN = re.compile(
    r"\s*(?:[Tt]raining|[Ee]valuating|[Ff]itting|[Tt]esting|[Rr]unning)\s"
    r"(?P<subject>[^\W\d_][\w+ -]{0,40}?)\s?(?:\.{2,3}|…|:)\s*"
)
_NO_SUBJECT = word_set(
    """
    epoch epochs step steps batch iter iteration fold run round done after before current new best saved
    saving with the of a an on for in at and or is was final overall result results metrics metric
    summary performance report evaluation score scores info debug warning error log logger root main
    trainer finished complete completed started starting loading loaded early stopping stopped restoring
    checkpoint update time elapsed mean std average total classification confusion matrix to from model
    last first good bad improved lowest highest optimal achieved got
    """
)
_OF_A_REPORT = word_set(
    "performance results result metrics metric report evaluation scores score summary for of"
)
_NO_SUBJECT_CHINESE = re.compile(
    "轮|当前|最佳|最优|新|保存|结果|第|完成|耗时|的|集|训练|验证|测试|评估|平均|最终|总|在|为|上|了"
)


def subject_before(before: str, name: str) -> str:
    """Return the model or method that the words before a metric name; empty when they name none.

    Parameters
    ----------
    before : str
        The line up to the name of the metric.
    name : str
        The full name, with the qualifiers that the line gave it.

    Examples
    --------
    >>> subject_before("Random Forest test ", "test accuracy"), subject_before("Epoch 0: ", "loss")
    ('random forest', '')
    """
    found = _BEFORE_NAME.search(before)
    return _subject_name(found["subject"], name) if found else ""


def subject_of(line: str) -> str:
    """Return the model or method that a line names for those below: ``Model: SVM``, ``Fitting KNN...``."""
    found = _NAMED.fullmatch(line) or _BEGUN.fullmatch(line)
    return _subject_name(found["subject"]) if found else ""


def subject_in(header: str) -> str:
    """Return the model or method that a header names; empty when it names none."""
    return _subject_name(header)


def _subject_name(text: str, name: str = "") -> str:
    own = set(words_of(name))
    words = [word for word in text.lower().split() if word not in own]
    while words and (is_qualifier(words[-1]) or words[-1] in _OF_A_REPORT):
        words.pop()
    while words and words[0] in _OF_A_REPORT:
        words.pop(0)
    if not words or len(words) > _MAX_WORDS or words == ["0"]:
        return ""
    if any(word in _NO_SUBJECT or word in QUALIFIERS or is_metric_name(word) for word in words):
        return ""
    found = " ".join(words)
    return "" if _NO_SUBJECT_CHINESE.search(found) else found
