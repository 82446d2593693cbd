"""What counts as one number, in the frameworks that are here."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import torch

from jupyterlab_journal.kernel.numbers import number, whole


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.25, 0.25),
        (3, 3),
        (True, 1),
        (np.float64(0.25), 0.25),
        (np.float32(0.1), float(np.float32(0.1))),
        (np.float16(0.5), 0.5),
        (np.int64(7), 7),
        (np.bool_(True), 1),
        (np.array(0.25), 0.25),
        (np.array([0.25]), 0.25),
        (torch.tensor(0.25), 0.25),
        (torch.tensor([0.25], requires_grad=True), 0.25),
        (torch.tensor(0.25, dtype=torch.bfloat16, requires_grad=True), 0.25),
        (torch.tensor(3), 3),
        (torch.nn.Parameter(torch.tensor(0.5)), 0.5),
        (Fraction(1, 4), 0.25),
        (Decimal("0.25"), 0.25),
        (math.inf, math.inf),
        (2**60, float(2**60)),
        (10**400, math.inf),
        (-(10**400), -math.inf),
    ],
)
def test_one_number_is_taken_as_a_plain_one(value, expected):
    found = number("loss", value)
    assert found == expected
    assert type(found) in (int, float)


def test_no_number_stays_none():
    assert math.isnan(number("loss", torch.tensor(float("nan"))))


@pytest.mark.parametrize("masked", [np.ma.masked, np.ma.array([0.25], mask=[True])], ids=["nothing", "one"])
def test_what_is_masked_is_no_number(masked):
    assert math.isnan(number("loss", masked))
    assert number("loss", np.ma.array([0.25], mask=[False])) == 0.25


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0.25", "a str;"),
        (None, "a NoneType;"),
        ([0.25], "a list;"),
        (1j, "a complex;"),
        (torch.ones(3), "a Tensor of shape (3,);"),
        (torch.ones(2, 3, requires_grad=True), "a Tensor of shape (2, 3);"),
        (torch.tensor(1j), "a Tensor of shape ();"),
        (np.ones(2), "a ndarray of shape (2,);"),
        (np.array([]), "a ndarray of shape (0,);"),
        (torch.nn.MSELoss(), "a MSELoss;"),
    ],
)
def test_anything_else_is_refused_by_name_and_type(value, said):
    with pytest.raises(TypeError) as refused:
        number("val_loss", value)
    assert str(refused.value).startswith("log: 'val_loss' is ")
    assert said in str(refused.value)


def test_what_the_device_reports_is_not_hidden():
    class Failed:
        shape = ()

        def item(self):
            raise RuntimeError("CUDA error: device-side assert triggered")

    with pytest.raises(RuntimeError, match="device-side assert"):
        number("loss", Failed())


@pytest.mark.parametrize("value", [3, 3.0, np.int64(3), torch.tensor(3), np.float32(3)])
def test_a_step_is_whole(value):
    assert whole("step", value) == 3


@pytest.mark.parametrize("value", [0.5, math.nan, math.inf, "3", 2**60])
def test_another_step_is_refused(value):
    with pytest.raises(TypeError, match=r"log: '?step"):
        whole("step", value)
