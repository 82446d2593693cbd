"""What objects measured in a run: when it counts, and how it meets what was printed."""

from __future__ import annotations

from textwrap import indent

import pytest

from jupyterlab_journal.compose import ActiveCell, EntryRequest, compose_entry
from jupyterlab_journal.compose.metrics.agreement import merge_readings
from jupyterlab_journal.compose.metrics.list_epochs import ListContext
from jupyterlab_journal.compose.metrics.metric_reading import Reading, last_values
from jupyterlab_journal.compose.metrics.object_metrics import read_objects
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.entry.kernel_facts import KernelFacts
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.entry.run import MeasuredTable
from jupyterlab_journal.reading.other_cells import OtherCells
from jupyterlab_journal.redact import Redactor

LOSSES = (0.9, 0.5, 0.2487)
ACCURACIES = (0.5, 0.8, 0.9279)


def table(kind="keras", name="history", epochs=(1, 2, 3), **metrics):
    return MeasuredTable(name=name, kind=kind, epochs=epochs, metrics=metrics)


def names(tables, code="", parameters=None, others=()):
    context = ListContext(code=code, other_cells=OtherCells(others), parameters=parameters or {})
    return list(dict.fromkeys(one.name for one in read_objects(tables, context)))


def entry(kind, tables, *, printed="", code="history = model.fit(x, y, verbose=0)"):
    outputs = ({"output_type": "stream", "name": "stdout", "text": printed},) if printed else ()
    request = EntryRequest(kind=kind, cell=ActiveCell(source=code, outputs=outputs, execution_count=3))
    cell = compose_entry(request, KernelFacts(measured=tuple(tables)), Redactor()).cell
    return cell["source"], cell["metadata"]["journal"], cell.get("attachments", {})


def test_a_silent_run_gives_a_step_its_last_values():
    text, journal, _ = entry(Kind.STEP, [table(loss=LOSSES, val_accuracy=ACCURACIES)])
    assert "| loss | — | 0.2487 | — |\n| val_accuracy | — | 0.9279 | — |" in text
    assert journal["metrics"] == [
        {"name": "loss", "before": None, "after": 0.2487, "unit": "1"},
        {"name": "val_accuracy", "before": None, "after": 0.9279, "unit": "1"},
    ]


def test_a_silent_run_gives_a_result_its_epochs_and_curves():
    text, journal, pictures = entry(Kind.RESULT, [table(loss=LOSSES, val_loss=(0.8, 0.6, 0.4))])
    assert "| Epoch | loss | val_loss |\n| --- | --- | --- |\n| 1 | 0.9 | 0.8 |\n| 2 | 0.5 | 0.6 |" in text
    assert len(pictures) == len(journal["figures"]) == 1


def test_a_value_of_no_epoch_stands_by_itself():
    text, _, pictures = entry(Kind.RESULT, [table("sklearn", "search", (None,), best_score=(0.975,))])
    assert "| best_score | 0.975 |" in text
    assert not pictures


def test_two_objects_that_measured_the_same_are_told_apart():
    tables = [table(name="small", loss=LOSSES), table(name="large", loss=LOSSES, mae=LOSSES)]
    assert names(tables) == ["small loss", "large loss", "mae"]


def test_what_a_framework_vouches_for_is_a_metric_and_what_anybody_may_log_needs_the_name_of_one():
    assert names([table("keras", cosine_similarity=LOSSES)]) == ["cosine_similarity"]
    assert names([table("lightning", epochs=(None,), val_loss=(0.5,), lr=(0.1,))]) == ["val_loss"]


IN_A_LOOP = (
    "for epoch in range(n):\n    train()\n    with open('x'):\n        history['loss'].append(loss.item())\n"
)
NOT_CERTAIN = {
    "no code": ("", {}),
    "in each batch": (
        "for epoch in range(3):\n    for x in data:\n        history['loss'].append(loss)",
        {},
    ),
    "now and then": (
        "for epoch in range(9):\n    if epoch % 3 == 0:\n        history['loss'].append(loss)",
        {},
    ),
    "not in every round": (
        "for epoch in range(3):\n    if bad:\n        continue\n    history['loss'].append(loss)",
        {},
    ),
    "to something else": ("for epoch in range(3):\n    self.loss.append(loss)", {}),
    "of each fold": ("for fold in range(3):\n    history['loss'].append(loss)", {}),
    "another key": ("for epoch in range(3):\n    history['acc'].append(acc)", {}),
    "another number of epochs": ("history = train(model, epochs=10)", {"epochs": "10"}),
    "no Python": ("for epoch in", {}),
}


