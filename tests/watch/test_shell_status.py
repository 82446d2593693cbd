"""The exit status of a cell's command, as a real kernel leaves it."""

from __future__ import annotations


async def statuses(watches, kernel_id):
    return [record.exit_status for record in await watches.cell_records(kernel_id)]


async def test_each_cell_has_the_status_of_its_own_command(kernel, watches):
    kernel_id, user = kernel
    cells = {
        "lr = 0.1": None,
        "!exit 2": 2,
        "epochs = 3": None,
        "!exit 2 ": 2,  # the same again, which leaves no trace among the variables
        "for _ in range(2): pass\nif lr: \n    !exit 2": 2,
        "if not lr:\n    !exit 2": None,  # never asked
        "!true": 0,
        "get_ipython().system_raw('exit 7')": 7,
        "!kill -9 $$": -9,
        "names = !exit 3": None,  # IPython keeps no status of it
        "import subprocess; subprocess.run('exit 4', shell=True)": None,
        "_exit_code = 'mine'": None,
    }
    for code in cells:
        await user.run(code)
    assert await statuses(watches, kernel_id) == list(cells.values())
    assert await user.run("'_exit_code' in globals(), _exit_code") == "(True, 'mine')"


async def test_a_cell_without_a_command_leaves_the_shells_name_alone(kernel, watches):
    kernel_id, user = kernel
    await user.run("lr = 0.1")
    assert (
        await user.run("[name for name in globals() if 'exit' in name and name not in ('exit', 'quit')]")
        == "[]"
    )
    assert await statuses(watches, kernel_id) == [None, None]
