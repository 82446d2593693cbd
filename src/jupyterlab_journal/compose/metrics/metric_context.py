"""The words around a number: its data set, its model, or that it is no measurement of this run."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.metrics.data_phrases import DATA_WORD
from jupyterlab_journal.compose.metrics.subjects import subject_before
from jupyterlab_journal.reading.names import (
    NOT_MEASURED,
    QUALIFIERS,
    is_metric_name,
    is_qualifier,
    words_of,
)
from jupyterlab_journal.reading.vocabulary import SETTINGS, STATISTICS, word_set

if TYPE_CHECKING:
    from jupyterlab_journal.compose.metrics.named_numbers import NamedNumber

_MAX_BEFORE = 200  # characters before a name that may say what it measures
_COUNT = re.compile(r"(?<![\w\-'@.])(?<![Tt][Oo][Pp]\s)\d[\d.]*")
_TOP_OF = re.compile(r"(top)\s(?=\d)", re.IGNORECASE)
_NO_WORD = re.compile(r"[^\w\-'²/ \t]|[ \t]{3,}")
_HAN = re.compile("[\u4e00-\u9fff]")
_CALL = re.compile(r"([A-Za-z_][\w.]*)\((?:[^()]|\([^()]*\))*$")
_TOP = re.compile(r"(top-?\d+|macro|micro)[-\s]?$", re.IGNORECASE)
# One class of many, as the rows of a report.
_ONE_CLASS = re.compile(
    r"\b(?:class|cls|category|label)\s?#?0\s?\]?[:,\-]?\s{0,3}$|类别?\s?0\s?[:：,，]?\s?$", re.IGNORECASE
)
_AVERAGED = re.compile("(?:宏平均|微平均|加权平均|加权|平均)$")
_RESULTS = word_set(
    "result results output outputs metric metrics stats report score scores eval epoch record"
)
_NOT_A_LOSS = word_set(
    """
    the a an its our my this that with and or of in at on for got
    epoch step batch iter iteration current new lowest set model is was so a
    """
)
_CHINESE_NOT_MEASURED = (
    *("目标", "阈值", "基线", "要求", "之前", "上次", "初始", "期望", "最低", "最高", "预期", "此前"),
    *("上一轮", "上轮", "数据", "数值", "计算", "浮点", "信用"),
)
NOT_MEASURED_HERE = re.compile(
    r"\b(?:report(?:s|ed)?|paper|literature|sota|state.of.the.art|aim(?:s|ing)?|goal|want|need|should|must|until|expect(?:s|ed)?"
    r"|if|unless|whether)\b|目标(?:[：:]|是|为)|希望|应当|应该|论文|文献|期望|预计|预期|要求|如果|直到",
    re.IGNORECASE,
)
_UNITS = {
    "dB": word_set("psnr snr sdr sisdr"),
    "nats": word_set("nll elbo kl loss likelihood ce entropy"),
}
_WITH_A_UNIT = word_set("rmse mae medae error err mpjpe ade fde epe")
_ABOUT_VALUES = word_set("lower higher better epoch step iter iteration fold seed seeds runs last in s")


def metric_in(line: str, number: NamedNumber) -> tuple[str, str] | None:
    """Return the full name of a metric in a line.

    Parameters
    ----------
    line : str
        The whole line.
    number : NamedNumber
        A name with its number, as it was found there.

    Returns
    -------
    tuple of str, optional
        Name and subject, the model or method that it belongs to; None when the line shows that the
        number is no measurement.
    """
    before = line[max(0, number.start - _MAX_BEFORE) : number.start]
    data = DATA_WORD.match(number.note)
    # A data set in brackets after the name outweighs one earlier in the line.
    name = with_data(data[0].lower(), number.name) if data else number.name
    return _full_name(name, "" if data else number.note, _TOP_OF.sub(r"\1-", _COUNT.sub("0", before)))


def accepts_unit(name: str, unit: str) -> bool:
    """Whether a metric is measured in a unit."""
    return bool(_UNITS.get(unit, _WITH_A_UNIT) & set(words_of(name)))


def _with_note(name: str, note: str) -> str | None:
    """Add what stood in brackets behind a name: ``acc (best)`` is ``best acc``, ``acc (svm)`` itself."""
    if not note:
        return name
    words = words_of(re.sub(r"[^\w\s]", " ", note))
    if SETTINGS & set(words) or (len(words) > 1 and words[0] in {"class", "cls", "category", "类别"}):
        return None
    if len(words) != 1 or words[0] in _ABOUT_VALUES or is_metric_name(note):
        return name
    return f"{words[0]} {name}" if words[0] in STATISTICS else f"{name} ({note.lower()})"


@lru_cache(maxsize=1024)  # most lines of a log differ only in their numbers
def _full_name(name: str, note: str, before: str) -> tuple[str, str] | None:
    """Return a metric's name with the words before it, and its subject; None when it is no measurement."""
    full = _with_words_before(name, before)
    noted = full and _with_note(full, note)
    return (noted, subject_before(before, full)) if full and noted else None


