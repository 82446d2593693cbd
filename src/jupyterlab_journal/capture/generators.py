"""Which random generators a cell used: their states, compared with how they were before.

Nothing is drawn: a state is only looked at, and only a hash of it is kept.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.loaded_modules import attributes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jupyterlab_journal.capture.user_variables import Variables

_MAX_GENERATORS = 20
_MAX_NAME_CHARACTERS = 200


class Generators:
    """Remembers each generator's seed and the hash of its state."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str | None, int]] = {}

    def since_last(self, variables: Variables) -> dict[str, dict[str, str]]:
        """Return, by generator, what happened to it; those at rest are left out.

        ``how`` is ``new`` (not seen before, so what was done with it in this
        cell is not known), ``seeded`` (it remembers another seed) or ``used``
        (its state moved: drawn from, or set again to a seed it does not
        remember). ``seed`` is there when the generator remembers it.
        """
        happened: dict[str, dict[str, str]] = {}
        states = dict(_states(variables))
        for name, (seed, state) in states.items():
            before = self._known.get(name)
            if before == (seed, state):
                continue
            how = "new" if before is None else "used" if before[0] == seed else "seeded"
            happened[name] = {"how": how} if seed is None else {"how": how, "seed": seed}
        self._known = states
        return happened


def _states(variables: Variables) -> Iterator[tuple[str, tuple[str | None, int]]]:
    yield "python", (None, hash(random.getstate()))
    get_state = attributes("numpy.random").get("get_state")
    if get_state is not None:
        # The legacy form warns when the user has set another generator.
        yield "numpy", (None, _digest(get_state(legacy=False)))
    torch = attributes("torch._C").get("default_generator")
    if torch is not None:
        yield "torch", _torch(torch)
    if attributes("torch.cuda").get("_initialized") is True:
        for index, generator in enumerate(attributes("torch.cuda").get("default_generators", ())):
            yield f"cuda:{index}", _torch(generator)
    yield from _held(variables)


def _held(variables: Variables) -> Iterator[tuple[str, tuple[str | None, int]]]:
    """Read the generators that the user holds in variables."""
    torch_kind = attributes("torch").get("Generator")
    numpy_kind = attributes("numpy.random").get("Generator")
    # Never isinstance: it asks the object, which may be a lazy proxy.
    kinds = [id(kind) for kind in (torch_kind, numpy_kind) if kind is not None]
    found = 0
    for name, value in zip(*variables.of(kinds), strict=True) if kinds else ():
        if len(name) > _MAX_NAME_CHARACTERS or name.startswith("_"):
            continue
        is_torch = type(value) is torch_kind
        yield (f"torch:{name}", _torch(value)) if is_torch else (f"numpy:{name}", _numpy(value))
        found += 1
        if found >= _MAX_GENERATORS:
            return


def _numpy(generator: Any) -> tuple[str | None, int]:  # noqa: ANN401 (no numpy here)
    entropy = getattr(generator.bit_generator.seed_seq, "entropy", None)
    return None if entropy is None else str(entropy), _digest(generator.bit_generator.state)


def _torch(generator: Any) -> tuple[str, int]:  # noqa: ANN401 (no torch here)
    """Read seed and state; a mode that the user has switched on for torch's functions must not see it."""
    with attributes("torch._C")["DisableTorchFunction"]():
        state = generator.get_state()
        # Without numpy loaded, .numpy() would load it.
        octets = state.numpy().tobytes() if "numpy" in sys.modules else bytes(state.tolist())
    return str(generator.initial_seed()), hash(octets)


def _digest(state: Mapping[str, Any]) -> int:
    """Hash what numpy gives as a state: numbers and arrays in nested dictionaries."""
    parts: list[object] = []
    for name, value in state.items():
        if isinstance(value, dict):
            parts.append(_digest(value))
        else:
            parts.append((name, value.tobytes() if hasattr(value, "tobytes") else value))
    return hash(tuple(parts))
