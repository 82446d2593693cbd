"""What costs too much is left out early, and the entry says so; nothing is searched twice."""

from __future__ import annotations

import json
import time

import pytest

from jupyterlab_journal.compose.curve.chart import draw_chart
from jupyterlab_journal.compose.draft.room import Room
from jupyterlab_journal.compose.metrics import cell_metrics
from jupyterlab_journal.compose.text.readable import NARROW, WINDOW
from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.entry.template import find_template
from jupyterlab_journal.reading.parser import (
    MAX_NODES,
    BeyondBounds,
    nodes_of,
    parse_cell,
    parse_within_bounds,
)
from jupyterlab_journal.redact import Redactor

from .growing import OUTPUTS, printed, shown, stream

MARGIN = 16 * 1024
SVG = "<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>"


def codes(composed):
    return [notice.code for notice in composed.warnings]


def text(composed):
    return composed.cell["source"]


@pytest.fixture
def searched(monkeypatch):
    """Return the texts that were searched for secrets, in order."""
    texts = []
    redact = Redactor.redact

    def noted(self, value, name=""):
        texts.append(value)
        return redact(self, value, name)

    monkeypatch.setattr(Redactor, "redact", noted)
    return texts


@pytest.mark.parametrize("kind", ["step", "result", "error"])
@pytest.mark.parametrize("name", ["epochs", "keys", "noise", "two streams", "Markdown texts"])
def test_no_text_is_searched_twice(kind, name, compose, searched):
    compose(kind, source="train()", outputs=OUTPUTS[name](3000))
    long = [value for value in searched if len(value) > 200]
    assert len(long) == len(set(long))


@pytest.mark.parametrize("kind", ["step", "result", "error"])
def test_an_entry_that_is_too_long_is_written_again_but_read_once(
    kind, compose, snapshot, valid, monkeypatch
):
    read, shares = [], []
    read_printed, bytes_of = cell_metrics.read_metrics, Room.bytes
    monkeypatch.setattr(cell_metrics, "read_metrics", lambda text: read.append(text) or read_printed(text))
    monkeypatch.setattr(Room, "bytes", lambda self, size: shares.append(self.share) or bytes_of(self, size))
    error = {"output_type": "error", "ename": "E", "evalue": "e", "traceback": ["line " * 5_000] * 2}
    table = shown(text_html="<table>" + f"<tr><td>{'z' * 200}</td></tr>" * 45 + "</table>")
    composed = compose(
        kind,
        source="\n".join(f"value_{n} = {'x' * 250!r}" for n in range(60)),
        parameters={f"parameter_{n}": repr("v" * 150) for n in range(75)},
        facts=snapshot(libraries={f"package-{n}": "1.0" for n in range(400)}),
        outputs=[stream(("word " * 30 + "\n") * 2_000), table, table, table, error],
        **{next(iter(find_template(Kind(kind), "en").hints)): "long " * 4_400},
    )
    valid(composed)
    assert min(shares) < 1
    assert len(read) == 1


@pytest.mark.parametrize("size", [20_000, 200_000])
def test_of_a_huge_output_only_its_ends_are_searched(size, compose, searched):
    compose("result", source="train()", outputs=printed("Epoch {n}/99 loss=0.{n}")(size))
    assert sum(map(len, searched)) <= 2 * WINDOW + 3 * 20 * 1024


@pytest.mark.parametrize("name", ["keys", "paths"])
def test_of_an_output_full_of_long_words_less_is_searched(name, compose, searched):
    composed = compose("result", source="train()", outputs=OUTPUTS[name](10_000))
    assert sum(map(len, searched)) <= 2 * NARROW + 3 * 20 * 1024
    assert " of 10000 lines" in text(composed)
    assert "bytes left out" in text(composed)


@pytest.mark.parametrize("before", range(0, 4000, 97))
def test_a_private_key_across_the_narrow_window_is_never_shown(before, compose):
    """The margin next to a cut is dropped wherever the cut falls."""
    lines = [f"MII{number:061}" for number in range(100)]
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + "\n".join(lines) + "\n-----END RSA PRIVATE KEY-----\n"
    paths = "".join(f"/data/images/train/class_{n:06}/picture.jpg\n" for n in range(2_000))
    behind = "/data/end/of/the/output/of/this/cell/x.jpg\n" * 150
    shown_text = text(compose("result", source="x", outputs=[stream(paths + key + behind + "y" * before)]))
    assert not [line for line in lines if line in shown_text]


def test_eight_long_markdown_texts_are_an_entry_and_it_says_what_is_missing(compose):
    composed = compose("result", source="x", outputs=OUTPUTS["Markdown texts"](1_100))
    assert "blocks_left_out" in codes(composed)
    assert "*a" in text(composed).replace("\\", "")


