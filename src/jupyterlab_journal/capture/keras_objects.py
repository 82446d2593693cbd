"""What Keras's models and optimizers are set to, of Keras 3 and of the one inside TensorFlow.

Read from the objects' own dictionaries. A rate is a variable of the backend:
one of torch on a CPU is read; of other backends it is not told, for asking
them runs their kernels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from struct import pack, unpack
from time import perf_counter
from typing import Any

from jupyterlab_journal.capture.anatomy import fields_of, is_one_of, items_of, kinds_of, name_of
from jupyterlab_journal.capture.layers import Layers
from jupyterlab_journal.capture.parameters import is_scalar
from jupyterlab_journal.capture.torch_objects import TENSORS

Facts = Iterator[tuple[str, str]]

_MODEL = "keras.src.models.model.Model"
_SCHEDULE = "keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule"
_DROPOUT = "keras.src.layers.regularization.dropout.Dropout"
_NO_SETTINGS = frozenset(("name", "built"))
_MAX_TEXT = 100
_SINGLE_DIGITS = 9  # tell any two numbers of 32 bits apart


def keras_model(value: Any, end: float) -> Facts:  # noqa: ANN401 (whatever the user holds)
    """Yield class, layers, number of parameters, and what the model was compiled with."""
    yield "", name_of(type(value))
    fields = fields_of(value)
    layers = _layers_of(value, end)
    if layers is not None:
        yield from layers.facts()
    loss = fields.get("loss")
    if type(loss) is str:
        yield ".loss", repr(loss[:_MAX_TEXT])
    elif any(kind.startswith("keras.src.losses.") for kind in kinds_of(type(loss))):
        yield ".loss", name_of(type(loss))
    if fields.get("optimizer") is not None:
        for name, text in keras_optimizer(fields["optimizer"], end):
            told = _rate_as_set(fields, text) if name == ".learning_rate" else text
            if told is not None:
                yield f".optimizer{name}", told


def keras_optimizer(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield class, rate and settings; of a schedule of rates, its class and its settings."""
    yield "", name_of(type(value))
    fields = fields_of(value)
    rate = fields.get("_learning_rate")
    if _SCHEDULE in kinds_of(type(rate)):
        for name, text in keras_schedule(rate, _end):
            yield f".learning_rate{name}", text
    else:
        number = _number(rate)
        if number is not None:
            yield ".learning_rate", number
    yield from _settings(fields)


def keras_schedule(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield class and settings of a schedule of rates."""
    yield "", name_of(type(value))
    yield from _settings(fields_of(value))


def _settings(fields: Mapping[str, Any]) -> Facts:
    for name, field in fields.items():
        if not name.startswith("_") and name not in _NO_SETTINGS and is_scalar(field) and field is not None:
            yield f".{name}", repr(field)


def _layers_of(root: Any, end: float) -> Layers | None:  # noqa: ANN401 (as above)
    """Return the layers of a model and of those inside it; None when time ran out.

    The number of parameters is None before the model is built: then it has none yet.
    """
    found = Layers(total=0)
    seen: set[int] = set()
    waiting = [(root, True)]
    while waiting:
        if perf_counter() > end:
            return None
        one, shown = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        kind, fields = type(one), fields_of(one)
        layers = items_of(fields.get("_layers"))
        is_model = bool(layers) and _MODEL in kinds_of(kind)
        if shown and not is_model and name_of(kind) != "InputLayer":
            found.note(name_of(kind))
            if is_one_of(type(fields.get("rate")), (int, float)) and _DROPOUT in kinds_of(kind):
                found.note_dropout(fields["rate"])
        # What a layer is made of is its own affair: the cell inside an LSTM.
        waiting += [(layer, shown and is_model) for layer in reversed(layers)]
        found.add(_size(fields, seen))
    return found


def _size(fields: Mapping[str, Any], seen: set[int]) -> int | None:
    """Return the number of a layer's own weights; None when they are not made yet."""
    if fields.get("built") is not True:
        return None
    total = 0
    for name in ("_trainable_variables", "_non_trainable_variables"):
        for variable in items_of(fields.get(name)):
            shape = fields_of(variable).get("_shape")
            if type(shape) is not tuple or not all(type(size) is int for size in shape):
                return None
            if id(variable) not in seen:
                seen.add(id(variable))
                total += prod(shape)
    return total


def _rate_as_set(fields: Mapping[str, Any], now: str) -> str | None:
    """Return the rate that the user set, which a callback may have changed during the last fit.

    Keras notes it for each epoch when there is such a callback. None when the
    present rate is none of these: a callback may have changed it after the
    last epoch, or the user since.
    """
    history = fields_of(fields.get("history")).get("history")
    rates = history.get("learning_rate") if type(history) is dict else None
    if type(rates) is not list or not rates or not all(type(rate) is float for rate in (rates[0], rates[-1])):
        return now
    return _single(rates[0]) if now in {_single(rate) for rate in list(rates)} else None


def _number(variable: Any) -> str | None:  # noqa: ANN401 (as above)
    """Return the number in a variable of torch on a CPU; None for any other."""
    value: Any = fields_of(variable).get("_value")
    if kinds_of(type(value))[0] not in TENSORS or str(value.device) != "cpu" or value.numel() != 1:
        return None
    number = value.item()
    return _single(number) if type(number) is float else None


def _single(number: float) -> str:
    """Return a number of 32 bits with as many digits as somebody will have typed: 0.05, not 0.0500000007."""
    for digits in range(1, _SINGLE_DIGITS + 1):
        short = float(f"{number:.{digits}g}")
        if unpack("f", pack("f", short)) == unpack("f", pack("f", number)):
            return repr(short)
    return repr(number)
