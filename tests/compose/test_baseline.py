"""What a step is compared with where entries and earlier runs of the cell are both there, or neither."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from builders import cell_record

from jupyterlab_journal.compose.draft.history import History
from jupyterlab_journal.compose.metrics.earlier_run_metrics import metrics_from_kernel
from jupyterlab_journal.compose.metrics.metric_reading import Reading
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import Change
from jupyterlab_journal.entry.run import CellFailure, EarlierRun

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone(timedelta(hours=8)))  # when the entries are written


def run(code="", *, count=2, minutes=-10, later_changes=(), failed=False, value=None):
    record = cell_record(
        count,
        started_at=NOON + timedelta(minutes=minutes),
        error=CellFailure(type="ValueError") if failed else None,
        value=value,
    )
    return EarlierRun(
        record=record,
        code=code,
        later_changes=None
        if later_changes is None
        else tuple(Change(name=n, before=b, after=a, evidence=("value",)) for n, b, a in later_changes),
    )


@pytest.fixture
def told(compose, valid):
    """Compose a step; return the rows of its changes, its metrics and its text."""

    def ask(**what):
        composed = compose(**what)
        metadata = valid(composed)
        rows = [(c["name"], c["before"], c["after"]) for c in metadata.get("changes", [])]
        metrics = {m["name"]: (m["before"], m["after"]) for m in metadata.get("metrics", [])}
        return rows, metrics, composed.cell["source"]

    return ask


def test_values_are_taken_back_to_the_end_of_the_run_before(told):
    rows, _, text = told(
        source="train()",
        parameters={"lr": "0.001", "epochs": "5", "seed": "1"},
        runs=[
            run("train()", later_changes=[("lr", "0.01", "0.001"), ("old", "3", None), ("seed", None, "1")])
        ],
    )
    assert rows == [("lr", "0.01", "0.001"), ("seed", None, "1"), ("old", "3", None)]
    assert "compared with run [2] of this cell" in text


def test_a_variable_that_is_not_told_any_more_is_not_said_to_be_gone(told):
    """A namespace of very many variables is not told to its end."""
    rows, _, _ = told(
        source="train()", parameters={"lr": "1"}, runs=[run("train()", later_changes=[("far", "1", "2")])]
    )
    assert rows == []


def test_where_values_are_not_known_the_source_speaks_alone(told):
    now = {"source": "fit(lr=0.001)\nbatch = 8", "parameters": {"lr": "9", "batch": "8"}}
    rows, _, _ = told(**now, runs=[run("fit(lr=0.01)\nbatch = 8", later_changes=None)])
    assert rows == [("lr", "0.01", "0.001")]
    _, _, text = told(**now, runs=[run("", later_changes=None)])
    assert "No parameter changed" not in text  # nothing is known: nothing is said
    assert "compared" not in text


@pytest.mark.parametrize("known", [None, {}])
def test_another_cell_is_no_ground_to_say_that_nothing_changed(told, elsewhere, known):
    """Where the values are not known, and the code has nothing in common."""
    before = [elsewhere("x = 1", printed="accuracy: 50%", execution_count=1, parameters=known)]
    rows, _, text = told(source="lr = 0.1\nfit()", parameters={"lr": "0.1"}, before=before, execution_count=2)
    assert rows == []
    assert "No parameter changed" not in text
    assert "| `lr` | 0.1 |" in text
    _, _, text = told(source="x = 1", parameters=known, before=before, execution_count=2)
    assert "No parameter changed" in text  # the same code in another cell


def test_the_first_run_of_a_cell_is_compared_with_nothing(told):
    rows, _, text = told(source="lr = 1", parameters={"lr": "1"})
    assert rows == []
    assert "compared" not in text


@pytest.fixture
def copies(compose, valid):
    """A step and two copies of it, the earlier one first, whose ids are in the other order."""
    step = valid(compose(source="lr = 1", parameters={"lr": "1"}, execution_count=1))

    first, second = [digit for digit in "012" if digit != step["id"][-1]][:2]

    def copy(last, minutes):
        created = (NOON + timedelta(minutes=minutes)).isoformat(timespec="seconds")
        return {
            **step,
            "id": step["id"][:-1] + last,
            "created": created,
            "copied_from": step["id"],
        }

    return step, copy(second, 1), copy(first, 2)


@pytest.fixture
def elsewhere(compose, valid):
    """Compose an entry about another cell."""

    def make(source="prepare()", **what):
        entry = valid(compose(source=source, **what))
        entry["source"]["cell_id"] = "cell-0"
        return entry

    return make


def test_a_changed_copy_of_a_cell_is_compared_with_what_it_was_copied_from(told, elsewhere):
    original = "opt = SGD(p, lr=0.1)\nfit(opt, epochs=3)\nmodel.eval()"
    before = [elsewhere(original, execution_count=1, parameters={"a": "1"})]
    copy = original.replace("epochs=3", "epochs=5")
    rows, _, _ = told(source=copy, parameters={"a": "1"}, before=before)
    assert rows == [("epochs", "3", "5")]


def test_the_last_run_of_the_cell_comes_before_an_entry_about_another_cell(told, elsewhere):
    entry = elsewhere(printed="accuracy: 50%", execution_count=9, parameters={"lr": "0.1", "rows": "10"})
    runs = [
        run("fit(k=7)", count=8, minutes=2, later_changes=[("lr", "0.5", "0.2")], value="0.75"),
        run("fit(k=1)", count=2, minutes=-2, later_changes=[("lr", "0.1", "0.2")]),
    ]
    now = {"lr": "0.2", "rows": "20"}
    rows, _, text = told(source="fit(k=9)", parameters=now, before=[entry], runs=runs)
    assert sorted(rows) == [("k", "7", "9"), ("lr", "0.5", "0.2")]
    assert "compared with run [8] of this cell" in text


def test_parameters_and_metrics_are_of_the_same_run(told, compose, valid, elsewhere):
    """The entry about this cell measured nothing: no other may lend it a number."""
    own = valid(compose(source="fit(k=1)", execution_count=1, parameters={"lr": "0.1"}))
    other = elsewhere(printed="accuracy: 50%", execution_count=2, parameters={"lr": "0.5"})
    rows, metrics, text = told(
        source="fit(k=2)",
        printed="accuracy: 90%",
        parameters={"lr": "0.2"},
        before=[own, other],
        execution_count=3,
    )
    assert sorted(rows) == [("k", "1", "2"), ("lr", "0.1", "0.2")]
    assert metrics == {"accuracy": (None, 90.0)}
    assert "compared with step 1" in text


def test_time_decides_and_not_the_place_in_the_document(told, compose, valid):
    """Each new step stands above the older ones, as an earlier version inserted them."""
    steps = []
    for number, lr in enumerate(("1.0", "0.5", "0.1"), start=1):
        composed = compose(
            source=f"lr = {lr}",
            parameters={"lr": lr},
            printed=f"accuracy: {number}0%",
            before=steps,
            execution_count=number,
        )
        steps.insert(0, valid(composed))
        assert composed.cell["source"].startswith(f"### Step {number}")
    rows, metrics, _ = told(
        source="lr = 0.05",
        parameters={"lr": "0.05"},
        printed="accuracy: 40%",
        before=steps,
        execution_count=4,
    )
    assert rows == [("lr", "0.1", "0.05")]
    assert metrics == {"accuracy": (30.0, 40.0)}


def test_a_copy_of_a_step_is_no_step_that_was_made(told, compose, valid):
    step = valid(compose(source="lr = 1", parameters={"lr": "1"}, execution_count=1))
    copy = {
        **step,
        "id": step["id"][:-1] + ("0" if step["id"][-1] != "0" else "1"),
        "copied_from": step["id"],
    }
    _, _, text = told(source="lr = 2", parameters={"lr": "2"}, before=[step, copy], execution_count=2)
    assert text.startswith("### Step 2 ")
    _, _, text = told(source="lr = 2", parameters={"lr": "2"}, before=[copy], execution_count=2)
    assert text.startswith("### Step 2 ")  # of a deleted original, the copy is what is left


@pytest.mark.parametrize("original_is_there", [True, False])
def test_the_copies_of_one_entry_count_once(told, copies, original_is_there):
    """Like the numbers of the front end: the original, and where it is gone, the copy made first."""
    original, early, late = copies
    before = [late, early, *([original] if original_is_there else [])]
    history = History(before)
    last = history.last(lambda kind: kind.compares_runs)
    assert last is not None
    assert (history.count(Kind.STEP), last.id) == (1, (original if original_is_there else early)["id"])
    _, _, text = told(source="lr = 2", parameters={"lr": "2"}, before=before, execution_count=2)
    assert text.startswith("### Step 2 ")


@pytest.mark.parametrize("malformed", [["x"], {"id": "x"}, 3, True, None])
def test_what_names_no_original_is_no_copy(copies, malformed):
    original, early, _ = copies
    history = History([original, {**early, "copied_from": malformed}])
    assert history.count(Kind.STEP) == 2


def test_an_original_made_after_its_copy_counts_all_the_same(copies):
    """Clocks of two machines differ."""
    original, early, _ = copies
    history = History([{**early, "created": "2026-11-19T12:00:00+08:00"}, original])
    assert history.count(Kind.STEP) == 1
    last = history.last(lambda kind: kind.compares_runs)
    assert last is not None
    assert last.id == original["id"]


def test_a_failed_run_is_compared_with_only_where_there_is_no_other(told):
    now = {"source": "k = 3", "parameters": {"k": "3"}}
    failed = run("k = 2", count=5, failed=True, later_changes=[("k", "2", "3")])
    good = run("k = 1", count=4, later_changes=[("k", "1", "3")])
    assert told(**now, runs=[failed, good])[0] == [("k", "1", "3")]
    assert told(**now, runs=[failed])[0] == [("k", "2", "3")]


def test_a_secret_that_a_parameter_was_is_taken_out(told):
    secret = "ghp_" + "a1B2" * 9
    rows, _, text = told(
        source="login()",
        parameters={"name": "'x'"},
        runs=[run("login()", later_changes=[("name", f"'{secret}'", "'x'")])],
    )
    assert len(rows) == 1
    assert secret not in text + str(rows)


def test_the_number_of_the_run_before_is_a_metric_in_its_own_unit(told):
    _, metrics, _ = told(
        source="accuracy(model)",
        printed="",
        outputs=[result("0.95")],
        runs=[run("accuracy(model)", value="0.9")],
    )
    assert metrics == {"accuracy": (0.9, 0.95)}
    _, metrics, _ = told(
        source="accuracy(model)", printed="accuracy: 95%", runs=[run("accuracy(model)", value="0.9")]
    )
    assert metrics == {"accuracy": (None, 95.0)}
    _, metrics, _ = told(source="f(x)", printed="accuracy: 95%", runs=[run("f(x)", value="0.9")])
    assert metrics == {"accuracy": (None, 95.0)}


def result(text):
    return {"output_type": "execute_result", "data": {"text/plain": text}, "execution_count": 3}


def printed(name, value, unit="1"):
    return {name: Reading(name=name, value=value, unit=unit)}


@pytest.mark.parametrize(
    ("reading", "was", "now", "expected"),
    [
        (printed("accuracy", 0.956), {"accuracy": "0.92"}, {"accuracy": "0.956"}, 0.92),
        (printed("accuracy", 0.96), {"accuracy": "0.92374"}, {"accuracy": "0.956"}, 0.924),
        (printed("val accuracy", 95.6, "%"), {"val_acc": "0.9201"}, {"val_acc": "0.95601"}, 92.0),
        (printed("accuracy", 95.6, "%"), {"acc": "92.0"}, {"acc": "95.6"}, 92.0),
        (printed("loss", 0.0512), {"loss": "1.25"}, {"loss": "0.05123456"}, 1.25),
        (printed("loss", 0.0512), {"loss": "nan"}, {"loss": "0.05123456"}, None),
        (printed("loss", 0.0512), {"loss": "1.25"}, {"loss": "0.06"}, None),  # printed from elsewhere
        (printed("loss", 0.5), {"val_loss": "1.25"}, {"val_loss": "0.5"}, None),
        (printed("loss", 0.5), {}, {"loss": "0.5"}, None),
        (printed("loss", 0.5), {"loss": "'none'"}, {"loss": "0.5"}, None),
        (
            printed("accuracy", 0.5),
            {"acc": "0.1", "accuracy": "0.2"},
            {"acc": "0.5", "accuracy": "0.5"},
            None,
        ),
        (printed("accuracy", 100.0, "%"), {"acc": "0.5"}, {"acc": "1.0"}, 50.0),
    ],
    ids=str,
)
def test_what_a_variable_held_before_is_a_metric_where_it_holds_what_was_printed(reading, was, now, expected):
    found = metrics_from_kernel(
        reading, was=was, now=now, mentioned=frozenset({*was, *now}), value=None, code=""
    )
    assert [metric.after for metric in found] == ([] if expected is None else [expected])


def test_a_variable_that_the_cell_does_not_name_is_not_what_it_printed():
    found = metrics_from_kernel(
        printed("loss", 0.5),
        was={"loss": "1.0"},
        now={"loss": "0.5"},
        mentioned=frozenset(),
        value=None,
        code="",
    )
    assert found == ()
