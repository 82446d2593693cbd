"""What a step is compared with, over the wire: a real server, a real kernel, cells with ids."""

from __future__ import annotations

import asyncio
import json

import pytest

TRAIN = """
lr = {lr}
batch_size = 32
loss, accuracy = 0.1 + lr, 1 - 4 * lr
print(f"accuracy={{accuracy:.3f}} loss={{loss:.4f}}")
"""


@pytest.fixture
def notebook(study):
    return study


def changes(journal):
    return [(one["name"], one["before"], one["after"], one["evidence"]) for one in journal.get("changes", [])]


def values(journal):
    """Return the changes that the kernel's values bear out, whoever else says so."""
    return [one[:3] for one in changes(journal) if "value" in one[3]]


def metrics(journal):
    return {one["name"]: (one["before"], one["after"]) for one in journal.get("metrics", [])}


BOTH = ["value", "source"]
INSIDE = """
def train(lr):
    accuracy = 1 - 4 * lr
    print(f"epoch 1/1 accuracy={{accuracy:.1%}} loss={{lr:.3f}}")
train(lr={lr})
"""


async def test_the_first_step_is_compared_with_the_run_before(notebook):
    await notebook.run(TRAIN.format(lr="1e-2"))
    await notebook.run(TRAIN.format(lr="1e-3"))
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "1e-2", "1e-3", BOTH)]
    assert journal["title"] == "lr 1e-2 → 1e-3"
    assert metrics(journal) == {"accuracy": (0.96, 0.996), "loss": (0.11, 0.101)}
    assert "| accuracy | 0.96 | 0.996 | +0.036 |" in text
    assert " · compared with run [1] of this cell\n" in text
    again, text = await notebook.insert()
    assert "changes" not in again
    assert "No parameter changed since the previous entry." in text
    assert "compared with" not in text