def test_the_last_blocks_are_kept(compose):
    outputs = [shown(text_markdown=f"number {n}: " + "word " * 1_000) for n in range(12)]
    composed = compose("result", source="x", outputs=outputs)
    kept = [n for n in range(12) if f"number {n}:" in text(composed)]
    assert kept == list(range(12 - len(kept), 12))
    assert [w.message for w in composed.warnings if w.code == "blocks_left_out"] == [
        f"{12 - len(kept)} more tables, formulas and texts of the output were left out."
    ]


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_html_between_the_ends_is_not_read_and_it_is_said(locale, compose):
    outputs = [shown(text_html=f"<b>part {n}</b><i>:</i> " * 20) for n in range(3_000)]
    composed = compose("result", source="x", outputs=outputs, locale=locale)
    assert "html_unread" in codes(composed)
    assert "part 0" in text(composed)
    assert "part 2999" in text(composed)


def test_a_table_of_many_tags_says_how_many_rows_are_missing(compose):
    rows = "".join(f"<tr><td>{n}</td><td>a</td></tr>" for n in range(5_000))
    composed = compose("result", source="x", outputs=[shown(text_html=f"<table>{rows}</table>")])
    assert "rows are left out" in text(composed)
    assert "| 0 | a |" in text(composed)


def test_little_html_is_read_whole(compose):
    outputs = [shown(text_html=f"<p>part {n}</p>") for n in range(20)]
    composed = compose("result", source="x", outputs=outputs)
    assert all(f"part {n}" in text(composed) for n in range(20))
    assert "html_unread" not in codes(composed)


def test_pictures_of_too_many_parts_are_left_out_and_named(compose):
    simple, detailed = SVG.format("<g/>" * 100), SVG.format("<g/>" * 60_000)
    outputs = [shown(**{"image_svg+xml": picture}) for picture in (detailed, simple)]
    composed = compose("result", source="x", outputs=outputs)
    assert "image_too_detailed" in codes(composed)
    assert len(composed.cell["attachments"]) == 1


def test_a_changed_picture_is_cleaned_again(compose):
    """What redaction wrote into it must be well formed still."""
    secret = "ghp_abcdefghijklmnopqrstuvwxyz0123456789"
    outputs = [shown(**{"image_svg+xml": SVG.format(f"<text>token {secret}</text>")})]
    composed = compose("result", source="x", outputs=outputs)
    assert secret not in json.dumps(composed.cell)


@pytest.mark.parametrize("source", ["x=1;" * (MAX_NODES // 3 + 1), "x = f'" + "{a}" * MAX_NODES + "'"])
def test_code_of_too_many_parts_is_not_read_and_it_is_said(source, compose):
    with pytest.raises(BeyondBounds):
        parse_within_bounds(source)
    assert "code_in_part" in codes(compose(source=source))


def test_nodes_come_in_the_order_of_the_library():
    tree, _ = parse_cell(
        "class A:\n    def f(self, *, a: int = 1, **k): return [x + 1 for x in -a if not x]\n"
    )
    names = [type(node).__name__ for node in nodes_of(tree)]
    assert names[:3] == ["Module", "ClassDef", "FunctionDef"]
    assert {"arg", "comprehension", "BinOp", "UnaryOp", "Constant"} <= set(names)
    assert not {"Load", "Store", "Add", "USub", "Not"} & set(names)


def test_noise_is_drawn_in_time_that_does_not_grow_with_its_height():
    def cost(height):
        started = time.process_time()
        noise = [(float(n), float(n * 7919 % 997) if n % 2 else height) for n in range(2_000)]
        draw_chart([("loss", noise)] * 4)
        return time.process_time() - started

    assert min(cost(1e3) for _ in range(3)) <= 0.3


@pytest.mark.parametrize("kind", ["step", "result"])
def test_metrics_at_both_ends_of_very_many_lines_are_read(kind, compose):
    printed_text = "loss: 0.5\n" + "a b\n" * 8_000 + "accuracy: 0.75\n"
    metrics = compose(kind, source="x", outputs=[stream(printed_text)]).cell["metadata"]["journal"]["metrics"]
    assert {metric["name"]: metric["after"] for metric in metrics} == {"loss": 0.5, "accuracy": 0.75}


@pytest.mark.parametrize("kind", ["step", "result"])
def test_of_streams_that_take_turns_less_is_searched_and_no_secret_is_cut(kind, compose, searched):
    """The secret is written in parts, between each of which the other stream writes."""
    secret = "ghp_" + "abcdefghij0123456789ABCDEFGHIJ456789"
    cut = [
        part for at in range(0, len(secret), 5) for part in (stream(secret[at : at + 5]), error_stream("e "))
    ]
    plenty = [part for n in range(8_000) for part in (stream(f"o{n} "), error_stream(f"e{n} "))]
    composed = compose(kind, source="x", outputs=[*plenty, stream("token: "), *cut, stream("\nend\n")])
    assert sum(map(len, searched)) <= 8 * NARROW + 2 * 20 * 1024
    assert not [at for at in range(0, 36, 5) if secret[at : at + 5] in text(composed)]
    assert "end" in text(composed)


def error_stream(printed_text):
    return {**stream(printed_text), "name": "stderr"}
