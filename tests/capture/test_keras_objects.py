"""Settings of real Keras objects, against what Keras says of them."""

from __future__ import annotations

import json
import os
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from jupyterlab_journal.capture import object_settings
from jupyterlab_journal.capture.probe import Context

SOURCE = str(Path(__file__).parents[2] / "src")
ELSEWHERE = f"""
import json, sys
sys.path.insert(0, {SOURCE!r})
from jupyterlab_journal.capture import object_settings
from jupyterlab_journal.capture.probe import Context
import keras, numpy
object_settings.LIMIT_S = 1
net = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8), keras.layers.BatchNormalization()])
net.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss="mse")
net.fit(numpy.ones((8, 4)), numpy.ones((8, 8)), verbose=0)
settings = object_settings.ObjectsProbe().read(Context(namespace={{"net": net}}))
print(json.dumps([settings, net.count_params()]))
"""


@pytest.fixture(scope="module")
def keras():
    """Keras on torch: it asks once, when it is imported, on what it shall run."""
    if find_spec("keras") is None or find_spec("torch") is None:
        pytest.skip("the objects of Keras need Keras and PyTorch")
    os.environ["KERAS_BACKEND"] = "torch"
    import keras

    assert keras.backend.backend() == "torch"
    return keras


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch):
    monkeypatch.setattr(object_settings, "LIMIT_S", 1)  # a busy machine is no failure


@pytest.fixture
def net(keras):
    layers = keras.layers
    return keras.Sequential(
        [
            *(keras.Input((4,)), layers.Dense(8, activation="relu"), layers.BatchNormalization()),
            *(layers.Dropout(0.25), layers.Dense(8), layers.Dense(1)),
        ]
    )


def read(**namespace):
    return object_settings.ObjectsProbe().read(Context(namespace=namespace))


def fit(net, **options):
    import numpy as np

    net.fit(np.ones((8, 4)), np.ones((8, 1)), verbose=0, **options)


def test_a_model_is_told_with_its_layers_and_what_it_was_compiled_with(keras, net):
    net.compile(optimizer=keras.optimizers.SGD(learning_rate=0.05, momentum=0.9), loss="mse")
    fit(net)
    found = read(net=net)
    assert found["net"] == "Sequential"
    assert found["net.parameters"] == str(net.count_params())
    assert found["net.layers"] == "Dense x3, BatchNormalization, Dropout"
    assert (found["net.dropout"], found["net.loss"]) == ("0.25", "'mse'")
    optimizer = {name: found[f"net.optimizer{name}"] for name in ("", ".learning_rate", ".momentum")}
    assert optimizer == {"": "SGD", ".learning_rate": "0.05", ".momentum": "0.9"}


def test_layers_inside_layers_and_models_inside_models(keras):
    layers = keras.layers
    inputs = keras.Input((6, 1))
    inner = keras.Sequential([layers.LSTM(4, return_sequences=True), layers.Dense(5)])
    net = keras.Model(inputs, layers.Dense(2)(inner(inputs)))
    found = read(net=net, unbuilt=keras.Sequential([layers.Dense(3)]))
    assert found["net.parameters"] == str(net.count_params())
    assert found["net.layers"] == "LSTM, Dense x2"
    assert "unbuilt.parameters" not in found  # it has none yet, which is not nought


def test_what_is_shared_counts_once(keras):
    inputs = keras.Input((4,))
    shared = keras.layers.Dense(4)
    net = keras.Model(inputs, shared(shared(inputs)))
    assert read(net=net)["net.parameters"] == str(net.count_params()) == "20"


def test_an_optimizer_is_told_with_its_rate_or_the_schedule_of_it(keras):
    decay = keras.optimizers.schedules.CosineDecay(0.1, decay_steps=100)
    plain = keras.optimizers.AdamW(learning_rate=3e-4, weight_decay=0.01)
    found = read(plain=plain, decay=decay, planned=keras.optimizers.Adam(decay))
    settings = (found["plain"], found["plain.learning_rate"], found["plain.weight_decay"])
    assert settings == ("AdamW", "0.0003", "0.01")
    assert (found["decay"], found["decay.initial_learning_rate"]) == ("CosineDecay", "0.1")
    assert found["planned.learning_rate"] == "CosineDecay"
    assert found["planned.learning_rate.decay_steps"] == "100"


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras reading torch
def test_the_rate_is_the_one_the_user_set_not_the_one_a_callback_left(keras, net):
    net.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2 if epoch else rate)
    fit(net, epochs=3, callbacks=[halve])
    assert float(net.optimizer.learning_rate) == pytest.approx(0.025)
    assert read(net=net)["net.optimizer.learning_rate"] == "0.1"
    net.optimizer.learning_rate = 0.07  # or was it a callback, after the last epoch?
    assert "net.optimizer.learning_rate" not in read(net=net)


def test_nothing_is_drawn_and_nothing_of_the_users_is_called(keras):
    import torch

    called = []

    class Own(keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = keras.layers.Dense(3)

        def __getattribute__(self, name):
            called.append(name)
            return super().__getattribute__(name)

        def call(self, x):
            return self.dense(x)

    own = Own()
    own(torch.ones(1, 3))
    own.compile("adam", "mse")
    called.clear()
    before = torch.get_rng_state()
    assert read(own=own)["own"] == "Own"
    assert called == []
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.frameworks
@pytest.mark.timeout(900)
@pytest.mark.parametrize("backend", ["tensorflow", "jax"])
def test_on_another_backend_only_the_rate_is_not_told(backend):
    python = os.environ.get("JOURNAL_FRAMEWORKS_PYTHON")
    if python is None:
        pytest.skip("Keras on TensorFlow and JAX was not tried: set JOURNAL_FRAMEWORKS_PYTHON to try it")
    done = subprocess.run(
        [python, "-c", ELSEWHERE],
        env={**os.environ, "KERAS_BACKEND": backend, "TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found, parameters = json.loads(done.stdout.splitlines()[-1])
    assert found["net.parameters"] == str(parameters)
    assert (found["net.optimizer"], found["net.optimizer.momentum"]) == ("SGD", "0.9")
    assert "net.optimizer.learning_rate" not in found
