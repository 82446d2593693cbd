"""Settings of real objects, and that hostile ones are left in peace."""

from __future__ import annotations

import argparse
import dataclasses
import json
import time
import types

import pytest

from jupyterlab_journal.capture.object_settings import LIMIT_S, ObjectsProbe
from jupyterlab_journal.capture.probe import Context

torch = pytest.importorskip("torch", reason="the objects of PyTorch need PyTorch")


def read(**namespace):
    return ObjectsProbe().read(Context(namespace=namespace))


@pytest.fixture
def net():
    return torch.nn.Sequential(
        torch.nn.Linear(784, 128), torch.nn.ReLU(), torch.nn.Dropout(0.2), torch.nn.Linear(128, 10)
    )


def test_a_model_is_told_by_its_layers_and_its_size(net):
    assert read(net=net) == {
        "net": "Sequential",
        "net.parameters": str(sum(weight.numel() for weight in net.parameters())),
        "net.device": "cpu",
        "net.layers": "Linear x2, ReLU, Dropout",
        "net.dropout": "0.2",
    }


def test_what_is_shared_counts_once():
    tied = torch.nn.Sequential(torch.nn.Linear(8, 8), torch.nn.Linear(8, 8))
    tied[1].weight = tied[0].weight
    assert read(tied=tied)["tied.parameters"] == str(sum(weight.numel() for weight in tied.parameters()))


def test_a_size_that_is_not_known_yet_is_not_told():
    assert "lazy.parameters" not in read(lazy=torch.nn.Sequential(torch.nn.LazyLinear(3)))


def test_an_optimizer_is_told_with_the_rate_its_scheduler_started_from(net):
    opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    plan = torch.optim.lr_scheduler.StepLR(opt, step_size=1, gamma=0.5)
    opt.step()
    plan.step()
    assert opt.param_groups[0]["lr"] == 0.05
    found = read(opt=opt, plan=plan)
    assert found["opt"] == "SGD"
    assert (found["opt.lr"], found["opt.momentum"]) == ("0.1", "0.9")
    assert (found["plan"], found["plan.step_size"], found["plan.gamma"]) == ("StepLR", "1", "0.5")


def test_groups_that_differ_are_told_apart(net):
    opt = torch.optim.AdamW(
        [{"params": net[0].parameters()}, {"params": net[3].parameters(), "lr": 1e-4}], lr=1e-3
    )
    found = read(opt=opt)
    assert (found["opt.group0.lr"], found["opt.group1.lr"]) == ("0.001", "0.0001")
    assert found["opt.betas"] == "(0.9, 0.999)"


def test_a_loader_is_told_by_batch_sampler_and_seed():
    loader = torch.utils.data.DataLoader(
        [1, 2, 3], batch_size=2, shuffle=True, generator=torch.Generator().manual_seed(5)
    )
    found = read(loader=loader)
    assert (found["loader.batch_size"], found["loader.sampler"]) == ("2", "RandomSampler")
    assert found["loader.generator"] == "5"


def test_estimators_are_told_by_what_they_were_given_not_by_what_they_learnt():
    sklearn = pytest.importorskip("sklearn.linear_model", reason="scikit-learn is not installed")
    ridge = sklearn.Ridge(alpha=0.5).fit([[0], [1]], [0, 1])
    found = read(ridge=ridge)
    assert (found["ridge"], found["ridge.alpha"]) == ("Ridge", "0.5")
    assert not [name for name in found if name.endswith("_")]


def test_what_an_estimator_is_made_of_is_told_with_it():
    pytest.importorskip("sklearn", reason="scikit-learn is not installed")
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    pipe = make_pipeline(StandardScaler(), LogisticRegression(C=0.5))
    grid = {"logisticregression__C": [0.1, 1.0]}
    found = read(pipe=pipe, search=GridSearchCV(pipe, grid, cv=4))
    assert (found["pipe"], found["pipe.logisticregression"]) == ("Pipeline", "LogisticRegression")
    assert found["pipe.logisticregression.C"] == "0.5"
    assert (found["search.cv"], found["search.param_grid"]) == ("4", repr(grid))
    assert found["search.estimator.logisticregression.C"] == "0.5"


def test_configurations_are_read_and_their_secrets_are_not():
    @dataclasses.dataclass
    class Settings:
        lr: float = 0.1
        hf_token: str = "abc"

    found = read(
        args=argparse.Namespace(epochs=3, password="p"),
        space=types.SimpleNamespace(width=8),
        settings=Settings(),
        config={"lr": 0.1, "model": {"depth": 2}},
        hidden={"lr": 0.1, "api_key": "abc"},
        tokens=["abc"],
        token=["abc"],
        device=torch.device("cuda:1"),
    )
    assert found == {
        "args.epochs": "3",
        "space.width": "8",
        "settings.lr": "0.1",
        "config": "{'lr': 0.1, 'model': {'depth': 2}}",
        "tokens": "['abc']",
        "device": "cuda:1",
    }


def test_long_or_deep_containers_are_data():
    assert read(data=list(range(21)), empty=[], mixed=[object()], deep=[[[[1]]]]) == {}


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
            return cls is other

    class Hostile(torch.nn.Module, metaclass=Meta):
        def __getattribute__(self, name):
            called.append(name)
            return super().__getattribute__(name)

        @property
        def __dict__(self):
            called.append("dict")
            return {}

        def __len__(self):
            called.append("len")
            return 0

        def __repr__(self):
            called.append("repr")
            return "x"

    hostile = Hostile()
    called.clear()
    assert read(hostile=hostile)["hostile"] == "Hostile"
    assert called == []


def test_a_metaclass_is_not_asked_for_the_fields_of_its_class():
    called = []

    class Meta(type):
        @property
        def __dict__(cls):
            called.append("dict")
            return {}

    class Own(metaclass=Meta):
        pass

    own = Own()
    called.clear()
    assert read(own=own, kind=Own) == {}
    assert called == []


def test_settings_in_chinese_leave_room_for_the_rest_of_the_reply():
    prompts = {f"p{number}": "系统提示" * 40 for number in range(40)}
    facts = read(**{f"prompts_{number}": argparse.Namespace(**prompts) for number in range(3)})
    assert 5 < len(facts) < 40
    assert len(json.dumps(json.dumps(facts))) < 20_000


def test_a_large_namespace_costs_about_the_limit():
    layers = [torch.nn.Linear(1, 1) for _ in range(2000)]
    nets = {f"net_{number}": torch.nn.Sequential(*layers) for number in range(50)}
    start = time.perf_counter()
    read(**nets)
    assert time.perf_counter() - start < 10 * LIMIT_S  # all of them take a hundred times the limit