@pytest.mark.parametrize("case", NOT_CERTAIN)
def test_lists_that_may_be_of_something_else_than_epochs_say_nothing(case):
    code, parameters = NOT_CERTAIN[case]
    assert names([table("lists", loss=LOSSES)], code, parameters) == []


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        (IN_A_LOOP, {}),
        ("def train():\n" + indent(IN_A_LOOP, "    "), {}),
        ("history = train(model, epochs=3)", {}),
        ("history = train(model)", {"NUM_EPOCHS": "3"}),
    ],
)
def test_lists_that_are_known_to_be_of_epochs_count(code, parameters):
    assert names([table("lists", loss=LOSSES)], code, parameters) == ["loss"]


def test_lists_are_filled_as_the_newest_function_of_another_cell_says():
    each_epoch = "def fit():\n" + indent(IN_A_LOOP, "    ")
    each_batch = "def fit():\n    for x in data:\n        history['loss'].append(step(x))"
    lists = [table("lists", loss=LOSSES)]
    assert names(lists, "history = fit()", others=["x = 1", each_epoch]) == ["loss"]
    assert names(lists, "history = fit()", others=[each_epoch, each_batch]) == ["loss"]
    assert names(lists, "history = fit()", others=[each_batch, each_epoch]) == []
    assert names(lists, "history = fit()", others=["def fit(): return work()", each_epoch]) == []
    assert names(lists, "history = {'loss': of_each_class}", others=[each_epoch, IN_A_LOOP]) == []


def test_lists_of_their_own_count_by_the_name_of_an_item():
    code = "for ep in range(3):\n    train_losses.append(fit())\n    for x in y:\n        accs.append(1.0)"
    lists = [
        table("lists", "train_losses", train_losses=LOSSES),
        table("lists", "accs", accs=ACCURACIES),
    ]
    assert names(lists, code) == ["train_loss"]


def test_scores_are_of_folds_when_nothing_says_epochs_although_their_number_fits():
    assert names([table("lists", test_score=LOSSES)], "scores = check(model, epochs=3)") == []
    assert names([table("table", test_score=LOSSES, lr=LOSSES)]) == ["test_score"]


def test_code_that_was_edited_since_says_nothing_about_lists():
    request = EntryRequest(kind=Kind.STEP, cell=ActiveCell(source=IN_A_LOOP, execution_count=3))
    facts = KernelFacts(measured=(table("lists", loss=LOSSES),), ran="0123456789abcdef")
    cell = compose_entry(request, facts, Redactor()).cell
    assert "metrics" not in cell["metadata"]["journal"] or not cell["metadata"]["journal"]["metrics"]


def assigned(code, printed="", tables=(), **values):
    single = {name: (value,) for name, value in values.items()}
    tables = [*tables, table("variables", "", (None,), **single)]
    _, journal, _ = entry(Kind.STEP, tables, printed=printed, code=code)
    return {one["name"]: one["after"] for one in journal.get("metrics", ())}


@pytest.mark.parametrize(
    "code",
    [
        "acc = accuracy_score(y, guess)",
        "loss, acc = model.evaluate(x, y, verbose=0)",
        "with torch.no_grad():\n    acc = test(model, loader)",
        "acc = round(float(accuracy_score(y, guess)), 3)",
        "acc = (guess == y).float().mean().item()",
        "acc = 0.0\nacc = metric.compute()",
    ],
)
def test_a_silent_cell_is_told_what_it_computed_for_a_variable(code):
    assert assigned(code, acc=0.92, lr=0.1) == {"acc": 0.92}


