"""How long a kernel is waited for."""

from __future__ import annotations

import asyncio
import time

import pytest

from jupyterlab_journal.errors import KernelSilent
from jupyterlab_journal.watch import patience
from jupyterlab_journal.watch.patience import Patience, one_limit

LIMIT_S = 0.4


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setattr(patience, "LIMIT_S", LIMIT_S)


async def ask(kernel, answer_after_s=None):
    """Ask a kernel that answers after a while, or never; as a line to a kernel does."""
    with kernel.question() as left:
        if answer_after_s is None or answer_after_s > left:
            await asyncio.sleep(left)
            raise TimeoutError
        await asyncio.sleep(answer_after_s)
        kernel.heard()


async def ends(*questions):
    begun = time.monotonic()
    errors = await asyncio.gather(*questions, return_exceptions=True)
    return [type(error) for error in errors], time.monotonic() - begun


async def test_silence_is_waited_for_once_by_everybody():
    kernel = Patience()
    kinds, waited = await ends(*(ask(kernel) for _ in range(20)))
    assert kinds == [KernelSilent] * 20
    assert LIMIT_S * 0.8 < waited < 2 * LIMIT_S
    kinds, waited = await ends(*(ask(kernel, 0) for _ in range(20)))
    assert kinds == [KernelSilent] * 20
    assert waited < LIMIT_S / 4


async def test_who_asks_later_waits_no_longer_than_the_first():
    kernel = Patience()
    first = asyncio.ensure_future(ends(ask(kernel)))
    await asyncio.sleep(LIMIT_S / 2)
    kinds, waited = await ends(ask(kernel))
    assert kinds == [KernelSilent]
    assert waited < LIMIT_S * 0.8
    assert (await first)[0] == [KernelSilent]


async def test_a_kernel_that_was_heard_is_asked_again():
    kernel = Patience()
    await ends(ask(kernel))
    assert kernel.silent
    kernel.heard()
    assert not kernel.silent
    assert (await ends(ask(kernel, 0.01)))[0] == [type(None)]
    await asyncio.sleep(1.5 * LIMIT_S)  # in which nobody asks: that is no silence
    assert (await ends(ask(kernel, 0.01)))[0] == [type(None)]


async def test_questions_of_one_entry_share_a_limit_also_with_a_kernel_that_is_only_slow():
    kernel = Patience()

    async def entry():
        with one_limit():
            return [await ends(ask(kernel, LIMIT_S * 0.6)) for _ in range(4)]

    begun = time.monotonic()
    answers = [kinds[0] for kinds, _ in await entry()]
    assert answers == [type(None), TimeoutError, TimeoutError, TimeoutError]
    assert time.monotonic() - begun < 2 * LIMIT_S
    assert not kernel.silent  # it has answered: there was just no time for more
    kernel.heard()
    assert (await entry())[0][0] == [type(None)]


async def test_a_question_that_was_cancelled_says_nothing_of_the_kernel():
    kernel = Patience()
    asking = asyncio.ensure_future(ask(kernel, LIMIT_S * 0.9))
    await asyncio.sleep(0.01)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    await asyncio.sleep(1.5 * LIMIT_S)
    assert (await ends(ask(kernel, 0.01)))[0] == [type(None)]
