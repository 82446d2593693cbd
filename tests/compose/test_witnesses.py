"""Who says that a parameter changed, and what is said when witnesses differ."""

from __future__ import annotations

import pytest

from jupyterlab_journal.redact import Redactor


@pytest.fixture
def twice(compose, valid):
    """Write a step for each of two runs; return the changes of the second and its text."""

    def run(first, second):
        before = valid(compose(execution_count=1, **first))
        composed = compose(execution_count=2, before=[before], **second)
        changes = valid(composed).get("changes", [])
        rows = [(c["name"], c["before"], c["after"], tuple(c["evidence"])) for c in changes]
        return rows, composed.cell["source"]

    return run


def test_a_renamed_parameter_is_one_row_that_says_so(twice):
    first = {"source": "lr = 0.1\nepochs = 3", "parameters": {"lr": "0.1", "epochs": "3"}}
    second = {
        "source": "rate = 0.1\nepochs = 3",
        "parameters": {"lr": "0.1", "rate": "0.1", "epochs": "3"},
    }
    rows, source = twice(first, second)
    assert rows == [("rate", None, "0.1", ("value", "source")), ("lr", "0.1", None, ("source",))]
    assert source.startswith("### Step 2 · lr → rate\n")
    assert "| `rate`, was `lr` | 0.1 | 0.1 |\n\n" in source
    assert "| `rate`（原名 `lr`） | 0.1 | 0.1 |" in twice(first, {**second, "locale": "zh-CN"})[1]


def test_two_parameters_of_one_value_are_not_taken_for_each_other(twice):
    rows, source = twice({"source": "a = 1\nb = 1\nx = y = z = 0"}, {"source": "c = 1\nd = 1\nx = y = z = 0"})
    assert len(rows) == 4
    assert "was" not in source


def test_a_flag_is_no_other_name_of_the_flag_that_is_gone(twice):
    _, source = twice({"source": "fit(x, fp16=True)"}, {"source": "fit(x, bf16=True)"})
    assert "| `bf16` | — | True |" in source
    assert "| `fp16` | True | — |" in source


def test_where_a_result_is_saved_is_no_change(twice):
    first = {"source": 'args = TrainingArguments(output_dir="runs/1", learning_rate=1e-4)'}
    second = {"source": 'args = TrainingArguments(output_dir="runs/2", learning_rate=1e-5)'}
    rows, _ = twice(first, second)
    assert [name for name, *_ in rows] == ["learning_rate"]


def test_the_environment_is_a_witness(twice, snapshot):
    old = snapshot(
        seeds={"torch": {"value": "42", "source": "state"}, "numpy": {"value": "42", "source": "recovered"}}
    )
    new = snapshot(
        seeds={"torch": {"value": "7", "source": "state"}, "numpy": {"value": "7", "source": "recovered"}},
        frameworks={"torch": {"version": "2.14.0", "cuda": "12.6", "cudnn": "9.1", "imported": True}},
        devices=[{"index": 0, "name": "H200", "memory_bytes": 1, "capability": "9.0"}],
        determinism={"cudnn.benchmark": True, "PYTHONHASHSEED": None},
        packages={"count": 151, "sha256": "cd" * 32},
    )
    rows, _ = twice(
        {"source": "seed(42)\nrun()", "facts": old},
        {"source": "seed(7)\nrun()", "facts": new},
    )
    assert rows == [
        ("seed", "42", "7", ("source", "environment")),
        ("torch", "2.13.0", "2.14.0", ("environment",)),
        ("GPU 0", "H100", "H200", ("environment",)),
        ("cudnn.benchmark", "false", "true", ("environment",)),
    ]


def test_seeds_nobody_set_are_no_change(twice, snapshot):
    def drawn(value):
        return {"source": "run()", "facts": snapshot(seeds={"torch": {"value": value, "source": "state"}})}

    rows, _ = twice(drawn("67280421310721"), drawn("140213954219088"))
    assert rows == []


def test_drift_is_told_once_and_not_again_at_the_next_step(compose, valid, snapshot):
    newer = snapshot(frameworks={"torch": {"version": "2.14.0", "imported": True}})
    steps = []
    for count, facts in enumerate([snapshot(), newer, newer], start=1):
        composed = compose(source="run()", facts=facts, execution_count=count, before=steps)
        steps.append(valid(composed))
    assert [change["name"] for change in steps[1]["changes"]] == ["torch"]
    assert "changes" not in steps[2]


def test_a_cell_that_was_edited_and_not_run_is_not_believed(twice):
    run = {"parameters": {"lr": "0.1"}}
    rows, _ = twice({"source": "lr = 0.1", **run}, {"source": "lr = 0.001", **run})
    assert rows == []


def test_what_follows_from_a_change_is_not_told_beside_it(twice):
    rows, _ = twice(
        {"source": "go()", "parameters": {"lr": "0.1", "optimizer": "SGD", "optimizer.lr": "0.1"}},
        {"source": "go()", "parameters": {"lr": "0.01", "optimizer": "SGD", "optimizer.lr": "0.01"}},
    )
    assert rows == [("lr", "0.1", "0.01", ("value",))]


def test_a_model_defined_elsewhere_is_told_by_its_size(twice):
    rows, _ = twice(
        {
            "source": "go()",
            "parameters": {"model": "Net", "model.parameters": "100", "model.layers": "Linear"},
        },
        {
            "source": "go()",
            "parameters": {"model": "Net", "model.parameters": "200", "model.layers": "Linear x2"},
        },
    )
    assert rows == [
        ("model.parameters", "100", "200", ("value",)),
        ("model.layers", "Linear", "Linear x2", ("value",)),
    ]


def test_an_object_that_another_cell_made_is_told_only_where_the_cell_uses_it(twice):
    def rows(source):
        before = {"source": source, "parameters": {"lr": "0.1"}}
        after = {"source": source, "parameters": {"lr": "0.1", "scheduler": "StepLR", "probe": "Linear"}}
        return twice(before, after)[0]

    assert rows("fit(model, scheduler)") == [("scheduler", None, "StepLR", ("value",))]
    assert rows("fit(model)") == []


@pytest.mark.parametrize(("copied", "told"), [(True, True), (False, False)])
def test_a_changed_copy_of_a_cell_is_compared_with_it_and_another_cell_is_not(copied, told, compose, valid):
    original = "opt = SGD(p, lr=0.1)\nfit(opt, epochs=3)\nmodel.eval()"
    other = "opt = SGD(p, lr=0.1)\nimg = load('a.png')\nkind = Net(9)\nfilter = blur(img, 3)\nsharpen(img, 2)"
    source = original.replace("epochs=3", "epochs=5") if copied else other
    first = valid(compose(source=original, execution_count=1))
    first["source"]["cell_id"] = "cell-0"
    changes = valid(compose(source=source, execution_count=2, before=[first])).get("changes", [])
    assert bool(changes) is told


def test_the_stored_code_holds_no_secret(compose, valid):
    secret = "ghp_" + "a1B2" * 9
    first = valid(compose(source=f"login(token='{secret}', retries=3)", redactor=Redactor()))
    assert secret not in str(first)
    assert "retries" in str(first["code"])