@pytest.mark.parametrize(
    "code",
    [
        "acc = 0.92",
        "acc = float('0.92')",
        "acc = torch.tensor(0.92, device=device)",
        "acc = base + 0.1",
        "for x, y in loader:\n    acc = step(x, y)",
        "if done:\n    acc = test(model)",
        "acc = test(model)\nfor x in loader:\n    acc = step(x)",
        "acc = test(model)\nacc += 0.1",
        "target_acc = choose(runs)",
        "lr = find(model)",
        "acc = test(",
    ],
)
def test_what_a_cell_was_told_or_measured_in_part_is_no_metric(code):
    name = code.split()[0] if code.startswith(("target", "lr")) else "acc"
    assert assigned(code, **{name: 0.92}) == {}


def test_variables_count_only_where_nothing_else_is_told():
    code = "acc = test(model)"
    assert assigned(code, acc=0.92, printed="test accuracy: 92.0%") == {"test accuracy": 92.0}
    assert assigned(code, acc=0.92, tables=[table(loss=LOSSES)]) == {"loss": 0.2487}
    assert assigned("best_loss = float(numpy.inf)", best_loss=float("inf")) == {}


def held(name, *values, epochs=True):
    return [
        Reading(name=name, value=value, unit="1", epoch=number if epochs else None)
        for number, value in enumerate(values, 1)
    ]


SAID = [
    # printed, held, last values
    ("loss: 0.25", held("loss", *LOSSES), {"loss": (0.25, "1")}),
    ("loss: 0.31", held("loss", *LOSSES), {"loss": (0.31, "1")}),
    ("accuracy: 92.8%", held("accuracy", *ACCURACIES), {"accuracy": (92.8, "%")}),
    ("accuracy: 93%", held("accuracy", *ACCURACIES), {"accuracy": (93.0, "%")}),
    ("acc: 92.8%", held("acc", 50.0, 92.79), {"acc": (92.8, "%")}),
    ("train acc: 92.79%", held("accuracy", *ACCURACIES), {"train acc": (92.79, "%")}),
    ("validation loss: 0.2487", held("eval_loss", *LOSSES), {"validation loss": (0.2487, "1")}),
    ("test loss: 0.2487", held("val_loss", *LOSSES), {"test loss": (0.2487, "1"), "val loss": (0.2487, "1")}),
    ("acc: 0.5", held("accuracy", *ACCURACIES), {"acc": (0.5, "1"), "accuracy": (0.9279, "1")}),
    ("loss: nan", held("loss", 0.5, float("inf")), {"loss": (float("nan"), "1")}),
]


@pytest.mark.parametrize(("printed", "of_object", "last"), SAID, ids=[case[0] for case in SAID])
def test_what_was_printed_and_what_is_held_is_said_once_as_printed(printed, of_object, last):
    found = last_values(merge_readings(read_metrics(printed), of_object))
    assert repr({key: (one.value, one.unit) for key, one in found.items()}) == repr(last)


def test_a_printed_last_value_that_agrees_gets_the_epochs_of_the_object():
    text, journal, pictures = entry(Kind.RESULT, [table(accuracy=ACCURACIES)], printed="accuracy: 92.8%\n")
    assert "| 1 | 50.0 % |\n| 2 | 80.0 % |\n| 3 | 92.79 % |" in text
    assert len(pictures) == 1
    assert [(one["name"], one["after"], one["unit"]) for one in journal["metrics"]] == [
        ("accuracy", 92.8, "%")
    ]


def test_a_printed_last_value_that_disagrees_stands_alone():
    _, journal, pictures = entry(Kind.RESULT, [table(accuracy=ACCURACIES)], printed="accuracy: 0.31\n")
    assert not pictures
    assert [one["after"] for one in journal["metrics"]] == [0.31]


def test_epochs_that_were_printed_are_not_drawn_twice():
    printed = "".join(f"Epoch {number} loss: {value:.2f}\n" for number, value in enumerate(LOSSES, 1))
    found = list(merge_readings(read_metrics(printed), held("loss", *LOSSES)))
    assert [(one.epoch, one.value) for one in found] == [(1, 0.9), (2, 0.5), (3, 0.25)]


def test_names_from_the_kernel_break_nothing_and_tell_no_secret():
    token = "ghp_" + "a1B2" * 9
    names_of_metrics = {"loss | # x\n": LOSSES, f"{token} loss": LOSSES}
    text, journal, _ = entry(Kind.RESULT, [table(**names_of_metrics)])
    assert token not in text + str(journal)
    assert not any(line.startswith("# ") for line in text.splitlines())
