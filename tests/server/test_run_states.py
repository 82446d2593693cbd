"""What the shown output belongs to: an entry says when that is not the shown code in this kernel."""

from __future__ import annotations

import asyncio

TRAIN = "lr = {lr}\naccuracy = 1 - 4 * lr\nprint(f'accuracy={{accuracy:.4f}}')"


def first_line(text):
    return text.split("\n\n")[1]


async def test_an_output_of_an_earlier_session_is_not_mixed_with_this_kernel(study):
    await study.run("import random\nrandom.seed(7)")
    await study.run(TRAIN.format(lr="0.05"))
    await study.restart()
    await study.run("lr = 9", "other")
    journal, text = await study.insert()
    assert journal["state"] == "not_run_here"
    assert "has not run in this kernel" in first_line(text)
    assert [metric["after"] for metric in journal["metrics"]] == [0.8]
    for absent in ("parameters", "snapshot", "changes"):
        assert absent not in journal
    assert "seed" not in text.split("<details>")[0].replace("seeds", "")


async def test_a_count_of_another_cell_in_this_kernel_is_no_run_of_this_one(study):
    await study.run(TRAIN.format(lr="0.05"))
    await study.restart()
    await study.run("x = 1", "other")  # takes the same prompt number
    journal, _ = await study.insert()
    assert journal["state"] == "not_run_here"


async def test_a_step_of_which_nothing_could_be_compared_does_not_say_with_what(study):
    await study.run(TRAIN.format(lr="0.05"))
    await study.run("print('drawn')", "plot")
    await study.restart()
    await study.insert("result", "plot")
    journal, text = await study.insert()
    assert journal["state"] == "not_run_here"
    assert "changes" not in journal
    assert "compared with" not in text


async def test_without_a_kernel_the_output_is_of_an_earlier_session(study):
    await study.run(TRAIN.format(lr="0.05"))
    answer = await study.ask(kernel_id=None, locale="zh-CN")
    assert answer["cell"]["metadata"]["journal"]["state"] == "not_run_here"
    assert "之前的会话" in first_line(answer["cell"]["source"])


async def test_metrics_of_a_cell_edited_since_it_ran_are_those_of_the_code_that_ran(study):
    await study.run(TRAIN.format(lr="0.05"))
    await study.insert()
    await study.run(TRAIN.format(lr="0.02"))
    study.cells["train"]["source"] = TRAIN.format(lr="0.01")
    journal, text = await study.insert()
    assert journal["state"] == "edited_since_run"
    assert "edited after it ran" in first_line(text)
    assert [(one["name"], one["before"], one["after"]) for one in journal["changes"]] == [
        ("lr", "0.05", "0.02")
    ]
    assert [(one["before"], one["after"]) for one in journal["metrics"]] == [(0.8, 0.92)]


async def test_a_cleared_output_is_said(study):
    await study.run(TRAIN.format(lr="0.05"))
    study.cells["train"].update(outputs=[], execution_count=None)
    journal, text = await study.insert()
    assert journal["state"] == "output_cleared"
    assert "cleared" in first_line(text)


async def test_a_cell_that_never_ran_is_said(study):
    study.cells["train"] = {
        "id": "train",
        "source": "x = 1",
        "outputs": [],
        "execution_count": None,
        "metadata": {},
    }
    journal, text = await study.insert()
    assert journal["state"] == "not_run_here"
    assert "shows no run" in first_line(text)


async def test_a_running_cell_is_said_and_keeps_this_kernel_s_facts(study, tmp_path):
    done = tmp_path / "done"
    source = f"lr = 0.05\nimport os, time\nwhile not os.path.exists({str(done)!r}): time.sleep(0.02)"
    running = asyncio.ensure_future(study.run(source))
    await study.until_busy()
    shown = {"outputs": [], "execution_count": None, "metadata": {}, "earlier": []}
    study.cells["train"] = {"id": "train", "source": source, "running": True, **shown}
    journal, text = await study.insert()
    done.touch()
    await running
    assert journal["state"] == "running"
    assert "still running" in first_line(text)
    assert "snapshot" in journal


async def test_what_ran_here_as_shown_has_no_state(study):
    await study.run(TRAIN.format(lr="0.05"))
    journal, text = await study.insert()
    assert "state" not in journal
    assert first_line(text).startswith("|")
