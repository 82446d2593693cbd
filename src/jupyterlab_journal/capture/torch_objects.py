"""What PyTorch's objects are set to; nothing here runs a kernel, draws a number or waits for a device."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

from jupyterlab_journal.capture.anatomy import entries_of, fields_of, is_one_of, kinds_of, name_of
from jupyterlab_journal.capture.layers import Layers
from jupyterlab_journal.capture.parameters import is_scalar

Facts = Iterator[tuple[str, str]]

_MAX_GROUPS = 8
_ENGINE = frozenset(("params", "initial_lr", "foreach", "capturable", "differentiable", "fused", "maximize"))
_SCHEDULE = (
    *("step_size", "gamma", "milestones", "T_max", "T_0", "T_mult", "eta_min", "factor", "patience", "mode"),
    *("threshold", "cooldown", "total_steps", "total_iters", "power", "start_factor", "end_factor"),
)
TENSORS = frozenset(("torch.nn.parameter.Parameter", "torch.Tensor"))
_DROPOUT = "torch.nn.modules.dropout._DropoutNd"


def device(value: Any, _end: float) -> Facts:  # noqa: ANN401 (whatever the user holds)
    """Yield the name of a ``torch.device``."""
    yield "", str(value)


def optimizer(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield the class and the settings of its groups; the rate is the one that a scheduler started from."""
    yield "", name_of(type(value))
    groups = fields_of(value).get("param_groups")
    if type(groups) is not list or not groups or not all(type(group) is dict for group in groups):
        return
    for name in [name for name in groups[0] if name not in _ENGINE]:
        texts = [_setting(dict(group), name) for group in groups[:_MAX_GROUPS]]
        if len(set(texts)) == 1:
            if texts[0] is not None:
                yield f".{name}", texts[0]
            continue
        for index, text in enumerate(texts):
            if text is not None:
                yield f".group{index}.{name}", text


def _setting(group: dict[str, Any], name: str) -> str | None:
    value = group.get("initial_lr", group.get("lr")) if name == "lr" else group.get(name)
    plain = is_scalar(value) or (type(value) is tuple and len(value) <= 4 and all(map(is_scalar, value)))
    return repr(value) if plain else None


def scheduler(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield the class and what it was set to, not how far it has come."""
    yield "", name_of(type(value))
    fields = fields_of(value)
    for name in _SCHEDULE:
        if name in fields and is_scalar(fields[name]):
            yield f".{name}", repr(fields[name])


def dataloader(value: Any, _end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield batch size, workers, sampler and seed."""
    fields = fields_of(value)
    for name in ("batch_size", "num_workers", "drop_last", "pin_memory"):
        if name in fields and is_scalar(fields[name]):
            yield f".{name}", repr(fields[name])
    if fields.get("sampler") is not None:
        yield ".sampler", name_of(type(fields["sampler"]))
    generator = fields.get("generator")
    if generator is not None and kinds_of(type(generator))[0] in {"torch._C.Generator", "torch.Generator"}:
        yield ".generator", repr(generator.initial_seed())


def module(value: Any, end: float) -> Facts:  # noqa: ANN401 (as above)
    """Yield class, layers, parameter count, device and dropout; without parameters, the settings."""
    yield "", name_of(type(value))
    fields = fields_of(value)
    if not entries_of(fields.get("_modules")) and not entries_of(fields.get("_parameters")):
        for name, field in fields.items():
            if name != "training" and not name.startswith("_") and is_scalar(field) and field is not None:
                yield f".{name}", repr(field)
        return
    layers = _layers_of(value, end)
    if layers is not None:
        yield from layers.facts()


def _layers_of(root: Any, end: float) -> Layers | None:  # noqa: ANN401 (as above)
    """Return layers, parameters and devices of a module; None when time ran out.

    Shared modules and parameters count once; their number is unknown when one
    has no size yet, or is of a class that may run code when it is asked.
    """
    found = Layers(total=0)
    seen: set[int] = set()
    open_modules = [root]
    while open_modules:
        if perf_counter() > end:
            return None
        one = open_modules.pop()
        if id(one) in seen or one is None:
            continue
        seen.add(id(one))
        fields = fields_of(one)
        children = list(entries_of(fields.get("_modules")).values())
        open_modules += reversed(children)
        if not children:
            found.note(name_of(type(one)))
        if is_one_of(type(fields.get("p")), (int, float)) and _DROPOUT in kinds_of(type(one)):
            found.note_dropout(fields["p"])
        for tensor in entries_of(fields.get("_parameters")).values():
            if tensor is None or id(tensor) in seen:
                continue
            seen.add(id(tensor))
            if kinds_of(type(tensor))[0] in TENSORS:
                found.add(tensor.numel())
                found.places.add(str(tensor.device))
            else:
                found.add(None)
    return found
