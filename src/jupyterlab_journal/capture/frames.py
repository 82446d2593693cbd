"""The tensors in the frames of the last exception, by name, shape, type and device."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.cell_exception import failure
from jupyterlab_journal.capture.probe import Absent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jupyterlab_journal.capture.probe import Context

_MAX_FRAMES = 5_000  # of a traceback; Python's own limit of recursion is 1,000
_MAX_NAMES = 200  # looked at in one frame
_MAX_VARIABLES = 12  # told of one frame
_MAX_DIMENSIONS = 16
_MAX_CHARACTERS = 60
_INSTALLED = ("site-packages", "dist-packages", "/lib/python", "\\lib\\", "<frozen ", "<jupyterlab_journal")
_MODULE = ("torch.nn.modules.module", "Module")
# Only objects of exactly these types are asked: a class derived from one may run code of the user's.
_ARRAYS = frozenset(
    (
        ("torch", "Tensor"),
        ("torch.nn.parameter", "Parameter"),
        ("torch.nn.parameter", "Buffer"),
        ("numpy", "ndarray"),
        ("jaxlib._jax", "ArrayImpl"),
        ("jaxlib.xla_extension", "ArrayImpl"),
        ("tensorflow.python.framework.ops", "EagerTensor"),
        ("pandas", "DataFrame"),
        ("pandas", "Series"),
        ("pandas.core.frame", "DataFrame"),
        ("pandas.core.series", "Series"),
    )
)


class FramesProbe:
    """The user's innermost frame and the one that raised, of the exception that ended a cell last."""

    name = "frames"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (every probe is given one)
        """Return the exception and its frames with their tensors; no value is read, nothing copied."""
        error = getattr(sys, "last_exc", None) or getattr(sys, "last_value", None)
        if not isinstance(error, BaseException):
            raise Absent("no cell has failed")
        return {"error": failure(error), "frames": [_facts(*found) for found in _chosen(error)]}


def _chosen(error: BaseException) -> list[tuple[Any, int]]:
    """Return frame and line of the user's innermost frame and of the last one; one when they are the same."""
    last = users = None
    step: Any = error.__traceback__
    for _ in range(_MAX_FRAMES):
        if step is None:
            break
        last = step
        if not any(part in step.tb_frame.f_code.co_filename for part in _INSTALLED):
            users = step
        step = step.tb_next
    chosen = [users] if last is users else [users, last]
    return [(found.tb_frame, found.tb_lineno) for found in chosen if found is not None]


def _facts(frame: Any, line: int) -> dict[str, Any]:  # noqa: ANN401 (a frame has no public type here)
    code = frame.f_code
    variables: list[dict[str, Any]] = []
    for name, value in _variables(frame):
        facts = _array(value)
        if facts is not None:
            variables.append({"name": name[:_MAX_CHARACTERS], **facts})
        if len(variables) == _MAX_VARIABLES:
            break
    function = "" if code.co_name == "<module>" else getattr(code, "co_qualname", code.co_name)
    return {"function": function[:_MAX_CHARACTERS], "line": line, "variables": variables}


def _variables(frame: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (as above)
    """Yield the variables of a function, or those that the code of a cell names, and weights of layers."""
    code = frame.f_code
    top = code.co_name == "<module>"
    names = code.co_names if top else (*code.co_varnames, *code.co_cellvars, *code.co_freevars)
    found = frame.f_globals if top else frame.f_locals
    for name in names[:_MAX_NAMES]:
        if name in found:
            value = found[name]
            yield name, value
            for part, weight in _weights(value):
                yield f"{name}.{part}", weight


def _weights(value: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 (whatever the user holds)
    """Return the weights that a layer of torch's own holds itself."""
    kind = type(value)
    if not any((base.__module__, base.__qualname__) == _MODULE for base in kind.__mro__):
        return []
    weights = object.__getattribute__(value, "__dict__").get("_parameters")
    return [item for item in weights.items() if type(item[0]) is str] if type(weights) is dict else []


def _array(value: Any) -> dict[str, Any] | None:  # noqa: ANN401 (as above)
    kind = type(value)
    if (kind.__module__, kind.__qualname__) not in _ARRAYS:
        return None
    shape = [int(size) for size in value.shape[:_MAX_DIMENSIONS]]
    if kind.__module__.startswith("pandas"):  # its attributes may be columns
        return {"type": kind.__qualname__, "shape": shape, "dtype": None, "device": None}
    dtype, device = getattr(value, "dtype", None), getattr(value, "device", None)
    return {
        "type": kind.__qualname__,
        "shape": shape,
        "dtype": None if dtype is None else str(dtype).rpartition(".")[2][:_MAX_CHARACTERS],
        "device": None if device is None or callable(device) else str(device)[:_MAX_CHARACTERS],
    }
