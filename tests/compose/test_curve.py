"""Curves drawn from printed numbers: true to the numbers, readable without colours, never in the way."""

from __future__ import annotations

import base64
import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_journal.compose.curve.axis import axis, is_drawable
from jupyterlab_journal.compose.curve.chart import HEIGHT, SERIES_COLOURS, WIDTH, draw_chart
from jupyterlab_journal.compose.curve.series import groups_of
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.kernel.display import bundle
from jupyterlab_journal.kernel.record import Record
from jupyterlab_journal.redact import Redactor

SVG = "{http://www.w3.org/2000/svg}"


def training(epochs, form="Epoch {n}/{epochs} - train loss: {a:.4f} - val loss: {b:.4f}\n"):
    return "".join(form.format(n=n, epochs=epochs, a=1 / n, b=1.2 / n) for n in range(1, epochs + 1))


def curves(picture):
    """Read a picture independently: of each curve, by colour, its unbroken parts as lists of (x, y)."""
    root = ElementTree.fromstring(picture)
    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == (str(WIDTH), str(HEIGHT))
    found = {}
    for path in root.iter(f"{SVG}path"):
        if path.get("stroke") in SERIES_COLOURS:
            numbers = (re.findall(r"[\d.]+", part) for part in path.get("d").split("M")[1:])
            found[path.get("stroke")] = [
                [(float(x), float(y)) for x, y in zip(part[::2], part[1::2], strict=True)] for part in numbers
            ]
    return found


def texts(picture):
    return ["".join(element.itertext()) for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def attached(composed, figure):
    bundle = composed.cell["attachments"][figure["attachment"]]
    assert list(bundle) == ["image/svg+xml"]
    return base64.b64decode(bundle["image/svg+xml"]).decode()


def test_a_result_without_pictures_draws_its_metrics(compose, valid):
    composed = compose("result", printed=training(10))
    (figure,) = valid(composed)["figures"]
    assert figure["alt"] == "loss by epoch: train loss from 1 to 0.1, val loss from 1.2 to 0.12"
    source = composed.cell["source"]
    assert f"![{figure['alt']}](attachment:{figure['attachment']})\n\n" in source
    assert "\n\nloss by epoch: train loss blue, val loss orange\n\n" in source
    picture = attached(composed, figure)
    assert list(curves(picture)) == [SERIES_COLOURS[0], SERIES_COLOURS[1]]
    assert texts(picture)[-1] == "● train loss● val loss"
    assert ElementTree.fromstring(picture).find(f"{SVG}title").text == figure["alt"]
    assert (
        "loss 随轮次的变化：train loss（蓝色）"
        in compose("result", printed=training(10), locale="zh-CN").cell["source"]
    )


def test_chinese_names_are_not_set_apart_from_chinese_words(compose, valid):
    composed = compose("result", printed=training(3, "第 {n} 轮 验证准确率：0.{n}\n"), locale="zh-CN")
    (figure,) = valid(composed)["figures"]
    assert figure["alt"] == "验证准确率随轮次的变化：验证准确率由 0.1 到 0.3"
    assert "\n\n验证准确率随轮次的变化\n\n" in composed.cell["source"]


def test_a_picture_of_the_cell_takes_its_place(compose, valid, png):
    shown = {"output_type": "display_data", "data": {"image/png": png}}
    figures = valid(compose("result", printed=training(10), outputs=[shown]))["figures"]
    assert [figure["alt"] for figure in figures] == ["Figure 1"]


@pytest.mark.parametrize(
    "printed", ["", training(2), "loss=0.5\nloss=0.4\nloss=0.3\n", training(5, "Epoch {n} loss=nan\n")]
)
def test_too_little_to_draw_is_not_drawn(printed, compose, valid):
    assert "figures" not in valid(compose("result", printed=printed))


def test_the_curve_passes_through_its_values():
    values = [0.2, 1.7, 0.9, 1.2, 0.4]
    ((drawn,),) = curves(draw_chart([("loss", list(enumerate(values)))])).values()
    (left, first), (right, _) = drawn[0], drawn[-1]
    slope = (drawn[1][1] - first) / (values[1] - values[0])
    for n, (value, (x, y)) in enumerate(zip(values, drawn, strict=True)):
        assert x == pytest.approx(left + n * (right - left) / 4, abs=0.1)
        assert y == pytest.approx(first + slope * (value - values[0]), abs=0.2)
    assert slope < 0  # larger values lie higher
    assert right - left > WIDTH * 0.8
    assert max(y for _, y in drawn) - min(y for _, y in drawn) > HEIGHT * 0.5


def test_the_numbers_at_the_axes_stand_where_their_values_are_drawn():
    picture = draw_chart([("loss", [(n, float(n)) for n in range(11)])])
    ((drawn,),) = curves(picture).values()
    for text in ElementTree.fromstring(picture).iter(f"{SVG}text"):
        at = int(text.text)
        if text.get("text-anchor") == "end":
            assert float(text.get("y")) - 5 == pytest.approx(drawn[at][1], abs=0.1)
        else:
            assert float(text.get("x")) == pytest.approx(drawn[at][0], abs=0.1)


def test_a_value_that_is_no_number_breaks_the_curve():
    points = [(n, math.nan if n == 5 else 1.0 + n % 2) for n in range(11)]
    ((before, after),) = curves(draw_chart([("loss", points)])).values()
    assert (len(before), len(after)) == (5, 5)


def test_of_many_values_what_can_be_seen_is_drawn():
    points = [(n, math.sin(n / 50)) for n in range(20_000)]
    points[10_001] = (10_001, 5.0)
    ((drawn,),) = curves(draw_chart([("loss", points)])).values()
    assert len(drawn) < 4 * WIDTH
    heights = sorted(y for _, y in drawn)
    assert heights[1] - heights[0] > 100  # the one value above all others


def test_a_secret_that_names_a_curve_is_not_drawn(compose):
    secret = "Rk7mPq2vXw9s"
    record = Record()
    for n in range(1, 6):
        record.add({f"loss {secret}": 1 / n, "loss b": 2 / n}, step=None, epoch=n)
    shown = {"output_type": "display_data", "data": bundle(record), "metadata": {}}
    composed = compose("result", outputs=[shown], redactor=Redactor([secret]))
    pictures = [
        base64.b64decode(data) for held in composed.cell["attachments"].values() for data in held.values()
    ]
    assert pictures
    assert not any(secret.encode() in picture for picture in pictures)


def test_metrics_of_one_quantity_share_a_chart_and_charts_are_few():
    text = "".join(
        f"Epoch {n}: train loss={1 / n:.3f} val loss={2 / n:.3f} train accuracy={n}% f1={n / 9:.2f} lr=0.1\n"
        for n in range(1, 6)
    )
    groups = groups_of(read_metrics(text))
    assert [group.name for group in groups][:2] == ["loss", "accuracy"]
    assert [series.name for series in groups[0].series] == ["train loss", "val loss"]
    assert len(groups) <= 3


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), min_size=1)
)
def test_an_axis_holds_its_values_between_few_round_numbers(values):
    found = axis(values)
    span = found.high - found.low
    assert found.low <= min(values) + 1e-8 * span
    assert found.high >= max(values) - 1e-8 * span
    assert 2 <= len(found.ticks) <= 12


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.floats(), min_size=3, max_size=50), min_size=1, max_size=5))
def test_any_numbers_give_a_picture(values):
    series = [("loss", [(float(n), y) for n, y in enumerate(line)]) for line in values]
    if any(is_drawable(y) for _, line in series for _, y in line):
        assert curves(draw_chart(series))
