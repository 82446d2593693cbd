"""What real objects measured in a run, and that hostile ones are left in peace."""

from __future__ import annotations

import math
import time
from collections import defaultdict

import pytest

from jupyterlab_journal.capture.new_measurements import LIMIT_S, Before
from jupyterlab_journal.capture.user_variables import Variables

torch = pytest.importorskip("torch", reason="tensors need PyTorch")
numpy = pytest.importorskip("numpy", reason="numbers of numpy need numpy")


QUIET = pytest.mark.filterwarnings("ignore")  # what these libraries warn of is their own


class Cells:
    """The user's variables, and what each cell that changes them measured."""

    def __init__(self, **namespace):
        self.names = namespace

    def run(self, cell, code=""):
        before = Before(Variables(self.names), self.names, code)
        cell(self.names)
        tables = before.since(Variables(self.names), self.names)
        return [{"name": table["name"], "epochs": table["epochs"], **table["metrics"]} for table in tables]


def named(module, name, **fields):
    """Return an object whose class has the name of a framework's, for frameworks that are not here."""
    kind = type(name, (), {"__module__": module})
    found = kind()
    vars(found).update(fields)
    return found


def log(**lists):
    return Cells().run(lambda names: names.update(history=lists))


# Real libraries -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keras():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KERAS_BACKEND", "torch")
        yield pytest.importorskip("keras", reason="the history of Keras needs Keras")


@pytest.fixture
def model(keras):
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse", metrics=["mae"])
    return model


X = numpy.linspace(0, 1, 128, dtype="float32").reshape(32, 4)
Y = X.sum(1)


def test_a_history_of_keras_counts_in_the_cell_that_made_it_only(model):
    cells = Cells(model=model)
    (table,) = cells.run(lambda names: names.update(h=model.fit(X, Y, epochs=3, verbose=0)))
    held = {name: list(map(float, values)) for name, values in cells.names["h"].history.items()}
    assert (table["name"], table["epochs"]) == ("h", [1, 2, 3])
    assert table["loss"] == pytest.approx(held["loss"], rel=1e-5)
    assert (table["loss"][-1], table["mae"][-1]) == (held["loss"][-1], held["mae"][-1])
    assert cells.run(lambda _names: None) == []
    assert cells.run(lambda names: names.update(same=names["h"], part=names["h"].history)) == []


def test_a_fit_whose_history_got_no_name_is_found_in_its_model(model):
    (table,) = Cells(model=model).run(lambda _names: model.fit(X, Y, epochs=2, verbose=0))
    assert (table["name"], table["epochs"], len(table["loss"])) == ("model", [1, 2], 2)


def test_fits_of_keras_that_go_on_or_validate_now_and_then(model):
    cells = Cells(model=model)
    (table,) = cells.run(lambda _names: model.fit(X, Y, epochs=6, initial_epoch=4, verbose=0))
    assert table["epochs"] == [5, 6]
    options = {"validation_data": (X, Y), "validation_freq": 2}
    whole, once = cells.run(lambda _names: model.fit(X, Y, epochs=4, verbose=0, **options))
    assert (whole["epochs"], set(whole)) == ([1, 2, 3, 4], {"name", "epochs", "loss", "mae"})
    assert (once["epochs"], set(once)) == ([None], {"name", "epochs", "val_loss", "val_mae"})


@QUIET
def test_a_schedule_of_rates_is_no_metric(keras, model):
    plan = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    (table,) = Cells().run(
        lambda names: names.update(h=model.fit(X, Y, epochs=2, verbose=0, callbacks=[plan]))
    )
    assert set(table) == {"name", "epochs", "loss", "mae"}


