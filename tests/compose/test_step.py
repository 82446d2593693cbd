"""A debug step as a person reads it."""

from __future__ import annotations

import pytest

ENGLISH = """\
### Step 2 · Lower the learning rate

| Changed | Before | After |
| --- | --- | --- |
| `lr` | 0.01 | 1e-3 |
| `batch_size` | — | 32 |
| `dropout` | 0.5 | — |

| Metric | Before | After | Difference |
| --- | --- | --- | --- |
| accuracy | 92.0 % | 95.6 % | +3.6 points |
| loss | 0.31 | 0.17 | −0.14 |

Ran 41 s · torch 2.13.0 · seed 42 · `1a2b3c4` with uncommitted changes

<details><summary>Output, last 12 of 120 lines</summary>

```text
line 109
line 110
line 111
line 112
line 113
line 114
line 115
line 116
line 117
line 118
line 119
accuracy=95.6% loss=0.17
```

</details>

**Analysis.** *Why did this happen?*

**Next.** *What will you try?*
"""

CHINESE = """\
### 调试步骤 2 · 降低学习率

| 改动 | 改动前 | 改动后 |
| --- | --- | --- |
| `lr` | 0.01 | 1e-3 |
| `batch_size` | — | 32 |
| `dropout` | 0.5 | — |

| 指标 | 改动前 | 改动后 | 差值 |
| --- | --- | --- | --- |
| accuracy | 92.0 % | 95.6 % | +3.6 个百分点 |
| loss | 0.31 | 0.17 | −0.14 |

运行 41 秒 · torch 2.13.0 · 随机种子 42 · `1a2b3c4`（有未提交的改动）

<details><summary>输出，共 120 行，显示最后 12 行</summary>

```text
line 109
line 110
line 111
line 112
line 113
line 114
line 115
line 116
line 117
line 118
line 119
accuracy=95.6% loss=0.17
```

</details>

**分析。** *为什么会这样？*

**下一步。** *接下来试什么？*
"""

TIMES = {
    "execution": {
        "iopub.execute_input": "2026-11-20T03:59:00.000000Z",
        "shell.execute_reply": "2026-11-20T03:59:41.200000Z",
    }
}
SOURCE = "lr = 1e-3\nbatch_size = 32\nfor epoch in range(5):\n    loss = train(lr)"
SECOND_RUN = "".join(f"line {n}\n" for n in range(1, 120)) + "accuracy=95.6% loss=0.17\n"


@pytest.fixture
def first(compose, valid):
    """The step before: another learning rate, another result."""
    return valid(
        compose(
            printed="accuracy=92% loss=0.31\n",
            parameters={"lr": "0.01", "dropout": "0.5", "epoch": "4"},
            execution_count=2,
        )
    )


@pytest.mark.parametrize(
    ("locale", "title", "expected"),
    [("en", "Lower the learning rate", ENGLISH), ("zh-CN", "降低学习率", CHINESE)],
)
def test_a_step_reads_as_designed(locale, title, expected, first, compose, valid):  # noqa: PLR0917
    composed = compose(
        source=SOURCE,
        printed=SECOND_RUN,
        before=[first],
        parameters={"lr": "0.001", "batch_size": "32", "epoch": "5", "loss": "0.17"},
        metadata=TIMES,
        locale=locale,
        title=title,
    )
    assert composed.cell["source"] == expected
    assert composed.warnings == ()
    metadata = valid(composed)
    assert metadata["changes"] == [
        {"name": "lr", "before": "0.01", "after": "1e-3", "evidence": ["value", "source"]},
        {"name": "batch_size", "before": None, "after": "32", "evidence": ["value", "source"]},
        {"name": "dropout", "before": "0.5", "after": None, "evidence": ["value"]},
    ]
    assert metadata["metrics"] == [
        {"name": "accuracy", "before": 92.0, "after": 95.6, "unit": "%"},
        {"name": "loss", "before": 0.31, "after": 0.17, "unit": "1"},
    ]
    assert metadata["title"] == title
    assert metadata["snapshot"] == {"same_as": first["id"], "drift": []}
    assert metadata["parameters"]["lr"] == "0.001"
    assert "redactions" not in metadata
    assert composed.cell["metadata"]["slideshow"] == {"slide_type": "slide"}


def test_without_a_title_it_is_named_after_the_largest_change(first, compose):
    composed = compose(before=[first], parameters={"lr": "0.001", "dropout": "0.5"})
    assert composed.cell["source"].startswith("### Step 2 · lr 0.01 → 0.001\n")


