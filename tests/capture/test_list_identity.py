"""What a cell lets go of is free at once: what is remembered of it keeps nothing large alive."""

from __future__ import annotations

import gc
import weakref

import pytest

from jupyterlab_journal.capture.new_measurements import Before
from jupyterlab_journal.capture.user_variables import Variables

torch = pytest.importorskip("torch", reason="tensors need PyTorch")
numpy = pytest.importorskip("numpy", reason="arrays need numpy")


def test_objects_are_not_kept_alive_by_what_is_remembered():
    history = type("History", (), {"__module__": "keras.callbacks"})()
    vars(history).update(history={"loss": [0.5]}, epoch=[0])
    alive = weakref.ref(history)
    names = {"history": history}
    before = Before(Variables(names), names)
    del history, names["history"]
    gc.collect()
    assert alive() is None
    assert before.since(Variables(names), names) == []


@pytest.mark.parametrize("name", ["losses", "loss"])
def test_the_memory_that_a_cell_lets_go_of_is_free_before_it_ends(name):
    loss = torch.zeros(3, requires_grad=True).sum()  # with the graph of its batch
    alive = weakref.ref(loss)
    names = {name: [loss, loss] if name == "losses" else loss}
    before = Before(Variables(names), names, f"{name} = None")
    del loss, names[name]
    gc.collect()
    assert alive() is None
    names[name] = [0.5, 0.25] if name == "losses" else torch.tensor(0.25)
    (table,) = before.since(Variables(names), names)
    assert table["metrics"][name][-1] == 0.25


def test_a_list_of_large_things_is_not_kept():
    class Images(numpy.ndarray):
        """An array that can be seen to go."""

    images = numpy.zeros(9).view(Images)
    alive = weakref.ref(images)
    names = {"errors": [images]}
    before = Before(Variables(names), names)
    del images
    del names["errors"]
    gc.collect()
    assert alive() is None
    assert before.since(Variables(names), names) == []


def test_tensors_of_an_earlier_cell_are_not_of_this():
    losses = [torch.tensor(0.5, requires_grad=True), torch.tensor(0.25, requires_grad=True)]
    names = {"losses": losses}
    before = Before(Variables(names), names)
    assert before.since(Variables(names), names) == []
    losses.append(torch.tensor(0.125, requires_grad=True))
    (table,) = Before(Variables({}), {}).since(Variables(names), names)
    assert table["epochs"] == [1, 2, 3]
    (table,) = before.since(Variables(names), names)
    assert (table["epochs"], table["metrics"]) == ([3], {"losses": [0.125]})
