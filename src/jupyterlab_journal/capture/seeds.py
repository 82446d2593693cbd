"""Random generators: their seeds, or the state from which a seed can be recovered.

Nothing is drawn and no generator's lock is taken: this runs beside the user's
code, and a probe that waits would stop it.
"""

from __future__ import annotations

import binascii
import random
import struct
from itertools import islice
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.frameworks import attributes

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

STATE_WORDS = 624  # of the Mersenne Twister
_MAX_NAMES = 5_000
_MAX_GENERATORS = 20
_MAX_NAME_CHARACTERS = 200


class SeedsProbe:
    """Seeds of torch, numpy and Python, and of generators among the user's variables.

    A seed that the generator itself remembers is given as ``value`` (a
    string: it may exceed what JSON numbers hold in a browser). Where only the
    state is known, its ``words`` go to the server, which can run the
    generator backwards without costing the kernel anything.
    """

    name = "seeds"

    def read(self, context: Context) -> dict[str, Any]:
        """Return one mapping per generator."""
        seeds: dict[str, Any] = {"python": _python()}
        numpy = _numpy()
        if numpy is not None:
            seeds["numpy"] = numpy
        initial_seed = attributes("torch").get("initial_seed")
        if initial_seed is not None:
            seeds["torch"] = _remembered(initial_seed())
        seeds.update(_generators(context))
        return seeds


def _remembered(seed: object) -> dict[str, Any]:
    return {"value": str(seed), "source": "state", "confidence": "certain"}


def _python() -> dict[str, Any]:
    state = random.getstate()[1]  # one call into C, so another thread cannot change it half-way
    return {"words": _encode(struct.pack(f"<{STATE_WORDS}I", *state[:-1]))}


def _numpy() -> dict[str, Any] | None:
    get_state = attributes("numpy.random").get("get_state")
    if get_state is None:
        return None
    state = get_state(legacy=False)  # the legacy form warns when the user has set another generator
    if state["bit_generator"] != "MT19937":
        return {"value": None, "source": "unknown"}
    return {"words": _encode(state["state"]["key"].astype("<u4").tobytes())}


def _generators(context: Context) -> dict[str, Any]:
    """Read the generators that the user holds in variables; numpy and torch remember their seeds."""
    numpy_kind = attributes("numpy.random").get("Generator")
    torch_kind = attributes("torch").get("Generator")
    seeds: dict[str, Any] = {}
    for name, value in islice(context.namespace.items(), _MAX_NAMES):
        if type(name) is not str or len(name) > _MAX_NAME_CHARACTERS:
            continue
        kind = type(value)  # never isinstance: it asks the object, which may be a lazy proxy
        if kind is torch_kind:
            seeds[f"torch:{name}"] = _remembered(value.initial_seed())
        elif kind is numpy_kind:
            entropy = getattr(value.bit_generator.seed_seq, "entropy", None)
            seeds[f"numpy:{name}"] = (
                {"value": None, "source": "unknown"} if entropy is None else _remembered(entropy)
            )
        if len(seeds) >= _MAX_GENERATORS:
            break
    return seeds


def _encode(words: bytes) -> str:
    return binascii.b2a_base64(words, newline=False).decode("ascii")