def test_a_trainer_of_transformers_is_read_by_epoch_and_only_what_is_new(tmp_path):
    transformers = pytest.importorskip("transformers", reason="its Trainer needs transformers")

    class Net(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(4, 2)

        def forward(self, x, labels=None):
            logits = self.layer(x)
            return {"loss": torch.nn.functional.cross_entropy(logits, labels), "logits": logits}

    data = [{"x": torch.tensor(row), "labels": int(row[0] > 0.5)} for row in X]
    arguments = transformers.TrainingArguments(
        output_dir=str(tmp_path),
        num_train_epochs=2,
        eval_strategy="epoch",
        logging_steps=1,
        save_strategy="no",
        report_to=[],
        disable_tqdm=True,
        use_cpu=True,
    )
    trainer = transformers.Trainer(Net(), arguments, train_dataset=data, eval_dataset=data)
    cells = Cells(trainer=trainer)
    (table,) = cells.run(lambda _names: trainer.train())
    logged = trainer.state.log_history
    assert set(table) == {"name", "epochs", "loss", "eval_loss", "train_loss"}
    assert table["epochs"] == [1, 2]
    assert table["loss"][-1] == [row["loss"] for row in logged if "loss" in row][-1]
    assert table["eval_loss"] == pytest.approx(
        [row["eval_loss"] for row in logged if "eval_loss" in row], rel=1e-5
    )
    assert table["train_loss"][0] is None
    (again,) = cells.run(lambda _names: trainer.evaluate())
    assert set(again) == {"name", "epochs", "eval_loss"}


@QUIET
@pytest.mark.parametrize("package", ["lightning.pytorch", "pytorch_lightning"])
def test_a_trainer_of_lightning_is_read_without_asking_it(package):
    lightning = pytest.importorskip(package, reason=f"its Trainer needs {package}")

    class Net(lightning.LightningModule):
        def __init__(self):
            super().__init__()
            self.layer = torch.nn.Linear(4, 1)

        def training_step(self, batch, _index):
            loss = (self.layer(batch[0]) ** 2).mean()
            self.log("train_loss", loss)
            return loss

        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), 0.1)

    quiet = {"logger": False, "enable_checkpointing": False, "enable_progress_bar": False}
    trainer = lightning.Trainer(max_epochs=1, accelerator="cpu", enable_model_summary=False, **quiet)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.tensor(X)), 8)
    (table,) = Cells(trainer=trainer).run(lambda _names: trainer.fit(Net(), loader))
    assert table == {
        "name": "trainer",
        "epochs": [None],
        "train_loss": [trainer.callback_metrics["train_loss"].item()],
    }


@QUIET
def test_estimators_tell_their_curve_and_their_best_score_each_time_they_are_fitted():
    networks = pytest.importorskip("sklearn.neural_network", reason="scikit-learn is not installed")
    search = pytest.importorskip("sklearn.model_selection")
    linear = pytest.importorskip("sklearn.linear_model")
    labels = (Y.mean() < Y).astype(int)
    cells = Cells()
    (table,) = cells.run(lambda names: names.update(net=networks.MLPRegressor(max_iter=3).fit(X, Y)))
    assert (table["epochs"], table["loss"][-1]) == ([1, 2, 3], cells.names["net"].loss_curve_[-1])
    grid = search.GridSearchCV(linear.LogisticRegression(), {"C": [1, 2]})
    cells.names["grid"] = grid
    for _ in range(2):  # the second time to the same number
        assert cells.run(lambda _names: grid.fit(X, labels)) == [
            {"name": "grid", "epochs": [None], "best_score": [float(grid.best_score_)]}
        ]


# By the names of classes --------------------------------------------------------------------------------


def test_a_learner_of_fastai_by_its_recorder():
    names = named("fastcore.foundation", "L", items=["epoch", "train_loss", "accuracy", "time"])
    rows = [named("fastcore.foundation", "L", items=[0.5, 0.75]), [0.25, 0.875]]
    learner = named(
        "fastai.learner", "Learner", recorder=named("x", "Recorder", metric_names=names, values=rows)
    )
    assert Cells().run(lambda variables: variables.update(learner=learner)) == [
        {"name": "learner", "epochs": [1, 2], "train_loss": [0.5, 0.25], "accuracy": [0.75, 0.875]}
    ]


