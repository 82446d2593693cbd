"""What a cell logs itself, in the entries made of it."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyterlab_journal.compose.metrics.log_records import decode_log_record, read_logged
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.entry.logged import MAX_NAME, METRICS_MIME
from jupyterlab_journal.kernel.display import bundle, line
from jupyterlab_journal.kernel.record import Record, Row

numbers = st.one_of(st.integers(-(2**53), 2**53), st.floats())
names = st.text(min_size=1, max_size=9).filter(lambda name: name not in {"step", "epoch"})
rows = st.lists(st.dictionaries(names, numbers, min_size=1, max_size=4), min_size=1, max_size=9)


def output(*calls, **shared):
    """Return the output that these calls of log leave."""
    record = Record()
    for call in calls:
        values = {**shared, **call}
        step, epoch = values.pop("step", None), values.pop("epoch", None)
        record.add(values, step=step, epoch=epoch)
    return {"output_type": "display_data", "data": bundle(record), "metadata": {}}


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


EPOCHS = [{"epoch": n, "loss": 1 / 2**n, "accuracy": 1 - 1 / 2**n} for n in range(1, 5)]


@given(rows)
def test_the_server_reads_what_the_kernel_writes(logged_rows):
    record = json.loads(json.dumps(output(*logged_rows)["data"][METRICS_MIME]))
    found = decode_log_record(record)
    assert found is not None
    for row, values in zip(found.rows, logged_rows, strict=True):
        for name, value in zip(found.columns, row, strict=True):
            expected = values.get(name)
            assert value == expected or (math.isnan(value) and math.isnan(expected))


def test_a_step_has_the_last_values_exactly(compose, valid):
    metadata = valid(compose(outputs=[output({"loss": 0.5}, {"loss": 0.1 + 0.2, "accuracy": 0.9})]))
    assert metadata["metrics"] == [
        {"name": "loss", "before": None, "after": 0.1 + 0.2, "unit": "1"},
        {"name": "accuracy", "before": None, "after": 0.9, "unit": "1"},
    ]


def test_two_steps_show_before_and_after(compose, valid):
    first = valid(compose(outputs=[output({"val_loss": 0.5})]))
    composed = compose(outputs=[output({"val_loss": 0.25})], before=[first])
    assert "| val_loss | 0.5 | 0.25 | −0.25 |" in composed.cell["source"]


def test_what_was_logged_wins_over_what_was_printed(compose, valid):
    printed = "Epoch 1 loss=0.9 acc=50%\nEpoch 2 loss=0.8 acc=60%\n"
    outputs = [output({"loss": 0.75}), stream("final loss: 0.7\n")]
    metrics = {
        metric["name"]: metric for metric in valid(compose(printed=printed, outputs=outputs))["metrics"]
    }
    assert metrics["loss"]["after"] == 0.75
    assert metrics["acc"]["after"] == 60.0


def test_a_name_that_no_printed_line_could_have_is_a_metric_when_logged(compose, valid):
    metadata = valid(compose(outputs=[output({"tokens_per_step": 12.5, "奖励/总": 3})]))
    assert [metric["name"] for metric in metadata["metrics"]] == ["tokens_per_step", "奖励/总"]


def test_what_is_not_finite_is_said_as_such(compose, valid):
    composed = compose(outputs=[output({"loss": math.nan, "gain": math.inf})])
    assert [metric["after"] for metric in valid(composed)["metrics"]] == ["nan", "inf"]
    assert "| loss | — | NaN |" in composed.cell["source"]


def test_a_result_has_a_row_for_each_epoch_and_a_curve(compose, valid):
    composed = compose("result", outputs=[output(*EPOCHS)])
    source = composed.cell["source"]
    assert (
        "| Epoch | loss | accuracy |\n| --- | --- | --- |\n| 1 | 0.5 | 0.5 |\n| 2 | 0.25 | 0.75 |" in source
    )
    assert "loss by epoch" in source
    assert len(composed.cell["attachments"]) == 2
    assert valid(composed)["metrics"][1]["after"] == 0.9375


@pytest.mark.parametrize(
    ("locale", "heading", "caption"),
    [("en", "| Step | loss |", "loss by step"), ("zh-CN", "| 步数 | loss |", "loss 随步数的变化")],
)
def test_without_epochs_there_is_a_row_for_each_step(compose, locale, heading, caption):
    composed = compose("result", outputs=[output(*({"loss": 1 / n} for n in range(1, 41)))], locale=locale)
    source = composed.cell["source"]
    assert f"{heading}\n| --- | --- |\n| 1 | 1.0 |\n| 2 | 0.5 |\n| … | … |\n| 31 | 0.0322581 |" in source
    assert "| 40 | 0.025 |" in source
    assert caption in source


def test_a_metric_without_an_epoch_stands_below_those_that_have_one(compose):
    source = compose("result", outputs=[output(*EPOCHS), stream("test accuracy: 0.875\n")]).cell["source"]
    assert "| Epoch | loss | accuracy |" in source
    assert "| Metric | Value |\n| --- | --- |\n| test accuracy | 0.875 |" in source


@pytest.mark.parametrize("kind", ["step", "result"])
def test_the_table_of_the_output_is_quoted_once_and_the_record_never(compose, fenced, blocks, kind):
    composed = compose(kind, outputs=[output(*EPOCHS)])
    source = composed.cell["source"]
    assert METRICS_MIME not in source
    assert "started_at" not in source
    (excerpt,) = fenced(source)
    assert excerpt.split("\n")[0].split() == ["step", "epoch", "loss", "accuracy", "seconds"]
    assert len([block for block in blocks(source) if block["type"] == "table"]) == 1
    # The curve of a result is drawn as SVG.
    assert [notice.code for notice in composed.warnings] == (["image_svg"] if kind == "result" else [])


def test_a_record_that_is_shown_twice_counts_once(compose, valid):
    twice = output({"loss": 0.5})
    later = {**twice, "data": {**twice["data"]}}
    assert [m["after"] for m in valid(compose(outputs=[twice, later]))["metrics"]] == [0.5]
    assert len(list(read_logged([twice, later], str))) == 1


def test_a_secret_in_a_name_goes_no_further(compose, valid):
    token = "ghp_" + "Zx9" * 12
    composed = compose("result", outputs=[output({f"loss {token}": 0.5}, {f"loss {token}": 0.25})])
    metadata = valid(composed)
    assert token not in json.dumps(composed.cell)
    assert metadata["redactions"]


def test_a_name_breaks_no_table_and_no_heading(compose, valid, blocks):
    name = "loss | x\u2028# Step 9 `a` <b>"
    composed = compose("result", outputs=[output({name: 0.5}, {name: 0.25})])
    valid(composed)
    assert [block for block in blocks(composed.cell["source"]) if block["type"] == "heading"][1:] == []


GOOD = output(*EPOCHS)["data"][METRICS_MIME]


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"version": True},
        {"version": None},
        {"id": 5},
        {"columns": ["loss", "loss"]},
        {"columns": ["loss", ""]},
        {"columns": ["loss", "x" * (MAX_NAME + 1)]},
        {"columns": ["loss", ["acc"]]},
        {"columns": "ab"},
        {"columns": None},
        {"rows": GOOD["rows"][:-1]},
        {"rows": [[0.5]] * 4},
        {"rows": [[0.5, "0.5"]] * 4},
        {"rows": [[0.5, True]] * 4},
        {"rows": [[0.5, {}]] * 4},
        {"rows": [[0.5, math.inf]] * 4},
        {"rows": [[0.5, 10**400]] * 4},
        {"rows": 4},
        {"rows": [[0.5, 0.5]] * 2000, "steps": list(range(2000)), "epochs": [None] * 2000},
        {"steps": [1, 2, 3]},
        {"steps": [1, 2, 3, 0.5]},
        {"steps": [1, 2, 3, 10**400]},
        {"epochs": [1, 2]},
        {"epochs": {"a": 1}},
        {"epochs": None},
    ],
)
def test_a_record_that_does_not_fit_is_an_output_like_others(compose, valid, change):
    assert decode_log_record(GOOD) is not None
    assert decode_log_record({**GOOD, **change}) is None
    bundle_ = {METRICS_MIME: {**GOOD, **change}, "text/plain": "loss: 0.5"}
    composed = compose(outputs=[{"output_type": "display_data", "data": bundle_, "metadata": {}}])
    assert [metric["after"] for metric in valid(composed)["metrics"]] == [0.5]


@pytest.mark.parametrize("value", [None, 1, "x", [], {}, {"version": 1}])
def test_anything_else_is_no_record(value):
    assert decode_log_record(value) is None


def test_a_long_run_is_composed_in_time_and_size(compose, valid):
    long = output(*({f"metric_{index}": n / 7 for index in range(10)} for n in range(2000)))
    valid(compose("result", outputs=[long, *[stream("x\n")] * 100]))


def test_a_line_that_a_script_prints_is_read_again():
    rows = [
        Row(number=n, step=n + 1, epoch=epoch, seconds=0.5, values={"loss": 0.5 / (n + 1), "acc": 0.25})
        for n, epoch in enumerate([1, 2])
    ]
    read = [(r.name, r.value, r.epoch) for r in read_metrics("\n".join(map(line, rows)))]
    assert read == [("loss", 0.5, 1), ("acc", 0.25, 1), ("loss", 0.25, 2), ("acc", 0.25, 2)]
