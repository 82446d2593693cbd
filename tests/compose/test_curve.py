"""Curves drawn from printed numbers: true to the numbers, readable without colours, never in the way."""

from __future__ import annotations

import base64
import math
import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jupyterlab_journal.compose.curve.chart import (
    HEIGHT,
    SERIES_COLOURS,
    WIDTH,
    axis,
    draw_chart,
    is_drawable,
)
from jupyterlab_journal.compose.curve.series import groups_of
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics


def training(epochs, form="Epoch {n}/{epochs} - train loss: {a:.4f} - val loss: {b:.4f}\n"):
    return "".join(form.format(n=n, epochs=epochs, a=1 / n, b=1.2 / n) for n in range(1, epochs + 1))


def pixels(picture):
    """Decode a picture of ours independently: rows of (red, green, blue)."""
    chunks, at = {}, 8
    while at < len(picture):
        size, name = struct.unpack(">I4s", picture[at : at + 8])
        data = picture[at + 8 : at + 8 + size]
        assert zlib.crc32(name + data) == struct.unpack(">I", picture[at + 8 + size : at + 12 + size])[0]
        chunks[name] = data
        at += 12 + size
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    palette = [tuple(chunks[b"PLTE"][n : n + 3]) for n in range(0, len(chunks[b"PLTE"]), 3)]
    raw = zlib.decompress(chunks[b"IDAT"])
    return [
        [palette[index] for index in raw[y * (width + 1) + 1 : (y + 1) * (width + 1)]] for y in range(height)
    ]


def test_a_result_without_pictures_draws_its_metrics(compose, valid):
    composed = compose("result", printed=training(10))
    (figure,) = valid(composed)["figures"]
    assert figure["alt"] == "loss by epoch: train loss from 1 to 0.1, val loss from 1.2 to 0.12"
    source = composed.cell["source"]
    assert f"![{figure['alt']}](attachment:{figure['attachment']})\n\n" in source
    assert "\n\nloss by epoch: train loss blue, val loss orange\n\n" in source
    picture = base64.b64decode(composed.cell["attachments"][figure["attachment"]]["image/png"])
    colours = {point for row in pixels(picture) for point in row}
    assert {SERIES_COLOURS[0], SERIES_COLOURS[1]} <= colours
    assert SERIES_COLOURS[2] not in colours
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
    rows = pixels(draw_chart([[(n, float(n)) for n in range(11)]]))
    blue = [(x, y) for y, row in enumerate(rows) for x, point in enumerate(row) if point == SERIES_COLOURS[0]]
    (left, bottom), (right, top) = min(blue), max(blue)
    for x, y in blue:
        expected = bottom + (x - left) * (top - bottom) / (right - left)
        assert abs(y - expected) < 6
    assert right - left > WIDTH * 0.8
    assert bottom - top > HEIGHT * 0.7


def test_a_value_that_is_no_number_breaks_the_curve():
    points = [(n, math.nan if n == 5 else 1.0 + n % 2) for n in range(11)]
    rows = pixels(draw_chart([points]))
    middle = [row[int(110 + 0.5 * (WIDTH - 134))] for row in rows]
    assert SERIES_COLOURS[0] not in middle


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
    series = [[(float(n), y) for n, y in enumerate(line)] for line in values]
    if any(is_drawable(y) for line in series for _, y in line):
        assert len(pixels(draw_chart(series))) == HEIGHT
