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

from jupyterlab_journal.capture.loaded_modules import attributes
from jupyterlab_journal.capture.other_frameworks import tensorflow_seed
from jupyterlab_journal.capture.torch_facts import initialised

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jupyterlab_journal.capture.probe import Context

STATE_WORDS = 624  # of the Mersenne Twister
_MAX_NAMES = 5_000
_MAX_GENERATORS = 20
_MAX_STATES = 2  # of 3,300 characters each, among the user's variables
_MAX_NAME_CHARACTERS = 200
_UNKNOWN = {"value": None, "source": "unknown"}


class SeedsProbe:
    """Seeds of torch, numpy, TensorFlow and Python, and of generators among the user's variables.

    A seed that the generator itself remembers is given as ``value`` (a
    string: it may exceed what JSON numbers hold in a browser). Where only the
    state is known, its ``words`` go to the server, which can run the
    generator backwards without costing the kernel anything.
    """

    name = "seeds"

    def read(self, context: Context) -> dict[str, Any]:
        """Return one mapping per generator."""
        seeds: dict[str, Any] = {"python": _words_of_python(random)}
        get_state = attributes("numpy.random").get("get_state")
        if get_state is not None:
            seeds["numpy"] = _words_of_numpy(
                get_state(legacy=False)
            )  # the legacy form warns about other kinds
        seeds.update(_torch())
        readable, seed = tensorflow_seed()
        if readable:
            seeds["tensorflow"] = dict(_UNKNOWN) if seed is None else _remembered(seed)
        seeds.update(_generators(context))
        return seeds


def _remembered(seed: object) -> dict[str, Any]:
    return {"value": str(seed), "source": "state", "confidence": "certain"}


def _torch() -> dict[str, Any]:
    """Return the seeds of torch's own generators; those of GPUs exist once CUDA runs."""
    initial_seed = attributes("torch").get("initial_seed")
    if initial_seed is None:
        return {}
    seeds = {"torch": _remembered(initial_seed())}
    if initialised():
        for index, generator in enumerate(attributes("torch.cuda").get("default_generators", ())):
            seeds[f"cuda:{index}"] = _remembered(generator.initial_seed())
    return seeds


def _words_of_python(generator: Any) -> dict[str, Any]:  # noqa: ANN401 (the module or one of its generators)
    state = generator.getstate()[1]  # one call into C, so another thread cannot change it half-way
    return {**_UNKNOWN, "words": _encode(struct.pack(f"<{STATE_WORDS}I", *state[:-1]))}


def _words_of_numpy(state: dict[str, Any]) -> dict[str, Any]:
    if state["bit_generator"] != "MT19937":
        return dict(_UNKNOWN)
    return {**_UNKNOWN, "words": _encode(state["state"]["key"].astype("<u4").tobytes())}


def _generators(context: Context) -> dict[str, Any]:
    """Read the generators that the user holds in variables; at most two whose states must travel."""
    seeds: dict[str, Any] = {}
    states = 0
    for name, fact in _each_generator(context):
        states += "words" in fact
        seeds[name] = fact if "words" not in fact or states <= _MAX_STATES else dict(_UNKNOWN)
        if len(seeds) >= _MAX_GENERATORS:
            break
    return seeds


def _each_generator(context: Context) -> Iterator[tuple[str, dict[str, Any]]]:
    numpy_random = attributes("numpy.random")
    numpy_kind, legacy_kind = numpy_random.get("Generator"), numpy_random.get("RandomState")
    torch_kind = attributes("torch").get("Generator")
    for name, value in islice(context.namespace.items(), _MAX_NAMES):
        if type(name) is not str or len(name) > _MAX_NAME_CHARACTERS:
            continue
        kind = type(value)  # never isinstance: it asks the object, which may be a lazy proxy
        if kind is torch_kind:
            yield f"torch:{name}", _remembered(value.initial_seed())
        elif kind is numpy_kind:
            entropy = getattr(value.bit_generator.seed_seq, "entropy", None)
            yield f"numpy:{name}", dict(_UNKNOWN) if entropy is None else _remembered(entropy)
        elif kind is legacy_kind:
            yield f"numpy:{name}", _words_of_numpy(value.get_state(legacy=False))
        elif kind is random.Random:
            yield f"python:{name}", _words_of_python(value)


def _encode(words: bytes) -> str:
    return binascii.b2a_base64(words, newline=False).decode("ascii")
