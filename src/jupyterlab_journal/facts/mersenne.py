"""The Mersenne Twister run backwards: from a generator's state to its seed.

The twist that makes 624 new words out of the last 624 can be undone, so the
state right after seeding is found block by block. Whether a state is a fresh
seeding is decided by inverting the seeding itself on a few words, and proved
by seeding again and comparing all of them.

References
----------
.. [1] M. Matsumoto, T. Nishimura, "Mersenne Twister: a 623-dimensionally
   equidistributed uniform pseudo-random number generator", ACM TOMACS 8(1), 1998.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

WORDS = 624
MAX_BLOCKS = 100  # about 62,000 words back, 20 ms
_SHIFT = 397
_MATRIX = 0x9908B0DF
_UPPER, _LOWER, _MASK = 0x80000000, 0x7FFFFFFF, 0xFFFFFFFF
_KNUTH = 1812433253  # multiplier of the linear seeding
_KNUTH_INVERSE = pow(_KNUTH, -1, 1 << 32)
_FIRST_PASS, _SECOND_PASS = 1664525, 1566083941  # multipliers of the seeding by an array
_ARRAY_SEED = 19650218

SeedOf = Callable[[Sequence[int]], "int | None"]
Seeding = Callable[[int], Sequence[int]]


def python_seed(words: Sequence[int], *, max_blocks: int = MAX_BLOCKS) -> int | None:
    """Return the seed below 2**32 that ``random.seed`` got, or None when none is found.

    Parameters
    ----------
    words : sequence of int, shape (624,)
        ``random.getstate()[1][:-1]``.
    max_blocks : int
        Blocks of 624 words to go back.

    Examples
    --------
    >>> generator = random.Random(42)
    >>> _ = [generator.random() for _ in range(1000)]
    >>> python_seed(generator.getstate()[1][:-1])
    42
    """
    return _search(words, _array_seed, _array_seeding, max_blocks)


def numpy_seed(words: Sequence[int], *, max_blocks: int = MAX_BLOCKS) -> int | None:
    """Return the integer that ``numpy.random.seed`` got, or None when none is found.

    Parameters
    ----------
    words : sequence of int, shape (624,)
        The ``key`` of ``numpy.random.get_state()``.
    max_blocks : int
        Blocks of 624 words to go back.
    """
    return _search(words, _linear_seed, linear_seeding, max_blocks)


def linear_seeding(seed: int) -> list[int]:
    """Return the state that Knuth's linear generator fills, as numpy's legacy seeding does."""
    words = [seed & _MASK]
    for index in range(1, WORDS):
        words.append((_KNUTH * _mixed(words[-1]) + index) & _MASK)
    return words


def untwist(words: Sequence[int]) -> list[int]:
    """Return the state one block earlier.

    Of a freshly seeded state only the highest bit of word 0 comes back: the
    generator never uses the others.

    Parameters
    ----------
    words : sequence of int
        The 624 words of a state.
    """
    old = list(words)
    for index in range(WORDS - 1, -1, -1):
        # Each new word shows the top bit of its own place and the lower bits of the next.
        upper = _undo(old[index] ^ old[(index + _SHIFT) % WORDS])
        lower = _undo(old[index - 1] ^ old[(index + _SHIFT - 1) % WORDS])
        old[index] = (upper & _UPPER) | (lower & _LOWER)
    return old


def _search(words: Sequence[int], seed_of: SeedOf, seeding: Seeding, max_blocks: int) -> int | None:
    state = list(words)
    for _ in range(max_blocks + 1):
        seed = seed_of(state)
        if seed is not None and _same(state, seeding(seed)):
            return seed
        state = untwist(state)
    return None


def _same(state: Sequence[int], seeded: Sequence[int]) -> bool:
    return state[0] >> 31 == seeded[0] >> 31 and list(state[1:]) == list(seeded[1:])


def _undo(word: int) -> int:
    """Undo the twist's last step: the multiplication by its matrix."""
    if word & _UPPER:
        return (((word ^ _MATRIX) << 1) | 1) & _MASK
    return (word << 1) & _MASK


def _mixed(word: int) -> int:
    return word ^ (word >> 30)


def _linear_seed(state: Sequence[int]) -> int | None:
    """Invert the linear seeding at word 1; None when word 2 contradicts it."""
    if state[2] != (_KNUTH * _mixed(state[1]) + 2) & _MASK:
        return None
    mixed = ((state[1] - 1) * _KNUTH_INVERSE) & _MASK
    return mixed ^ (mixed >> 30)


def _array_seeding(seed: int) -> Sequence[int]:
    words: Sequence[int] = random.Random(seed).getstate()[1][:-1]  # noqa: S311 (nothing is drawn)
    return words


def _array_seed(state: Sequence[int]) -> int | None:
    """Invert the seeding by an array of one word at word 3; None when word 4 contradicts it."""
    first_pass = {1: _undo_second_pass(state[1], state[WORDS - 1], 1)}
    first_pass[2] = _undo_second_pass(state[2], first_pass[1], 2)
    for index in (3, 4):
        first_pass[index] = _undo_second_pass(state[index], state[index - 1], index)
    seed, check = (
        (first_pass[index] - (_ARRAY_START[index] ^ (_mixed(first_pass[index - 1]) * _FIRST_PASS))) & _MASK
        for index in (3, 4)
    )
    return seed if seed == check else None


def _undo_second_pass(word: int, before: int, index: int) -> int:
    return ((word + index) ^ (_mixed(before) * _SECOND_PASS)) & _MASK


_ARRAY_START = linear_seeding(_ARRAY_SEED)
