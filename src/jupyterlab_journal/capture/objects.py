"""What the user's optimizers, loaders, models and configurations are set to.

Objects are known by the names of their classes and read from their own
dictionaries: no code of theirs runs, no property, no ``__getattr__``, no
``isinstance``, and nothing is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from time import perf_counter
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.anatomy import fields_of, kinds_of, name_of
from jupyterlab_journal.capture.parameters import is_parameter, is_scalar
from jupyterlab_journal.capture.torch_objects import dataloader, device, module, optimizer, scheduler

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

Facts = Iterator[tuple[str, str]]

LIMIT_S = 0.005
_MAX_FACTS = 300
_MAX_CHARACTERS = 8_000
_MAX_VALUE = 400
_MAX_ITEMS = 20  # of a container that may be a parameter
_MAX_FIELDS = 40
_MAX_DEPTH = 2
_TRAINING = (
    *("learning_rate", "per_device_train_batch_size", "per_device_eval_batch_size", "num_train_epochs"),
    *("max_steps", "weight_decay", "warmup_steps", "warmup_ratio", "gradient_accumulation_steps"),
    *("max_grad_norm", "label_smoothing_factor", "fp16", "bf16", "seed", "optim", "lr_scheduler_type"),
    *("adam_beta1", "adam_beta2", "adam_epsilon", "gradient_checkpointing"),
)


class ObjectsProbe:
    """Settings of objects by dotted name, and small containers by their own."""

    name = "objects"

    def read(self, context: Context) -> dict[str, str]:
        """Return at most 300 settings, read within 5 ms.

        The name alone stands for the class: ``optimizer`` is ``SGD``, and
        ``optimizer.lr`` is ``0.1``.
        """
        facts: dict[str, str] = {}
        room = _MAX_CHARACTERS
        end = perf_counter() + LIMIT_S
        for name, value in context.namespace.items():
            if type(name) is not str or name.startswith("_") or is_scalar(value):
                continue
            if room < 0 or len(facts) >= _MAX_FACTS or perf_counter() > end:
                break
            for suffix, text in _describe(name, value, end):
                if len(text) <= _MAX_VALUE:
                    facts[f"{name}{suffix}"] = text
                    room -= len(name) + len(suffix) + len(text)
        return facts


def _describe(name: str, value: Any, end: float) -> Facts:  # noqa: ANN401 (whatever the user holds)
    kind = type(value)
    if kind in _CONTAINERS:
        # Empty, it waits for results. A list of keys under the name of keys stays here.
        if value and is_parameter(name, "") and _is_small(value, 0):
            yield "", repr(value)
        return
    if kind is type:
        if kinds_of(value)[0].startswith("__main__."):
            yield from _settings(dict(vars(value)))
        return
    kinds = kinds_of(kind)
    for family, describe in _FAMILIES.items():
        if any(one == family or (family.endswith(".") and one.startswith(family)) for one in kinds):
            yield from describe(value, end)
            return
    if "__dataclass_fields__" in vars(kind) and type(kind) is type:
        yield from _settings(fields_of(value))


def _is_small(value: Any, depth: int) -> bool:  # noqa: ANN401 (as above)
    """Whether a container holds few plain values, and no string under a name that hides one."""
    if is_scalar(value):
        return True
    kind = type(value)
    if kind not in _CONTAINERS or len(value) > _MAX_ITEMS or depth > _MAX_DEPTH:
        return False
    if kind is not dict:
        return all(_is_small(item, depth + 1) for item in list(value))
    return all(
        type(key) is str and (is_parameter(key, item) or (not is_scalar(item) and _is_small(item, depth + 1)))
        for key, item in list(value.items())
    )


def _settings(fields: Mapping[str, Any], names: tuple[str, ...] = ()) -> Facts:
    """Yield the plain values among an object's fields; those that end in ``_`` were learnt."""
    seen = 0
    for name in names or list(fields):
        if name in fields and not name.endswith("_") and is_parameter(name, fields[name]):
            yield f".{name}", repr(fields[name])
            seen += 1
        if seen >= _MAX_FIELDS:
            return


def _estimator(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    yield "", name_of(type(value))
    yield from _settings(fields_of(value))


def _namespace(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    yield from _settings(fields_of(value))


def _training_arguments(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    yield from _settings(fields_of(value), _TRAINING)


def _lightning_module(value: Any, end: float) -> Facts:  # noqa: ANN401 (as above)
    yield from module(value, end)
    saved = fields_of(value).get("_hparams")
    if saved is not None and "builtins.dict" in kinds_of(type(saved)):
        yield from _settings(dict(dict.items(saved)))


def _lightning_trainer(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    fields = fields_of(value)
    loop = fields.get("fit_loop")
    if loop is not None:
        yield from _settings(fields_of(loop), ("max_epochs",))
    yield from _settings(fields, ("accumulate_grad_batches", "gradient_clip_val"))


def _learner(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    yield from _settings(fields_of(value), ("lr", "wd", "moms", "wd_bn_bias"))


_CONTAINERS = frozenset({list, dict, set, frozenset, tuple})
_FAMILIES: dict[str, Callable[[Any, float], Facts]] = {
    "torch.device": device,
    "torch.optim.optimizer.Optimizer": optimizer,
    "torch.optim.lr_scheduler.": scheduler,
    "torch.utils.data.dataloader.DataLoader": dataloader,
    "lightning.pytorch.core.module.LightningModule": _lightning_module,
    "pytorch_lightning.core.module.LightningModule": _lightning_module,
    "torch.nn.modules.module.Module": module,
    "lightning.pytorch.trainer.trainer.Trainer": _lightning_trainer,
    "pytorch_lightning.trainer.trainer.Trainer": _lightning_trainer,
    "transformers.training_args.TrainingArguments": _training_arguments,
    "fastai.learner.Learner": _learner,
    "sklearn.base.BaseEstimator": _estimator,
    "argparse.Namespace": _namespace,
    "types.SimpleNamespace": _namespace,
}
"""By class, the more special one first; a name that ends in a dot is a module."""
