"""Seeds as facts: what a kernel remembered, and what its generators' states give away.

Runs on the server, in a worker thread: going back 100 blocks takes 20 ms.
"""

from __future__ import annotations

import binascii
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.facts.mersenne import WORDS, numpy_seed, python_seed

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEARCHES = {"python": python_seed, "numpy": numpy_seed}


def seed_facts(read: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Replace each state by the seed it came from, where that can be found.

    Parameters
    ----------
    read : mapping
        By generator, what ``SeedsProbe`` read: a remembered ``value``, or
        the ``words`` of a Mersenne Twister.

    Returns
    -------
    dict
        By generator: ``value`` (decimal string or None), ``source`` and,
        where a value is known, ``confidence``.
    """
    return {
        generator: _from_state(generator, fact["words"]) if "words" in fact else dict(fact)
        for generator, fact in read.items()
    }


def _from_state(generator: str, words: str) -> dict[str, Any]:
    kind = generator.partition(":")[0]  # numpy:<name of a variable>
    seed = _find_seed(kind, words) if kind in _SEARCHES else None
    if seed is None:
        return {"value": None, "source": "unknown"}
    # All 19,937 bits of the state agree with this seed; none of another seed do.
    return {"value": str(seed), "source": "recovered", "confidence": "certain"}


@lru_cache(maxsize=256)
def _find_seed(generator: str, encoded: str) -> int | None:
    """Search once per state: an idle kernel shows the same one at each capture."""
    try:
        state = struct.unpack(f"<{WORDS}I", binascii.a2b_base64(encoded))
    except (ValueError, struct.error):  # the kernel's text is not to be trusted
        return None
    return _SEARCHES[generator](state)