def test_a_name_that_is_no_name_is_left_out():
    recorder = named("x", "Recorder", metric_names=["loss", "x" * 300], values=[[0.5, 0.25]])
    learner = named("fastai.learner", "Learner", recorder=recorder)
    (table,) = Cells().run(lambda variables: variables.update(learner=learner))
    assert table == {"name": "learner", "epochs": [1], "loss": [0.5]}


def test_boosted_trees_by_data_set_and_metric():
    results = {"validation_0": {"logloss": [0.5, 0.25]}}
    forest = named("xgboost.sklearn", "XGBModel", evals_result_=results)
    assert Cells().run(lambda names: names.update(forest=forest)) == [
        {"name": "forest", "epochs": [1, 2], "validation_0 logloss": [0.5, 0.25]}
    ]


# The user's own ------------------------------------------------------------------------------------------


def test_what_a_list_has_gained_is_what_was_measured():
    history = defaultdict(list)
    cells = Cells(history=history)

    def train(_names):
        for loss in (0.5, numpy.float32(0.25), numpy.float64(0.125)):
            history["train_loss"].append(loss)

    assert [cells.run(train) for _ in range(2)] == [
        [{"name": "history", "epochs": [1, 2, 3], "train_loss": [0.5, 0.25, 0.125]}],
        [{"name": "history", "epochs": [4, 5, 6], "train_loss": [0.5, 0.25, 0.125]}],
    ]


def test_lists_in_variables_of_their_own():
    cells = Cells(losses=[0.5], widths=[0.5], _losses=[0.5])
    assert cells.run(lambda names: [items.append(0.25) for items in names.values()]) == [
        {"name": "losses", "epochs": [2], "losses": [0.25]}
    ]


def test_a_list_that_replaces_an_equal_one_is_new():
    cells = Cells(history={"loss": [0.5, 0.25]})
    (table,) = cells.run(lambda names: names.update(history={"loss": [0.5, 0.25]}))
    assert table["epochs"] == [1, 2]


def test_nested_lists_are_told_by_both_names_and_a_list_of_epochs_numbers_them():
    (table,) = log(train={"loss": [0.5]}, val={"loss": [0.25]})
    assert (table["train loss"], table["val loss"]) == ([0.5], [0.25])
    (table,) = log(epoch=[3, 4], loss=[0.5, 0.25])
    assert table == {"name": "history", "epochs": [3, 4], "loss": [0.5, 0.25]}


@pytest.mark.parametrize(
    "lists",
    [
        {"model": ["a", "b"], "accuracy": [0.5, 0.25]},
        {"loss": [0.5], "accuracy": [0.5, 0.25]},
        {"epoch": [2, 1], "loss": [0.5, 0.25]},
        {"epoch": [-1, 0], "loss": [0.5, 0.25]},
        {"epoch": [1, 1 << 60], "loss": [0.5, 0.25]},
        {"epoch": ["1", "2"], "loss": [0.5, 0.25]},
        {"loss": [0.5, None]},
        {"loss": [0.5, True]},
        {"loss": [0.5, 1 << 80]},
        {"loss": [0.1] * 6_000},
        {"width": [0.5, 0.25]},
        {"loss": []},
        {"loss": (0.5, 0.25)},
        {3: [0.5], "loss": [0.5]},
        {f"loss {number}": [0.5] for number in range(60)},
        {"loss": [torch.ones(2)]},
        {"loss": [torch.ones((), device="meta")]},
    ],
    ids=lambda lists: str(lists)[:40],
)
def test_lists_that_are_no_history(lists):
    assert (
        log(**{str(name): items for name, items in lists.items()} if 3 not in lists else {"x": lists}) == []
    )


def test_numbers_that_are_none_are_told_as_they_are():
    (table,) = log(loss=[0.5, math.nan, math.inf])
    assert repr(table["loss"]) == "[0.5, nan, inf]"


