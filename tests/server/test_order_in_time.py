"""A journal over days: steps one after the other, restarts, entries anywhere, two pages at once."""

from __future__ import annotations

import asyncio

from tornado.httpclient import HTTPClientError

TRAIN = "lr = {lr}\nmomentum = {momentum}\naccuracy = 1 - 4 * lr\nprint(f'accuracy={{accuracy:.4f}}')"


async def train(study, lr, momentum=0.9):
    await study.run(TRAIN.format(lr=lr, momentum=momentum))


def rows(journal):
    return {one["name"]: (one["before"], one["after"]) for one in journal.get("changes", [])}


def measured(journal):
    return {one["name"]: (one["before"], one["after"]) for one in journal.get("metrics", [])}


def codes(answer):
    return [warning["code"] for warning in answer["warnings"]]


def ulids(study):
    return [entry["id"] for entry in study.entries]


async def test_six_steps_in_a_row_run_forward_wherever_they_stand(study):
    rates = ["0.1", "0.08", "0.06", "0.04", "0.02", "0.01"]
    for number, lr in enumerate(rates, start=1):
        await train(study, lr)
        journal, text = await study.insert()
        assert text.startswith(f"### Step {number}")
        if number > 1:
            before = rates[number - 2]
            assert rows(journal) == {"lr": (before, lr)}
            assert measured(journal)["accuracy"] == tuple(
                round(1 - 4 * float(rate), 4) for rate in (before, lr)
            )
            assert "compared with" not in text
        study.entries.reverse()  # an older version put each new step above the others


async def test_after_a_restart_the_step_before_is_still_the_one_that_is_compared_with(study):
    await train(study, "0.05")
    await study.insert()
    await study.restart()
    await train(study, "0.02", momentum="0.5")
    journal, _ = await study.insert()
    assert rows(journal) == {"lr": ("0.05", "0.02"), "momentum": ("0.9", "0.5")}
    assert measured(journal)["accuracy"] == (0.8, 0.92)


async def test_the_same_prompt_number_in_another_process_is_another_run(study):
    """Restart, run all: counts and code are those of yesterday, the state is not."""
    await train(study, "0.05")
    first, _ = await study.insert()
    await study.restart()
    await train(study, "0.05")
    answer = await study.ask()
    journal = answer["cell"]["metadata"]["journal"]
    assert journal["source"]["process"] != first["source"]["process"]
    assert "unchanged_step" not in codes(answer)


async def test_a_second_step_on_an_unchanged_state_asks_also_after_a_step_about_another_cell(study):
    await train(study, "0.05")
    await study.run("print('accuracy: 80%')", "evaluate")
    step, _ = await study.insert()
    await study.insert("step", "evaluate")
    answer = await study.ask()
    assert codes(answer) == ["unchanged_step"]
    assert answer["warnings"][0]["entry"] == step["id"]
    assert "step 1" in answer["warnings"][0]["message"]


async def test_an_error_that_has_an_entry_leads_to_it(study):
    await study.run("1 / 0")
    error, _ = await study.insert("error")
    answer = await study.ask("error")
    assert codes(answer) == ["known_error"]
    assert answer["warnings"][0]["entry"] == error["id"]
    await study.run("1 / 0")
    assert codes(await study.ask("error")) == []


async def test_two_pages_that_ask_at_once_do_not_both_insert_unasked(study):
    await train(study, "0.05")
    answers = await asyncio.gather(study.ask(), study.ask())
    unasked = [answer for answer in answers if "unchanged_step" not in codes(answer)]
    assert len(unasked) == 1
    asked = next(answer for answer in answers if answer not in unasked)
    made = unasked[0]["cell"]["metadata"]["journal"]["id"]
    assert asked["warnings"][0]["entry"] == made
    third = await study.ask(locale="zh-CN")
    assert codes(third) == ["unchanged_step"]
    assert "另一个窗口" in third["warnings"][0]["message"]


async def test_one_key_is_one_entry(study):
    await train(study, "0.05")
    answers = await asyncio.gather(*(study.ask(key="run-7") for _ in range(3)))
    assert len({answer["cell"]["metadata"]["journal"]["id"] for answer in answers}) == 1
    assert sorted(answer.get("repeats", False) for answer in answers) == [False, True, True]
    other = await study.ask(key="run-7", path="other.ipynb")
    assert "repeats" not in other


async def test_a_key_whose_entry_failed_may_be_tried_again(study):
    await train(study, "0.05")
    for _ in range(2):
        try:
            await study.ask(key="run-8", fields={"nonsense": "x"})
        except HTTPClientError as error:
            assert error.code == 400  # noqa: PT017 (each of the two must fail)
        else:
            raise AssertionError("an unknown field was taken")
    assert "repeats" not in await study.ask(key="run-8")


async def test_an_entry_that_holds_only_who_it_is_counts_and_is_compared_with_nothing(study):
    """Of a long journal the front end sends older entries in short."""
    await train(study, "0.05")
    step, _ = await study.insert()
    short = {name: step[name] for name in ("version", "id", "kind", "created", "source")}
    study.entries[:] = [short]
    await train(study, "0.02")
    journal, text = await study.insert()
    assert text.startswith("### Step 2")
    assert rows(journal) == {}
