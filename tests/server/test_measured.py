"""Runs that print nothing: what their objects measured, through a real server and a real kernel."""

from __future__ import annotations

import json
from importlib.util import find_spec

import pytest
from shapes import validator

SKLEARN = """
from sklearn.neural_network import MLPClassifier
import numpy, warnings
warnings.simplefilter("ignore")
x = numpy.random.default_rng(0).random((80, 4)); y = (x.sum(1) > 2).astype(int)
net = MLPClassifier((8,), learning_rate_init={lr}, max_iter=5, random_state=0).fit(x, y)
"""


@pytest.fixture
def ask(jp_fetch):
    async def post(kernel_id, kind, cell, entries=()):
        body = {
            "path": "a.ipynb",
            "kernel_id": kernel_id,
            "kind": kind,
            "cell": cell,
            "entries": list(entries),
        }
        response = await jp_fetch(
            "jupyterlab-journal", "api", "entries", method="POST", body=json.dumps(body)
        )
        answer = json.loads(response.body)
        validator("ComposedEntry").validate(answer)
        return answer["cell"]

    return post


@pytest.fixture
def user(jp_serverapp, jp_asyncio_loop):
    """A kernel, and what runs cells in it; a cell that ran, as the notebook has it."""
    kernels = jp_serverapp.kernel_manager
    kernel_id = jp_asyncio_loop.run_until_complete(kernels.start_kernel())
    client = kernels.get_kernel(kernel_id).client()
    client.start_channels()
    jp_asyncio_loop.run_until_complete(client.wait_for_ready(timeout=60))

    async def run(source, cell_id="cell-1"):
        content = {"code": source, "silent": False, "store_history": True, "stop_on_error": True}
        message = client.session.msg("execute_request", content, metadata={"cellId": cell_id})
        client.shell_channel.send(message)
        reply = await client.get_shell_msg(timeout=120)
        while reply["parent_header"]["msg_id"] != message["header"]["msg_id"]:
            reply = await client.get_shell_msg(timeout=120)
        assert reply["content"]["status"] == "ok", reply["content"]
        count = reply["content"]["execution_count"]
        return {"id": cell_id, "source": source, "outputs": [], "execution_count": count, "metadata": {}}

    yield kernel_id, run
    client.stop_channels()
    jp_asyncio_loop.run_until_complete(kernels.shutdown_kernel(kernel_id, now=True))


def metrics(cell):
    return {
        metric["name"]: (metric["before"], metric["after"])
        for metric in cell["metadata"]["journal"].get("metrics", ())
    }


async def test_a_silent_run_gives_steps_with_metrics_and_a_result_with_a_curve(user, ask):
    kernel_id, run = user
    first = await run(SKLEARN.format(lr="0.01"))
    step = await ask(kernel_id, "step", first)
    (loss,) = metrics(step).values()
    assert 0 < loss[1] < 2
    second = await run(SKLEARN.format(lr="0.1"))
    again = await ask(kernel_id, "step", second, [step["metadata"]["journal"]])
    assert metrics(again)["loss"][0] == loss[1] > metrics(again)["loss"][1]
    result = await ask(kernel_id, "result", second)
    assert result["source"].count("\n| 5 | ") == 1
    assert len(result["attachments"]) == 1


KERAS = """
import os; os.environ["KERAS_BACKEND"] = "torch"
import keras, numpy
keras.utils.set_random_seed(1)
x = numpy.random.rand(64, 4).astype("float32"); y = x.sum(1)
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(1)])
model.compile("sgd", "mse", metrics=["mae"])
history = model.fit(x, y, epochs=4, validation_split=0.25, verbose=0)
"""


