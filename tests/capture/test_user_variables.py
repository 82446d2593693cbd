"""The user's variables as the hooks look at them: bounded work, and nothing told that is not certain."""

from __future__ import annotations

import time

import pytest

from jupyterlab_journal.capture.changed_variables import Changes
from jupyterlab_journal.capture.new_measurements import Before
from jupyterlab_journal.capture.user_variables import MAX_NAMES, Variables

MANY = 1_000
TIMES = 30
SLOW_MACHINE = 5  # times the budget: what is tested is that the work is bounded; benchmarks/ measures it
BUDGET_S = 0.001
VALUES = {
    "floats": lambda number: number * 0.5,
    "lists of two": lambda number: [number, 0.5],
    "lists of 50": lambda number: [0.5] * 50,
    "dictionaries of 20": lambda number: {f"k{key}": 0.5 for key in range(20)},
    "dictionaries of lists": lambda number: {f"k{key}": [0.5] * 5 for key in range(20)},
    "histories": lambda number: {f"loss {key}": [0.5] * 5 for key in range(20)},
    "nested": lambda number: [{"a": [1, {"b": number}]}, (1, [2])],
    "classes of their own": lambda number: type(f"Kind{number}", (), {})(),
    "estimators": lambda number: type("BaseEstimator", (), {"__module__": "sklearn.base"})(),
}


def many(kind):
    return {f"n{number}": VALUES[kind](number) for number in range(MANY)}


class Cells:
    """Variables, and what is told of each cell that changes them."""

    def __init__(self, namespace):
        self.namespace = namespace
        self.changes = Changes()
        self.end()

    def end(self):
        return self.changes.since_last(Variables(self.namespace), self.namespace, {})

    def run(self, cell):
        before = Before(Variables(self.namespace), self.namespace, "")
        cell(self.namespace)
        tables = before.since(Variables(self.namespace), self.namespace)
        return {table["name"]: table["metrics"] for table in tables}


@pytest.mark.parametrize("kind", VALUES)
def test_the_work_is_bounded_whatever_the_variables_hold(kind):
    cells = Cells(many(kind))
    costs = []
    for number in range(TIMES):
        begun = time.thread_time()
        cells.run(lambda names, number=number: names.update(n0=-number))
        (change,), complete = cells.end()
        costs.append(time.thread_time() - begun)
        assert (change[0], change[2], complete) == ("n0", str(-number), True)
    assert sorted(costs)[TIMES // 2] < SLOW_MACHINE * BUDGET_S


def test_every_kind_of_change_is_told_and_nothing_else():
    names = {f"n{number}": number * 0.5 for number in range(MANY)}
    names.update(same=(1, 2), turned=1, gone=True, equal=1, text="a", nothing=None, list=[1])
    cells = Cells(names)
    assert cells.end() == ([], True)
    del names["gone"]
    names.update(same=(1, 2), turned=[1], equal=1.0, text="x" * 999, nothing=0, new=None, list=2, n5=2.5)
    assert cells.end() == (
        [
            ["equal", "1", "1.0"],
            ["nothing", "None", "0"],
            ["list", None, "2"],
            ["new", None, "None"],
            ["text", "'a'", None],
            ["gone", "True", None],
            ["turned", "1", None],
        ],
        True,
    )
    assert cells.end() == ([], True)


def test_a_value_that_takes_the_place_of_another_in_memory_is_a_change():
    names = {"x": 0.5}
    cells = Cells(names)
    for number in range(100):
        names["x"] = None
        cells.end()
        names["x"] = number + 0.25
        assert cells.end() == ([["x", "None", str(number + 0.25)]], True)


def test_with_more_names_than_are_looked_at_nothing_is_claimed_of_the_others():
    names = {f"n{number}": number for number in range(MAX_NAMES + 10)}
    cells = Cells(names)
    names.update(n0=-1, n5009=-1)
    assert cells.end() == ([["n5009", "5009", "-1"]], False)
    del names["n5009"], names["n0"]
    assert cells.end() == ([["n5009", "-1", None]], False)


def test_names_that_are_no_plain_strings_are_left_alone():
    calls = []

    class Name(str):
        __slots__ = ()

        def __hash__(self):
            calls.append(self)
            return str.__hash__(self)

    names = {Name("odd"): 1, 5: 2, "lr": 0.1}
    calls.clear()
    assert Variables(names).names == ["lr"]
    assert calls == []


def test_of_very_many_dictionaries_the_youngest_are_watched():
    names = many("dictionaries of 20")
    old, young = {"loss": [0.5]}, {"loss": [0.5]}
    names = {"old": old, **names, "young": young}
    cells = Cells(names)

    def train(names):
        old["loss"].append(0.25)
        young["loss"].append(0.25)

    assert cells.run(train) == {"young": {"loss": [0.25]}}


def test_a_history_that_was_not_watched_is_never_taken_for_a_new_one():
    names = {"old": {"loss": [0.5, 0.25]}, **many("dictionaries of 20")}
    told = Cells(names).run(lambda names: names.update(again=names["old"], losses=names["old"]["loss"]))
    assert told == {}


def test_among_few_dictionaries_all_are_watched():
    names = {"old": {"loss": [0.5]}, **{f"n{number}": {"lr": number} for number in range(100)}}
    assert Cells(names).run(lambda names: names["old"]["loss"].append(0.25)) == {"old": {"loss": [0.25]}}


def test_a_class_that_takes_the_place_of_another_in_memory_is_read_anew():
    kinds = [("keras.callbacks", "History"), ("mine", "Thing")] * 20
    for module, name in kinds:
        value = type(name, (), {"__module__": module})()
        vars(value).update(epoch=[0], history={"loss": [0.5]})
        told = Cells({}).run(lambda names, value=value: names.update(h=value))
        assert told == ({"h": {"loss": [0.5]}} if name == "History" else {})
        del value