def test_a_container_that_holds_itself_is_passed_over():
    loop = {"loss": [0.5]}
    loop["loss"].append(loop["loss"])
    cycle = {"train": {}}
    cycle["train"]["loss"] = cycle
    assert Cells().run(lambda names: names.update(loop=loop, cycle=cycle)) == []


def test_variables_that_the_code_assigns_count_each_time_they_are_computed():
    cells = Cells(acc=0.5, loss=0.5, best_score=1)
    code = (
        "acc = accuracy_score(y, guess)\nloss, f1 = model.evaluate(x, y)\nbest_score = 2\nlr = 0.1\nacc == 1"
    )

    def cell(names):
        numbers = {"acc": float("0.75"), "loss": torch.tensor(0.5), "f1": numpy.float64(0.25), "lr": 0.1}
        names.update(numbers, best_score=2, _f1=0.5)

    expected = [{"name": "", "epochs": [None], "acc": [0.75], "loss": [0.5], "f1": [0.25]}]
    assert [cells.run(cell, code) for _ in range(2)] == [expected, expected]
    assert cells.run(lambda _names: None, code) == []
    assert cells.run(cell, "train()") == []


# Bounds, and what is not touched -------------------------------------------------------------------------


def test_long_runs_keep_their_ends_and_some_epochs_between():
    (table,) = log(loss=[number / 7 for number in range(4_000)])
    assert table["epochs"][:2] == [1, 2]
    assert table["epochs"][-10:] == list(range(3_991, 4_001))
    assert table["epochs"] == sorted(set(table["epochs"]))
    assert table["loss"][-1] == 3_999 / 7
    assert len(repr(table)) < 6_000


def test_many_objects_cost_about_the_limit():
    cells = Cells(**{f"h{number}": {"loss": [0.5] * 4_000} for number in range(2_000)})
    start = time.thread_time()
    assert cells.run(lambda names: names.update(h={"loss": [1.0]})) == []  # what was before is not known
    assert time.thread_time() - start < 10 * LIMIT_S


def test_nothing_of_an_object_is_run():
    called = []

    class Meta(type):
        def __getattribute__(cls, name):
            called.append(name)
            return super().__getattribute__(name)

        def __hash__(cls):
            called.append("hash")
            return 1

        def __eq__(cls, other):
            called.append("eq")
            return True

    class Keeper(metaclass=Meta):
        def __init__(self):
            self.epoch = [0, 1]
            self.history = {"loss": [0.5, Hostile()]}

    class History(Keeper):
        __module__ = "keras.callbacks"

        def __getattribute__(self, name):
            called.append(name)
            return super().__getattribute__(name)

        @property
        def __dict__(self):
            called.append("dict")
            return {}

    class Hostile(float, metaclass=Meta):
        def __float__(self):
            called.append("float")
            return 1.0

        __bool__ = __len__ = __eq__ = __mod__ = __float__
        __hash__ = None

    history = History()
    odd = Hostile()
    called.clear()
    tables = Cells().run(lambda names: names.update(history=history, odd=odd, odds={"loss": [odd]}))
    assert called == []
    assert tables == [{"name": "history", "epochs": [1, 2], "loss": [0.5, None]}]


def test_a_mode_of_the_user_for_the_functions_of_torch_sees_nothing():
    called = []

    class Mode(torch.overrides.TorchFunctionMode):
        def __torch_function__(self, function, _types, arguments=(), options=None):
            called.append(function)
            return function(*arguments, **(options or {}))

    connector = named("x", "Connector", _logged_metrics={"loss": torch.tensor(0.5, requires_grad=True)})
    trainer = named("lightning.pytorch.trainer.trainer", "Trainer", _logger_connector=connector)
    cells = Cells()
    with Mode():
        found = cells.run(lambda names: names.update(trainer=trainer))
    assert found == [{"name": "trainer", "epochs": [None], "loss": [0.5]}]
    assert called == []