async def test_a_silent_fit_of_keras_and_a_printed_line_about_it(user, ask):
    if find_spec("keras") is None:
        pytest.skip("the history of Keras needs Keras")
    kernel_id, run = user
    cell = await run(KERAS)
    result = await ask(kernel_id, "result", cell)
    assert "| Epoch | loss | mae | val_loss | val_mae |" in result["source"]
    assert len(result["attachments"]) == 2  # the losses, the errors
    value = metrics(result)["val_mae"][1]
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": f"validation MAE: {value:.2f}\n"}]
    found = metrics(await ask(kernel_id, "result", cell))
    assert set(found) == {"loss", "mae", "val_loss", "validation mae"}
    assert found["validation mae"][1] == round(value, 2)


async def test_a_first_step_is_compared_with_the_run_before_although_nothing_was_printed(user, ask):
    kernel_id, run = user
    await run(SKLEARN.format(lr="0.01"))
    second = await run(SKLEARN.format(lr="0.1"))
    step = await ask(kernel_id, "step", second)
    before, after = metrics(step)["loss"]
    assert before > after
    printed = [{"output_type": "stream", "name": "stdout", "text": f"loss: {after:.3f}\n"}]
    step = await ask(kernel_id, "step", {**second, "outputs": printed})
    assert metrics(step) == {"loss": (before, round(after, 3))}


async def test_what_an_earlier_cell_measured_is_not_told_of_another(user, ask):
    kernel_id, run = user
    training = await run(SKLEARN.format(lr="0.01"), "training")
    other = await run("answer = 6 * 7", "other")
    assert metrics(await ask(kernel_id, "step", other)) == {}
    assert set(metrics(await ask(kernel_id, "step", training))) == {"loss"}
    later = await run(SKLEARN.format(lr="0.1"), "later")
    assert metrics(await ask(kernel_id, "step", training)) != metrics(await ask(kernel_id, "step", later))


async def test_a_cell_that_is_running_again_is_not_told_what_it_measured_before(user, ask):
    kernel_id, run = user
    training = await run(SKLEARN.format(lr="0.01"))
    assert metrics(await ask(kernel_id, "step", {**training, "execution_count": None})) == {}
    assert metrics(await ask(kernel_id, "step", {**training, "id": "copied", "source": "x = 1"})) == {}


async def test_what_a_silent_cell_computes_for_variables(user, ask):
    kernel_id, run = user
    await run("model = 'abc'\ndef test(model): return len(model) / 8, len(model) / 4", "functions")
    cell = await run("test_loss, test_acc = test(model)\nlr = 0.1", "evaluation")
    expected = {"test_loss": (None, 0.375), "test_acc": (None, 0.75)}
    assert metrics(await ask(kernel_id, "step", cell)) == expected
    again = await run(cell["source"], "evaluation")
    assert metrics(await ask(kernel_id, "step", again)) == {
        "test_loss": (0.375, 0.375),
        "test_acc": (0.75, 0.75),
    }
    printed = [{"output_type": "stream", "name": "stdout", "text": "accuracy: 75.0%\n"}]
    assert metrics(await ask(kernel_id, "step", {**again, "outputs": printed})) == {"accuracy": (None, 75.0)}


TRAIN = """
def train(epochs, rate):
    history = {"train_loss": [], "val_acc": []}
    for epoch in range(epochs):
        history["train_loss"].append(1 / (1 + rate * (epoch + 1)))
        history["val_acc"].append(1 - 0.5 ** (epoch + 1))
    return history
"""


async def test_the_history_that_a_function_of_another_cell_returns(user, ask):
    kernel_id, run = user
    await run(TRAIN, "functions")
    cell = await run("h = train(4, 0.5)", "training")
    result = await ask(kernel_id, "result", cell)
    assert "| Epoch | train_loss | val_acc |" in result["source"]
    assert metrics(result) == {"train_loss": (None, 1 / 3), "val_acc": (None, 0.9375)}
    assert len(result["attachments"]) == 2
    unrelated = await run("per_class = {'val_acc': [0.5, 0.75], 'train_loss': [0.5, 0.25]}", "scores")
    assert metrics(await ask(kernel_id, "step", unrelated)) == {}
