"""A tracer or profiler of the user's is left as it is, and can tell the frames of the hooks by their file."""

from __future__ import annotations

import ast

import pytest
from builders import snapshot_of

OURS = "<frozen jupyterlab_journal."
TRACER = """
import sys
seen = []
def trace(frame, event, argument):
    if event == 'call':
        seen.append((frame.f_code.co_filename, frame.f_back.f_code.co_name if frame.f_back else ''))
sys.{set}(trace)
"""


@pytest.mark.parametrize("kind", ["trace", "profile"])
async def test_what_a_tracer_sees_of_the_hooks_bears_their_name_and_it_stays_on(kernel, watches, kind):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    await user.run(TRACER.format(set=f"set{kind}"))
    await user.run("x = 1")
    assert await user.run(f"sys.get{kind}() is trace") == "True"
    called = "{file for file, caller in seen if caller == 'trigger' and 'journal' in file}"
    files = ast.literal_eval(await user.run(f"sys.set{kind}(None); sorted({called})"))
    assert files == [f"{OURS}capture.cell_recorder>"]
    assert (await watches.cell_records(kernel_id))[-2].error is None


async def test_a_profiler_that_is_on_across_cells_goes_on(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    await user.run("import cProfile, pstats, sys\nprofiler = cProfile.Profile(); profiler.enable()")
    await user.run("def slow(): return sum(range(1000))\nx = slow()")
    names = await user.run("profiler.disable(); sorted({key[2] for key in pstats.Stats(profiler).stats})")
    assert "'slow'" in names


async def test_a_profiler_of_one_cell_sees_nothing_of_the_hooks(kernel, watches):
    kernel_id, user = kernel
    await snapshot_of(watches, kernel_id)
    await user.run("def slow(): return sum(range(1000))")
    text = await user.run("%prun -r slow()")
    assert "Stats" in text
    assert await user.run("any('jupyterlab_journal' in key[0] for key in _.stats)") == "False"
