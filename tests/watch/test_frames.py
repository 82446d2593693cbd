"""The last exception and its tensors, read from real kernels; what of the user's may not be asked."""

from __future__ import annotations

import sys

import pytest

from jupyterlab_journal.capture.frames import FramesProbe
from jupyterlab_journal.capture.probe import Absent, Context

MODEL = """
import torch
from torch import nn
net = nn.Sequential(nn.Linear(7, 5), nn.Linear(3, 5))
x = torch.zeros(4, 7)
def train(batch):
    scale = 2
    return net(batch)
train(x)
"""


async def test_the_tensors_of_a_failed_cell_are_told(kernel, watches):
    kernel_id, user = kernel
    assert await watches.failure(kernel_id) is None
    await user.run(MODEL)
    failure = await watches.failure(kernel_id)
    assert failure["error"]["type"] == "RuntimeError"
    assert failure["error"]["message"] == "mat1 and mat2 shapes cannot be multiplied (4x5 and 3x5)"
    users, last = failure["frames"]
    assert (users["function"], users["line"]) == ("train", 7)  # IPython drops the empty first line
    assert [(v["name"], v["shape"]) for v in users["variables"]] == [("batch", [4, 7])]
    assert last["function"].endswith("forward")
    tensors = {v["name"]: (v["shape"], v["dtype"], v["device"]) for v in last["variables"]}
    assert tensors["input"] == ([4, 5], "float32", "cpu")
    assert tensors["self.weight"] == ([5, 3], "float32", "cpu")


@pytest.fixture
def failing(monkeypatch):
    """Run a function that raises and read its frames."""

    def read(function):
        with pytest.raises(Exception) as caught:  # noqa: PT011 (whatever it raises)
            function()
        monkeypatch.setattr(sys, "last_exc", caught.value, raising=False)
        monkeypatch.setattr(sys, "last_value", caught.value, raising=False)
        return FramesProbe().read(Context(namespace={}))["frames"]

    return read


def test_objects_of_the_users_classes_are_not_asked(failing):
    import torch

    class Spy(torch.Tensor):
        @classmethod
        def __torch_function__(cls, function, types, args=(), kwargs=None):
            raise AssertionError("asked")

    class Proxy:
        def __getattribute__(self, name):
            raise AssertionError("asked")

    def fail():
        spy = torch.Tensor._make_subclass(Spy, torch.zeros(2))
        proxy = Proxy()
        plain = torch.zeros(3)
        raise ValueError(id(spy), id(proxy), id(plain))

    (*_, frame) = failing(fail)
    assert [variable["name"] for variable in frame["variables"]] == ["plain"]


def test_a_data_frame_with_a_column_named_device_tells_its_shape(failing):
    pandas = pytest.importorskip("pandas")

    def fail():
        frame = pandas.DataFrame({"device": [1, 2], "dtype": [3, 4]})
        raise ValueError(len(frame))

    (*_, frame) = failing(fail)
    assert frame["variables"] == [
        {"name": "frame", "type": "DataFrame", "shape": [2, 2], "dtype": None, "device": None}
    ]


def test_many_tensors_and_a_deep_recursion_are_bounded(failing):
    import torch

    def fail():
        names = {f"t{number}": torch.zeros(1) for number in range(100)}
        exec(
            "\n".join(f"{name} = names['{name}']" for name in names) + "\nraise ValueError", {"names": names}
        )

    def deep():
        return deep()

    assert all(len(frame["variables"]) <= 12 for frame in failing(fail))
    assert len(failing(deep)) <= 2


def test_without_an_exception_there_is_nothing(monkeypatch):
    monkeypatch.delattr(sys, "last_exc", raising=False)
    monkeypatch.delattr(sys, "last_value", raising=False)
    with pytest.raises(Absent):
        FramesProbe().read(Context(namespace={}))