def test_the_spelling_of_a_value_outlives_the_cell_it_was_written_in(compose, valid):
    written = valid(compose(source="lr = 1e-2", parameters={"lr": "0.01"}))
    later = valid(compose(source="train()", parameters={"lr": "0.01"}, before=[written]))
    changed = compose(source="lr = 1e-3", parameters={"lr": "0.001"}, before=[written, later])
    assert "| `lr` | 1e-2 | 1e-3 |" in changed.cell["source"]


def test_the_first_step_compares_with_nothing(compose):
    source = compose(parameters={"lr": "0.01"}, printed="loss=0.5").cell["source"]
    assert source.startswith("### Step 1\n")
    assert "| Changed |" not in source
    assert "| loss | — | 0.5 | — |" in source


def test_an_unchanged_state_is_said(first, compose):
    composed = compose(before=[first], parameters={"lr": "0.01", "dropout": "0.5", "epoch": "9"})
    assert "No parameter changed since the previous entry." in composed.cell["source"]


@pytest.mark.parametrize(
    ("again", "told"),
    [
        ({}, True),
        ({"execution_count": 4}, False),
        ({"source": "train(2)"}, False),
        ({"parameters": {"lr": "0.2"}}, False),
        ({"printed": "loss=0.4"}, False),
        ({"execution_count": None}, False),
    ],
)
def test_a_second_step_on_the_same_state_is_told(again, told, compose, valid):
    run = {"source": "train()", "printed": "loss=0.5", "parameters": {"lr": "0.1"}, "execution_count": 3}
    first = valid(compose(**run))
    notices = compose(**{**run, **again}, before=[first]).warnings
    assert [(notice.code, notice.entry) for notice in notices] == (
        [("unchanged_step", first["id"])] if told else []
    )


def test_the_result_of_the_same_run_does_not_hide_what_led_to_it(first, compose, valid):
    run = {"source": "train()", "printed": "loss=0.2", "parameters": {"lr": "0.001"}}
    result = valid(compose("result", before=[first], **run))
    step = compose(before=[first, result], **run)
    assert "| `lr` | 0.01 | 0.001 |" in step.cell["source"]
    assert "| loss | 0.31 | 0.2 | −0.11 |" in step.cell["source"]


def test_without_a_kernel_a_step_is_written_from_the_cell_alone(compose, valid):
    composed = compose(printed="loss=0.5\n", facts=None)
    assert "| loss | — | 0.5 | — |" in composed.cell["source"]
    assert [notice.code for notice in composed.warnings] == ["no_kernel_facts"]
    assert {"snapshot", "parameters", "changes"}.isdisjoint(valid(composed))


def test_without_a_cell_it_says_so(compose):
    composed = compose(cell=False, locale="zh-CN")
    assert [(notice.code, notice.message) for notice in composed.warnings] == [
        ("nothing_to_record", "上方没有代码单元格，因此没有记录任何输出。")
    ]


def test_many_changes_are_folded_below_a_short_table(compose, valid):
    old = valid(compose(parameters={f"option_{n:02}": "1" for n in range(15)}))
    composed = compose(before=[old], parameters={f"option_{n:02}": "2" for n in range(15)})
    table, _, more = composed.cell["source"].partition("<details><summary>7 more changes</summary>")
    assert table.count("| 1 | 2 |") == 8
    assert more.count("| 1 | 2 |") == 7


def test_earlier_entries_that_cannot_be_read_are_passed_over(first, compose):
    composed = compose(before=[None, {"version": 99}, first, "nonsense"], parameters={"lr": "0.001"})
    assert composed.cell["source"].startswith("### Step 2")
    assert composed.warnings[0].code == "unreadable_entries"
    assert composed.warnings[0].message.startswith("3 earlier journal cells could not be read")


def test_an_entry_whose_facts_are_damaged_is_passed_over_for_the_one_before(first, compose, valid):
    damaged = {**valid(compose(parameters={"lr": "9"})), "parameters": {"lr": 9}}
    composed = compose(before=[first, damaged], parameters={"lr": "0.001", "dropout": "0.5"})
    assert "| `lr` | 0.01 | 0.001 |" in composed.cell["source"]
    assert composed.warnings[0].message == "1 earlier journal cell could not be read and was passed over."


def test_a_picture_of_the_run_becomes_an_attachment(compose, valid, png):
    composed = compose(outputs=[{"output_type": "display_data", "data": {"image/png": png}}], title="Plot")
    (figure,) = valid(composed)["figures"]
    assert f"![Figure 1 · Plot](attachment:{figure['attachment']})" in composed.cell["source"]
    assert composed.cell["attachments"] == {figure["attachment"]: {"image/png": png}}