async def test_in_chinese(notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run(TRAIN.format(lr="0.001"))
    _, text = await notebook.insert(locale="zh-CN")
    assert "| `lr` | 0.01 | 0.001 |" in text
    assert " · 与该单元格的运行 [1] 对比\n" in text


@pytest.mark.parametrize("kind", ["environment", "goal", "note"])
async def test_what_was_written_before_the_first_run_makes_nothing_new(kind, notebook):
    await notebook.run("seed = 42", "settings")
    await notebook.insert(kind)
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.01", "0.001", BOTH)]
    assert "compared with run [2] of this cell" in text


async def test_settings_in_another_cell_are_compared_too(notebook):
    await notebook.run("lr, epochs = 0.01, 3", "settings")
    await notebook.run("print(f'loss={lr * 2:.3f}')")
    await notebook.run("lr, epochs = 0.001, 3", "settings")
    await notebook.run("print(f'loss={lr * 2:.3f}')")
    journal, _ = await notebook.insert()
    assert values(journal) == [("lr", "0.01", "0.001")]
    assert metrics(journal) == {"loss": (None, 0.002)}  # nothing holds what was printed before


async def test_the_number_that_a_cell_came_to_is_known(notebook):
    code = "def accuracy(rate):\n    return 1 - 4 * rate\naccuracy({})"
    await notebook.run(code.format("0.02"), "evaluate")
    await notebook.run(code.format("0.01"), "evaluate")
    journal, _ = await notebook.insert(cell_id="evaluate")
    assert metrics(journal) == {"accuracy": (0.92, 0.96)}


async def test_a_run_without_an_edit_is_no_change(notebook):
    code = "import random\nlr = 0.1\nloss = random.random()\nprint(f'loss={loss}')"
    await notebook.run(code)
    before = notebook.cells["train"]["outputs"][0]["text"]
    await notebook.run(code)
    journal, text = await notebook.insert()
    assert changes(journal) == []
    assert "No parameter changed since run [1] of this cell." in text
    assert metrics(journal)["loss"][0] == float(before.removeprefix("loss="))
    _, text = await notebook.insert("step", locale="zh-CN")
    assert "与上一条记录相比，参数没有改动。" in text


async def test_a_run_that_failed_in_between_is_passed_over(notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run(TRAIN.format(lr="0.001 +"))
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.01", "0.001", BOTH)]
    assert "compared with run [1] of this cell" in text


async def test_what_was_printed_from_inside_a_function_is_known_where_the_front_end_remembers_it(notebook):
    await notebook.run(INSIDE.format(lr="0.02"))
    await notebook.run(INSIDE.format(lr="0.01"))
    journal, _ = await notebook.insert()
    assert metrics(journal) == {"accuracy": (None, 96.0), "loss": (None, 0.01)}
    notebook.entries.clear()
    journal, text = await notebook.insert(remembers=True)
    assert changes(journal) == [("lr", "0.02", "0.01", ["source"])]
    assert metrics(journal) == {"accuracy": (92.0, 96.0), "loss": (0.02, 0.01)}
    assert "| accuracy | 92.0 % | 96.0 % | +4.0 points |" in text


@pytest.mark.parametrize("what", [{"execution_count": 7}, {"source": "train(lr=0.02)  # of another process"}])
async def test_outputs_of_another_run_are_not_taken_for_those_of_the_run_before(what, notebook):
    await notebook.run(INSIDE.format(lr="0.02"))
    await notebook.run(INSIDE.format(lr="0.01"))
    notebook.cells["train"]["earlier"][0].update(what)
    journal, _ = await notebook.insert(remembers=True)
    assert metrics(journal) == {"accuracy": (None, 96.0), "loss": (None, 0.01)}


async def test_after_a_restart_nothing_is_claimed(notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.restart()
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert(remembers=True)
    assert changes(journal) == []
    assert metrics(journal)["accuracy"] == (None, 0.996)
    assert "compared" not in text
    assert "No parameter changed" not in text


async def test_while_another_cell_trains_the_run_before_is_known(notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run(TRAIN.format(lr="0.001"))
    training = asyncio.ensure_future(notebook.run("import time\nlr = 5\ntime.sleep(4)", "long"))
    await notebook.until_busy()
    journal, text = await notebook.insert()
    assert not training.done()
    assert "compared with run [1] of this cell" in text
    assert [change[:2] for change in changes(journal)] == [("lr", "0.01")]
    await training


async def test_while_the_cell_itself_runs_again_it_is_compared_with_its_last_run(notebook):
    """The lab takes the number away from a cell that runs."""
    slow = "\nimport time\ntime.sleep(4)"
    await notebook.run(TRAIN.format(lr="0.01"))
    running = asyncio.ensure_future(notebook.run(TRAIN.format(lr="0.001") + slow))
    await notebook.until_busy()
    await asyncio.sleep(0.3)  # the first lines of the cell
    shown = {"source": TRAIN.format(lr="0.001") + slow, "outputs": [], "execution_count": None, "earlier": []}
    notebook.cells["train"] = {**notebook.cells["train"], **shown}
    journal, text = await notebook.insert()
    assert not running.done()
    assert changes(journal)[0] == ("lr", "0.01", "0.001", BOTH)
    assert "compared with run [1] of this cell" in text
    assert "Ran " not in text  # it has not ended
    assert "edited" not in text
    await running


async def test_a_secret_in_earlier_code_is_taken_out(notebook):
    secret = "ghp_" + "a1B2" * 9
    await notebook.run(f"def login(**options): pass\nlogin(token='{secret}', retries=3)")
    await notebook.run("def login(**options): pass\nlogin(token='none', retries=5)")
    journal, text = await notebook.insert()
    assert secret not in json.dumps(journal) + text
    assert ("retries", "3", "5", ["source"]) in changes(journal)


async def test_the_entry_before_wins_over_the_run_before(notebook):
    await notebook.run(TRAIN.format(lr="0.1"))
    await notebook.insert()
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.1", "0.001", BOTH)]
    assert metrics(journal)["accuracy"] == (0.6, 0.996)
    assert "compared with" not in text


async def test_a_step_at_another_cell_is_compared_with_its_own_run(notebook):
    await notebook.run("rows = 100\nprint('loaded')", "data")
    await notebook.insert("step", "data")
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.01", "0.001", BOTH)]
    assert metrics(journal)["accuracy"] == (0.96, 0.996)
    assert "compared with run [2] of this cell" in text


async def test_a_step_at_the_cell_that_evaluates_is_compared_with_its_own_last_run(notebook):
    evaluate = "accuracy = 1 - 4 * lr\nprint(f'accuracy={accuracy:.2%}')"
    await notebook.run("lr = 0.02")
    await notebook.run(evaluate, "evaluate")
    await notebook.insert()
    await notebook.run("lr = 0.015")
    await notebook.run(evaluate, "evaluate")
    await notebook.run("lr = 0.01")
    await notebook.run(evaluate, "evaluate")
    journal, text = await notebook.insert("step", "evaluate")
    assert values(journal) == [("lr", "0.015", "0.01")]
    assert metrics(journal) == {"accuracy": (94.0, 96.0)}
    assert "compared with run [4] of this cell" in text


@pytest.mark.parametrize("kind", ["result", "figure"])
async def test_a_result_of_the_same_state_does_not_hide_what_led_there(kind, notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.run("print('drawn')", "plot")
    await notebook.insert()
    await notebook.run(TRAIN.format(lr="0.001"))
    await notebook.run("print('drawn')", "plot")
    await notebook.insert(kind, "plot")
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.01", "0.001", BOTH)]
    assert metrics(journal)["accuracy"] == (0.96, 0.996)
    assert "compared" not in text


async def test_a_result_of_another_state_is_what_is_compared_with(notebook):
    for lr, kind in (("0.1", "step"), ("0.01", "result")):
        await notebook.run(TRAIN.format(lr=lr))
        await notebook.insert(kind)
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.01", "0.001", BOTH)]
    assert metrics(journal)["accuracy"] == (0.96, 0.996)
    assert "compared with the entry “Result” before" in text


async def test_an_error_in_between_is_what_is_compared_with_and_measured_nothing(notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.insert()
    await notebook.run(TRAIN.format(lr="10") + "raise MemoryError('batch_size')")
    await notebook.insert("error")
    await notebook.run(TRAIN.format(lr="0.001"))
    journal, text = await notebook.insert()
    assert ("lr", "10", "0.001", BOTH) in changes(journal)
    assert metrics(journal)["accuracy"] == (None, 0.996)
    assert "compared with the entry “Error” before" in text


async def test_an_environment_in_between_is_no_state_to_compare_with(notebook):
    await notebook.run(TRAIN.format(lr="0.01"))
    await notebook.insert()
    await notebook.run(TRAIN.format(lr="0.001"))
    await notebook.insert("environment")
    journal, text = await notebook.insert()
    assert changes(journal) == [("lr", "0.01", "0.001", BOTH)]
    assert "compared with" not in text


async def test_an_environment_that_knew_the_parameters_is_used_where_nothing_else_is(notebook):
    await notebook.run("lr = 0.01", "settings")
    await notebook.insert("environment")
    await notebook.run("lr = 0.001", "settings")
    await notebook.run("batch_size = 32\nprint('trained')")
    journal, text = await notebook.insert()
    assert values(journal) == [("lr", "0.01", "0.001")]
    assert "compared with the entry “Environment” before" in text
