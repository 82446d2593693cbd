"""Seeds recovered from the state of real generators."""

from __future__ import annotations

import random

import numpy
import pytest

from jupyterlab_journal.capture.probe import Context
from jupyterlab_journal.capture.seeds import SeedsProbe
from jupyterlab_journal.facts.mersenne import linear_seeding, numpy_seed, python_seed, untwist
from jupyterlab_journal.facts.seed_recovery import seed_facts

SEEDS = [0, 1, 7, 42, 2**31, 2**32 - 1]
DRAWN = [0, 1, 311, 312, 313, 1000, 30_000]  # doubles, two words each: on both sides of a block's end


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("drawn", DRAWN)
def test_python_seed_is_found(seed, drawn):
    generator = random.Random(seed)
    for _ in range(drawn):
        generator.random()
    assert python_seed(generator.getstate()[1][:-1]) == seed


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("drawn", DRAWN)
def test_numpy_seed_is_found(seed, drawn):
    generator = numpy.random.RandomState(seed)
    generator.random_sample(drawn)
    assert numpy_seed(generator.get_state()[1].tolist()) == seed


@pytest.mark.parametrize("seed", [None, "a text", 2**32, 2**70])
def test_other_seedings_of_python_are_not_guessed(seed):
    assert python_seed(random.Random(seed).getstate()[1][:-1], max_blocks=5) is None


@pytest.mark.parametrize("seed", [None, [1, 2, 3]])
def test_other_seedings_of_numpy_are_not_guessed(seed):
    assert numpy_seed(numpy.random.RandomState(seed).get_state()[1].tolist(), max_blocks=5) is None


def test_search_ends_at_its_limit():
    generator = random.Random(42)
    generator.getrandbits(32 * 624 * 4)
    words = generator.getstate()[1][:-1]
    assert python_seed(words, max_blocks=2) is None
    assert python_seed(words, max_blocks=5) == 42


def test_untwisting_gives_the_block_before():
    generator = random.Random(5)
    generator.getrandbits(32 * 624 * 2)
    before = list(generator.getstate()[1][:-1])
    generator.getrandbits(32 * 624)
    assert untwist(generator.getstate()[1][:-1]) == before


def test_linear_seeding_is_numpys():
    assert linear_seeding(42) == numpy.random.RandomState(42).get_state()[1].tolist()


def test_state_read_by_the_probe_gives_the_seed():
    state, numpy_state = random.getstate(), numpy.random.get_state()
    try:
        random.seed(11)
        numpy.random.seed(12)
        random.random(), numpy.random.random(1000)
        facts = seed_facts(SeedsProbe().read(Context(namespace={})))
    finally:
        random.setstate(state)
        numpy.random.set_state(numpy_state)
    assert facts["python"] == {"value": "11", "source": "recovered", "confidence": "certain"}
    assert facts["numpy"] == {"value": "12", "source": "recovered", "confidence": "certain"}


@pytest.mark.parametrize("words", ["", "AAAA", "not base64!", "é"])
def test_state_that_is_none_is_unknown(words):
    assert seed_facts({"python": {"words": words}}) == {"python": {"value": None, "source": "unknown"}}


def test_state_of_an_unknown_generator_is_unknown():
    assert seed_facts({"R": {"words": "AAAA"}}) == {"R": {"value": None, "source": "unknown"}}
