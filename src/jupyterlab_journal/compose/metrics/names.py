"""Which words name a metric: an allow-list, so that no other number is taken for one."""

from __future__ import annotations

import re


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


METRICS = word_set(
    """
    loss acc accuracy f1 f1score fscore precision recall auc auroc auprc rocauc ap map map50 map5095
    mse rmse mae mape msle nll bce ce perplexity ppl bleu rouge rouge1 rouge2 rougel wer cer iou miou dice
    psnr ssim fid r2 r2score score reward elbo kl top1 top5 mcc kappa silhouette logloss crossentropy
    specificity sensitivity jaccard spearman pearson likelihood loglikelihood
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

QUALIFIERS = word_set("train training val valid validation test testing eval evaluation dev")
"""Words that say on which data a metric was measured."""

NOT_MEASURED = word_set(
    """
    target goal threshold baseline previous prev old expected required desired initial min max minimum maximum
    weight scale delta patience tolerance tol ratio factor
    """
)
"""Words that make a number something else than a measurement."""

_STATISTICS = word_set("best avg average mean macro micro weighted balanced final total running")
_TOP = re.compile(r"top-?\d+$", re.IGNORECASE)
_SEPARATORS = re.compile(r"[_\-./@\s]+")


def words_of(name: str) -> list[str]:
    """Split a name at its separators, in lower case.

    Examples
    --------
    >>> words_of("eval/Top-1 acc")
    ['eval', 'top', '1', 'acc']
    """
    return [word for word in _SEPARATORS.split(name.lower()) if word]


def is_metric_name(name: str) -> bool:
    """Whether a name is that of a metric: its last word is one, and none says otherwise.

    Examples
    --------
    >>> [is_metric_name(name) for name in ("val_loss", "loss_weight", "target_accuracy", "F1-score")]
    [True, False, False, True]
    """
    words = words_of(name)
    if not words or NOT_MEASURED & set(words):
        return False
    # "F1-score", "log_loss", "roc_auc": two words that are one.
    return words[-1] in METRICS or "".join(words[-2:]) in METRICS


def is_qualifier(word: str) -> bool:
    """Whether a word before a metric belongs to its name: ``train``, ``best``."""
    return word.lower() in QUALIFIERS or word.lower() in _STATISTICS or _TOP.match(word) is not None


def metric_key(name: str) -> str:
    """Return what two spellings of one metric have in common.

    Examples
    --------
    >>> metric_key("Val-Loss") == metric_key("val_loss")
    True
    """
    return " ".join(words_of(name))
