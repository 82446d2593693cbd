"""The code that ran last, on real kernels."""

from __future__ import annotations

import pytest

from jupyterlab_journal.errors import KernelUnavailable
from jupyterlab_journal.watch.earlier_runs import read_ran_code
from jupyterlab_journal.watch.planting_program import RAN, RAN_MIME


async def ran(kernel, watches):
    """Return the codes without those of the tests' own looking."""
    kernel_id, _ = kernel
    return [code for code in (await watches.ran_code(kernel_id)).codes if RAN not in code]


async def test_each_code_is_told_once_the_newest_first_of_cells_with_and_without_an_id(kernel, watches):
    _, user = kernel
    await watches.parameters(kernel[0])  # planted
    for code, cell in (("lr = 1e-3", "a"), ("x = 1", None), ("lr = 1e-4", "a"), ("x = 1", "b"), ("   ", "c")):
        await user.replies([user.queue(code, cell)])
    assert await ran(kernel, watches) == ["x = 1", "lr = 1e-4", "lr = 1e-3"]
    await user.run("get_ipython().run_line_magic('reset', '-f in')")
    assert "x = 1" in await ran(kernel, watches)


async def test_the_answer_keeps_below_the_size_at_which_a_reply_starts_a_thread(kernel, watches):
    _, user = kernel
    await watches.parameters(kernel[0])
    for number in range(12):
        await user.replies([user.queue(f"x = {number}\n" + '#"\\学' * 500, "a")])
    size = await user.run(f"len(__import__('json').dumps({RAN}._repr_mimebundle_()))")
    assert 8_000 < int(size["text/plain"] if isinstance(size, dict) else size) < 60_000
    assert (await ran(kernel, watches))[0].startswith("x = 11\n")


@pytest.mark.parametrize("text", ["[1]", "", "{", '{"code": 3}', "null"])
def test_an_answer_that_is_not_the_keepers_is_refused(text):
    with pytest.raises(KernelUnavailable):
        read_ran_code({RAN_MIME: text})


async def test_another_object_under_the_keepers_name_is_gone_with_its_cell(kernel, watches):
    _, user = kernel
    await watches.parameters(kernel[0])
    liar = f"class Liar:\n    def _repr_mimebundle_(self, **_): return {{'{RAN_MIME}': '[1]'}}\n"
    code = f"{liar}import builtins; builtins.{RAN} = Liar()"
    await user.run(code)
    assert (await watches.ran_code(kernel[0])).codes == (code,)


async def test_versions_of_cells_are_told_with_the_prompt_at_which_they_first_ran(kernel, watches):
    kernel_id, user = kernel
    await watches.parameters(kernel_id)
    for code, cell in (("lr = 1", "a"), ("x = 1", "b"), ("lr = 2", "a"), ("lr = 2", "a"), ("lr = 1", "a")):
        await user.replies([user.queue(code, cell)])
    versions = (await watches.ran_code(kernel_id)).versions
    assert [(one.cell_id, one.code) for one in versions] == [
        ("a", "lr = 1"),
        ("a", "lr = 2"),
        ("a", "lr = 1"),
    ]
    counts = [one.execution_count - versions[0].execution_count for one in versions]
    assert counts == [0, 2, 4]
