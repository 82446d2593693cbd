"""Where objects of frameworks keep what they measured: their own lists and numbers, not copies.

Objects are known by the names of their classes and read from their own
dictionaries: no code of theirs runs, no property, no ``__getattr__``, no
``isinstance``, and nothing is imported.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from weakref import ref

from jupyterlab_journal.capture.anatomy import fields_of, kinds_of
from jupyterlab_journal.capture.loaded_modules import attributes

MAX_ITEMS = 5_000  # of a list; a longer one is data
OWN = frozenset(("lists", "table"))  # kinds of what the user wrote
_MAX_KEYS = 40
_EFFORT_OF_AN_OBJECT = 10
_MAX_NAME = 100
_MAX_BITS = 53
_RATES = frozenset(("lr", "learning_rate"))
_STEMS = (
    *("loss", "acc", "f1", "auc", "score", "err", "mse", "mae", "precision", "recall", "iou", "dice", "bleu"),
    *(
        "r2",
        "rouge",
        "perplexity",
        "ppl",
        "reward",
        "psnr",
        "ssim",
        "损失",
        "准确",
        "正确",
        "精度",
        "精确",
        "召回",
    ),
)
"""What the names of the user's own metrics contain. Which of them are metrics is judged on the server."""
_MAX_KNOWN_NAMES = 10_000
_DICTIONARIES = frozenset(map(id, (dict, defaultdict, OrderedDict)))
_CONTAINERS = frozenset((id(list), *_DICTIONARIES))
_NOTHING: Mapping[str, Any] = {}


class Holding(NamedTuple):
    """What one object holds.

    Parameters
    ----------
    kind : str
        Name of the framework; ``lists`` or ``table`` for what the user wrote,
        the latter with a list of the epochs' numbers.
    series : dict of str to list
        By metric, one value per round.
    rounds : list, optional
        The number of each round, as many as a series has; None when they count from one.
    first : int
        What the user calls the round that `rounds` calls nought.
    rows : list, optional
        Of a log: one dictionary, or one list, per line.
    columns : list of str
        What the lists in `rows` hold.
    values : dict of str to object
        Measured once.
    """

    kind: str
    series: Mapping[str, list[Any]] = _NOTHING
    rounds: list[Any] | None = None
    first: int = 0
    rows: list[Any] | None = None
    columns: Sequence[str] = ()
    values: Mapping[str, Any] = _NOTHING

    def lists(self) -> Iterator[list[Any]]:
        """Yield the lists that may grow; the rounds only tell what their items mean."""
        yield from self.series.values()
        if self.rows is not None:
            yield self.rows


Reader = Callable[[Any], "Holding | None"]


_readers: dict[int, tuple[ref[type], Reader | None]] = {}  # by id: a class's hash may run the user's code
_MAX_READERS = 5_000


def reader_of(kind: type) -> Reader | None:
    """Return what reads the objects of a class; None when they measure nothing that is known."""
    known = _readers.get(id(kind))
    if known is not None and known[0]() is kind:
        return known[1]
    if len(_readers) >= _MAX_READERS:
        _readers.clear()
    reader = _find_reader(kind)
    _readers[id(kind)] = ref(kind), reader
    return reader


def _find_reader(kind: type) -> Reader | None:
    if _is_dictionary(kind):
        return _own
    for name in kinds_of(kind):
        found = _FAMILIES.get((name.partition(".")[0], name.rpartition(".")[2]))
        if found is not None:
            return found
    return None


def effort(value: Any) -> int:  # noqa: ANN401 (whatever the user holds)
    """Return how much work it is to read an object, in entries of a dictionary."""
    return min(len(value), _MAX_KEYS) if _is_dictionary(type(value)) else _EFFORT_OF_AN_OBJECT