def _with_words_before(name: str, before: str) -> str | None:
    """Return a metric's name with the words before it that belong to it."""
    if NOT_MEASURED_HERE.search(before) or _is_argument(before) or _ONE_CLASS.search(before):
        return None
    if not name[:1].isascii():
        if before.endswith(_CHINESE_NOT_MEASURED):
            return None
        top = _TOP.search(before)
        return _with_data_before(f"{top[1].lower()} {name}" if top else name, before)
    if "/" in name and _is_list(name):
        return None
    qualifiers = _words_before(before, name)
    if qualifiers is None:
        return None
    averaged = _AVERAGED.search(before)  # "宏平均F1"
    full = f"{averaged[0]}{name.lower()}" if averaged else " ".join([*qualifiers, name.lower()])
    return _with_data_before(full, before)


def _is_list(name: str) -> bool:
    """Whether a name lists several metrics, ``precision/recall``, and so has no value of its own."""
    first, _, last = name.rpartition("/")
    return is_metric_name(first) and is_metric_name(last) and not is_qualifier(last)


def _is_argument(before: str) -> bool:
    """Whether what follows is the argument of a call: ``Config(loss=0.5``, not ``EvalResult(loss=0.5``."""
    called = _CALL.search(before) if "(" in before else None
    if called is None:
        return False
    name = called[1].rpartition(".")[2]
    words = set(words_of(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)))
    return not (name[:1].isupper() and words & _RESULTS)


def _with_data_before(name: str, before: str) -> str:
    """Add the data set that the line names earlier: ``Val: loss=0.4``."""
    found = list(DATA_WORD.finditer(before))
    return with_data(found[-1][0].lower(), name) if found else name


def with_data(data: str, name: str) -> str:
    """Add a data set to the name of a metric that names none itself.

    Parameters
    ----------
    data : str
        Such as ``val``; empty when it is unknown.
    name : str
        Of the metric.
    """
    if not data or QUALIFIERS & set(words_of(name)) or DATA_WORD.search(name) or name.startswith("valid"):
        return name
    return f"{data}{name}" if not data.isascii() and not name.isascii() else f"{data} {name}"


def _words_before(before: str, name: str) -> list[str] | None:
    """Return the words before `name` that belong to it; None when one shows that it is no measurement."""
    words = _NO_WORD.split(before[-60:])[-1].lower().split()[-3:] if before.endswith((" ", "\t")) else []
    qualifiers: list[str] = []
    for word in reversed(words):
        if not is_qualifier(word) and not (name.lower() == "score" and is_metric_name(word)):
            break  # "AUC score", "F1 score"
        qualifiers.insert(0, word)
    other = words[-len(qualifiers) - 1] if len(words) > len(qualifiers) else ""
    if other in NOT_MEASURED:
        return None
    # "D loss", "content loss": only that word distinguishes several losses.
    if (
        name.lower() in {"loss", "score", "error"}
        and other.isalpha()
        and other not in _NOT_A_LOSS
        and not _HAN.search(other)
    ):
        qualifiers.insert(0, other)
    return qualifiers
