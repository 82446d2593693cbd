"""What the user's optimizers, loaders, models and configurations are set to.

Objects are known by the names of their classes and read from their own
dictionaries: no code of theirs runs, no property, no ``__getattr__``, no
``isinstance``, and nothing is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.anatomy import fields_of, is_one_of, kinds_of, name_of
from jupyterlab_journal.capture.keras_objects import keras_model, keras_optimizer, keras_schedule
from jupyterlab_journal.capture.parameters import is_parameter, is_scalar, sent
from jupyterlab_journal.capture.torch_objects import dataloader, device, module, optimizer, scheduler
from jupyterlab_journal.capture.trainer_objects import (
    configuration,
    data_loaders,
    learner,
    lightning_module,
    lightning_trainer,
    settings,
    trainer,
    training_arguments,
)

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

Facts = Iterator[tuple[str, str]]

LIMIT_S = 0.005
_MAX_FACTS = 300
_MAX_CHARACTERS = 16_000  # in all, as sent: in one reply with the parameters, which must stay below 64 kB
_MAX_VALUE = 400
_MAX_ITEMS = 20  # of a container that may be a parameter
_MAX_DEPTH = 2
_CONFIGURING = ("config", "cfg", "setting", "param", "args", "option")  # in the name of a user's own class
_ESTIMATOR = "sklearn.base.BaseEstimator"


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
                    room -= sent(name) + sent(suffix) + sent(text)
                    if room < 0:
                        break
                    facts[f"{name}{suffix}"] = text
        return facts


def _describe(name: str, value: Any, end: float) -> Facts:  # noqa: ANN401 (whatever the user holds)
    kind = type(value)
    if is_one_of(kind, _CONTAINERS):
        # Empty, it waits for results. A list of keys under the name of keys stays here.
        if value and is_parameter(name, "") and _is_small(value, 0):
            yield "", repr(value)
        return
    if kind is type:
        if kinds_of(value)[0].startswith("__main__."):
            yield from settings(dict(vars(value)))
        return
    kinds = kinds_of(kind)
    for family, describe in _FAMILIES.items():
        if any(one == family or (family.endswith(".") and one.startswith(family)) for one in kinds):
            yield from describe(value, end)
            return
    own = kinds[0].startswith("__main__.") and any(word in kinds[0].lower() for word in _CONFIGURING)
    # A metaclass of the user's would be asked for the class's dictionary.
    if own or (type(kind) is type and "__dataclass_fields__" in vars(kind)):
        yield from settings(fields_of(value))


def _is_small(value: Any, depth: int) -> bool:  # noqa: ANN401 (as above)
    """Whether a container holds few plain values, and no string under a name that hides one."""
    if is_scalar(value):
        return True
    kind = type(value)
    if not is_one_of(kind, _CONTAINERS) or len(value) > _MAX_ITEMS or depth > _MAX_DEPTH:
        return False
    if kind is not dict:
        return all(_is_small(item, depth + 1) for item in list(value))
    return all(
        type(key) is str and (is_parameter(key, item) or (not is_scalar(item) and _is_small(item, depth + 1)))
        for key, item in list(value.items())
    )


def _estimator(value: Any, end: float, depth: int = 0) -> Facts:  # noqa: ANN401 (as above)
    """Yield class and settings of an estimator, and those of the estimators that it is made of."""
    yield "", name_of(type(value))
    fields = {name: field for name, field in fields_of(value).items() if not name.endswith("_")}
    yield from settings(fields)
    for name, field in fields.items():
        if is_one_of(type(field), _CONTAINERS) and type(field) is not tuple and field and _is_small(field, 0):
            yield f".{name}", repr(field)
        for inner, part in _parts(name, field) if depth < _MAX_DEPTH and perf_counter() < end else ():
            yield from ((f".{inner}{suffix}", text) for suffix, text in _estimator(part, end, depth + 1))


def _parts(name: str, value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (as above)
    """Yield the estimators in a field by name: the steps of a pipeline, what a search varies."""
    steps = value[:_MAX_ITEMS] if type(value) is list else []
    named = [step for step in steps if type(step) is tuple and len(step) > 1 and type(step[0]) is str]
    for inner, part in [(name, value), *((step[0], step[1]) for step in named)]:
        if _ESTIMATOR in kinds_of(type(part)):
            yield inner, part


def _namespace(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    yield from settings(fields_of(value))


_CONTAINERS = (list, dict, set, frozenset, tuple)
_FAMILIES: dict[str, Callable[[Any, float], Facts]] = {
    "torch.device": device,
    "torch.optim.optimizer.Optimizer": optimizer,
    "torch.optim.lr_scheduler.": scheduler,
    "torch.utils.data.dataloader.DataLoader": dataloader,
    "lightning.pytorch.core.module.LightningModule": lightning_module,
    "pytorch_lightning.core.module.LightningModule": lightning_module,
    "keras.src.models.model.Model": keras_model,
    "keras.src.optimizers.base_optimizer.BaseOptimizer": keras_optimizer,
    "keras.src.optimizers.schedules.learning_rate_schedule.LearningRateSchedule": keras_schedule,
    "torch.nn.modules.module.Module": module,
    "lightning.pytorch.trainer.trainer.Trainer": lightning_trainer,
    "pytorch_lightning.trainer.trainer.Trainer": lightning_trainer,
    "transformers.training_args.TrainingArguments": training_arguments,
    "transformers.trainer.Trainer": trainer,
    "transformers.configuration_utils.PreTrainedConfig": configuration,
    "transformers.configuration_utils.PretrainedConfig": configuration,
    "fastai.learner.Learner": learner,
    "fastai.data.core.DataLoaders": data_loaders,
    _ESTIMATOR: _estimator,
    "argparse.Namespace": _namespace,
    "types.SimpleNamespace": _namespace,
}
"""By class, the more special one first; a name that ends in a dot is a module."""