def _entries(value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 (whatever the user holds)
    """Return what a small dictionary holds under plain names; empty for anything else."""
    if not _is_dictionary(type(value)) or len(value) > _MAX_KEYS:
        return []
    items = list(dict.items(value))
    return items if all(type(name) is str and len(name) <= _MAX_NAME for name, _ in items) else []


def _is_dictionary(kind: type) -> bool:
    return id(kind) in _DICTIONARIES


def _series(value: Any) -> dict[str, list[Any]]:  # noqa: ANN401 (as above)
    return {name: item for name, item in _entries(value) if _is_list(item)}


def _is_list(value: Any) -> bool:  # noqa: ANN401 (as above)
    return type(value) is list and 0 < len(value) <= MAX_ITEMS


def _keras_history(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    fields = fields_of(value)
    rounds = fields.get("epoch")
    series = {name: items for name, items in _series(fields.get("history")).items() if name not in _RATES}
    return Holding("keras", series=series, rounds=rounds, first=1) if type(rounds) is list else None


def _keras_model(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    """Read the history that a model keeps of its last fit."""
    history = fields_of(value).get("history")
    return (
        None if history is None or reader_of(type(history)) is not _keras_history else _keras_history(history)
    )


def _transformers(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    state = fields_of(value).get("state")
    rows = None if state is None else fields_of(state).get("log_history")
    return Holding("transformers", rows=rows) if _is_list(rows) else None


def _fastai(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    """Read the recorder: its names are those of the epoch, the metrics and the time."""
    recorder = fields_of(value).get("recorder")
    fields = {} if recorder is None else fields_of(recorder)
    names, rows = (plain_list(fields.get(name)) for name in ("metric_names", "values"))
    if not _is_list(rows) or not names or not all(type(name) is str for name in names):
        return None
    return Holding("fastai", rows=rows, columns=[name for name in names if name not in {"epoch", "time"}])


def plain_list(value: Any) -> list[Any] | None:  # noqa: ANN401 (as above)
    """Return a list, also that inside fastai's own kind of list."""
    items = fields_of(value).get("items") if kinds_of(type(value))[0] == "fastcore.foundation.L" else value
    return items if type(items) is list else None


def _lightning(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    connector = fields_of(value).get("_logger_connector")
    if connector is None:
        return None
    fields = fields_of(connector)
    found = [*_entries(fields.get("_logged_metrics")), *_entries(fields.get("_callback_metrics"))]
    return Holding("lightning", values={name: number for name, number in found if is_at_hand(number)})


def _estimator(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    """Read what an estimator of scikit-learn learnt about itself; the names end in ``_``."""
    fields = fields_of(value)
    values = {name: fields.get(f"{name}_") for name in ("best_score", "oob_score")}
    curves = {"loss": fields.get("loss_curve_"), "validation score": fields.get("validation_scores_")}
    series = {name: items for name, items in curves.items() if items is not None and _is_list(items)}
    found = {name: value for name, value in values.items() if is_at_hand(value)}
    return Holding("sklearn", series=series, values=found) if series or found else None


def _boosting(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    """Read the evaluations of XGBoost and LightGBM: by data set, then by metric, one value per round."""
    fields = fields_of(value)
    results = (_by_data(fields.get(name)) for name in ("evals_result_", "_evals_result"))
    return Holding("boosting", series=next(filter(None, results), {}))


def _by_data(value: Any) -> dict[str, list[Any]]:  # noqa: ANN401 (as above)
    inner = [(data, name, items) for data, part in _entries(value) for name, items in _series(part).items()]
    return {f"{data} {name}": items for data, name, items in inner}


def _own(value: Any) -> Holding | None:  # noqa: ANN401 (as above)
    """Read a history that the user keeps: lists, some of them under the name of a metric."""
    if len(value) > _MAX_KEYS:
        return None
    items = list(dict.values(value))
    kinds = frozenset(map(id, map(type, items)))
    if kinds.isdisjoint(_CONTAINERS):  # settings, mostly: these are cheap to pass over
        return None
    if kinds.isdisjoint(_DICTIONARIES) and not any(
        may_measure(name) for name in list(value) if type(name) is str
    ):
        return None
    series = _series(value) or _by_data(value)
    if not any(map(may_measure, series)):
        return None
    if all(type(item) is OrderedDict for item in items) and (attributes("xgboost") or attributes("lightgbm")):
        return Holding("boosting", series=series)  # what their function ``train`` fills
    rounds = next((series.pop(name) for name in ("epoch", "epochs") if name in series), None)
    return Holding("lists" if rounds is None else "table", series=series, rounds=rounds)


def a_list(name: str, value: list[Any]) -> Holding | None:
    """Return what a list of the user's holds, if its name may be that of a metric."""
    return Holding("lists", series={name: value}) if _is_list(value) and may_measure(name) else None


@lru_cache(_MAX_KNOWN_NAMES)  # the same variables are looked at before and after every cell
def may_measure(name: str) -> bool:
    """Whether a name of the user's may be that of a metric; the server knows better."""
    return any(stem in name.lower() for stem in _STEMS)


def is_at_hand(value: Any) -> bool:  # noqa: ANN401 (as above)
    """Whether a value is a number that can be read now, without waiting for a device."""
    kind = type(value)
    if kind is float:
        return True
    if kind is int:
        return bool(value.bit_length() <= _MAX_BITS)
    if kind is attributes("torch").get("Tensor"):
        with attributes("torch._C")["DisableTorchFunction"]():  # the user's own mode must not see it
            return bool(value.device.type == "cpu" and value.dim() == 0 and value.is_floating_point())
    numpy = attributes("numpy")
    return any(kind is numpy.get(name) for name in ("float64", "float32", "float16"))


def number(value: Any) -> float | None:  # noqa: ANN401 (as above)
    """Return a measured number; None when it is none, or not at hand."""
    if not is_at_hand(value):
        return None
    if type(value) is attributes("torch").get("Tensor"):
        with attributes("torch._C")["DisableTorchFunction"]():
            value = value.item()
    return float(value)  # of a plain number, or of numpy's own


_FAMILIES: dict[tuple[str, str], Reader] = {
    **{(package, "History"): _keras_history for package in ("keras", "tf_keras", "tensorflow")},
    **{(package, "Model"): _keras_model for package in ("keras", "tf_keras", "tensorflow")},
    ("transformers", "Trainer"): _transformers,
    ("fastai", "Learner"): _fastai,
    ("lightning", "Trainer"): _lightning,
    ("pytorch_lightning", "Trainer"): _lightning,
    ("xgboost", "XGBModel"): _boosting,
    ("lightgbm", "LGBMModel"): _boosting,
    ("sklearn", "BaseEstimator"): _estimator,
}
"""By package and name of a class."""
