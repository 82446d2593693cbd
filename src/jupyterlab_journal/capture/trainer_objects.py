"""What the trainers of transformers, Lightning and fastai are set to, and what configures them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from types import FunctionType
from typing import Any

from jupyterlab_journal.capture.anatomy import fields_of, items_of, kinds_of, name_of
from jupyterlab_journal.capture.parameters import is_parameter
from jupyterlab_journal.capture.torch_objects import module

Facts = Iterator[tuple[str, str]]

_MAX_FIELDS = 40
_TRAINING = (
    *("learning_rate", "per_device_train_batch_size", "per_device_eval_batch_size", "num_train_epochs"),
    *("max_steps", "weight_decay", "warmup_steps", "warmup_ratio", "gradient_accumulation_steps"),
    *("max_grad_norm", "label_smoothing_factor", "fp16", "bf16", "seed", "optim", "lr_scheduler_type"),
    *("adam_beta1", "adam_beta2", "adam_epsilon", "gradient_checkpointing"),
)


def settings(fields: Mapping[str, Any], names: tuple[str, ...] = ()) -> Facts:
    """Yield the plain values among an object's fields; those that end in ``_`` were learnt."""
    seen = 0
    for name in names or list(fields):
        if name in fields and not name.endswith("_") and is_parameter(name, fields[name]):
            yield f".{name}", repr(fields[name])
            seen += 1
        if seen >= _MAX_FIELDS:
            return


def training_arguments(value: Any, _end: float) -> Facts:  # noqa: ANN401 (whatever the user holds)
    """Yield the arguments that make a training what it is; there are a hundred more."""
    yield from settings(fields_of(value), _TRAINING)


def trainer(value: Any, end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield the arguments of a ``transformers.Trainer``, which may have no name of their own."""
    for name, text in training_arguments(fields_of(value).get("args"), end):
        yield f".args{name}", text


def configuration(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield the settings of a model of transformers."""
    yield from settings(fields_of(value))


def lightning_module(value: Any, end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield what a module tells, and its hyperparameters."""
    yield from module(value, end)
    saved = fields_of(value).get("_hparams")
    if saved is not None and "builtins.dict" in kinds_of(type(saved)):
        yield from settings(dict(dict.items(saved)))


def lightning_trainer(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield epochs, accumulation and clipping."""
    fields = fields_of(value)
    loop = fields.get("fit_loop")
    if loop is not None:
        yield from settings(fields_of(loop), ("max_epochs",))
    yield from settings(fields, ("accumulate_grad_batches", "gradient_clip_val"))


def learner(value: Any, end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield what a fastai learner starts from: rates, optimizer, loss, model and data."""
    yield "", name_of(type(value))
    fields = fields_of(value)
    yield from settings(fields, ("lr", "wd", "moms", "wd_bn_bias"))
    function = fields.get("opt_func")
    function = function.func if type(function) is partial else function
    if type(function) is FunctionType:
        yield ".opt_func", function.__name__
    loss = fields_of(fields.get("loss_func")).get("func", fields.get("loss_func"))
    if kinds_of(type(loss))[0] != "builtins.NoneType":
        yield ".loss_func", loss.__name__ if type(loss) is FunctionType else name_of(type(loss))
    if "torch.nn.modules.module.Module" in kinds_of(type(fields.get("model"))):
        yield from ((f".model{name}", text) for name, text in module(fields["model"], end))
    yield from ((f".dls{name}", text) for name, text in data_loaders(fields.get("dls"), end))


def data_loaders(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield how fastai's data for training come: the first of its loaders."""
    loaders = items_of(fields_of(value).get("loaders"))
    yield from settings(fields_of(loaders[0]) if loaders else {}, ("bs", "shuffle", "num_workers"))
