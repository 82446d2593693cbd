"""Which words name a metric: an allow-list, so that no other number is taken for one."""

from __future__ import annotations

import re
from functools import lru_cache


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


METRICS = word_set(
    """
    loss acc accuracy f1 f1score fscore precision recall auc auroc auprc rocauc ap map map50 map5095
    mse rmse mae mape msle nll bce ce perplexity ppl bleu rouge rouge1 rouge2 rougel wer cer iou miou dice
    psnr ssim fid r2 r2score score reward elbo kl top1 top5 mcc kappa silhouette logloss crossentropy
    specificity sensitivity jaccard spearman pearson likelihood loglikelihood r² r^2 ndcg mrr hit hits em
    errorrate meansquarederror meanabsoluteerror rootmeansquarederror meanabsolutepercentageerror
    worderrorrate characterrorrate matthewscorrelationcoefficient matthewscorrcoef exactmatch
    intersectionoverunion
    """
)
"""Last word of a metric's name, without separators."""

CHINESE_METRICS = (
    *(
        "损失值",
        "损失",
        "准确率",
        "正确率",
        "准确度",
        "精确率",
        "查准率",
        "精确度",
        "精度",
        "召回率",
        "查全率",
    ),
    *("错误率", "均方误差", "平均绝对误差", "困惑度", "交叉熵", "得分", "奖励", "F1值", "F1分数"),
)

CHINESE_DATA = "训练|验证|测试|评估"
_CHINESE_STATISTICS = "平均|最佳|最终|当前|总"
CHINESE_NAME = (
    rf"(?:{_CHINESE_STATISTICS})?(?:(?:{CHINESE_DATA})集?上?的?)?(?:{_CHINESE_STATISTICS})?"
    rf"(?:{'|'.join(CHINESE_METRICS)})"
)
_CHINESE = re.compile(CHINESE_NAME)

QUALIFIERS = word_set("train training val valid validation test testing eval evaluation dev")
"""Words that say on which data a metric was measured."""

NOT_MEASURED = word_set(
    """
    target goal threshold baseline previous prev old expected required desired initial min max minimum maximum
    weight scale delta patience tolerance tol ratio factor from than until required improved
    """
)
"""Words that make a number something else than a measurement."""

_ABOUT_A_LOSS = word_set("fn func function type name weights reduction curve history scaling")
_STATISTICS = word_set(
    """
    best avg average mean macro micro weighted balanced final total running overall
    cv oof oob cohen's holdout cross-validation cross-validated roc pr r² pixel token word character sequence
    """
)
_NUMBERED = re.compile(r"_?\d*('s)?$")
_TOP = re.compile(r"top-?\d+$", re.IGNORECASE)
_AT = re.compile(r"@[\d.:\-]+$")
_SEPARATORS = re.compile(r"[_\-./@\s]+")
_LONGEST = 4  # words of one metric: "matthews correlation coefficient"


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
    """
    if _CHINESE.fullmatch(name):
        return True
    words = words_of(_AT.sub("", name))  # "mAP@0.5", "Acc@1"
    if not words or NOT_MEASURED & set(words):
        return False
    if len(words) == 2 and words[0] == "loss" and words[1].isalpha():  # "Loss_D", "loss_bbox"
        return words[1] not in _ABOUT_A_LOSS
    # "F1-score", "log_loss", "mean squared error": several words that are one.
    return any("".join(words[-count:]) in METRICS for count in range(1, _LONGEST + 1))


@lru_cache(maxsize=1024)
def is_qualifier(word: str) -> bool:
    """Whether a word before a metric belongs to its name: ``train``, ``best``."""
    word = word.lower()
    data = _NUMBERED.sub("", word).split("/")  # "valid_0's", "train/val"
    return set(data) <= QUALIFIERS or word in _STATISTICS or _TOP.match(word) is not None


@lru_cache(maxsize=1024)
def metric_key(name: str) -> str:
    """Return what two spellings of one metric have in common.

    Examples
    --------
    >>> metric_key("Val-Loss") == metric_key("val_loss")
    True
    """
    return " ".join(words_of(name))
