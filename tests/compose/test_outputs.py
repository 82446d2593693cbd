"""Outputs in an entry: text in its place, pictures as attachments, everything bounded."""

from __future__ import annotations

import base64
import time
import tracemalloc

import pytest

from jupyterlab_journal.compose.outputs.picture import MAX_BYTES


def stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def shown(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


RESULT = """\
### Result

| Epoch | loss | accuracy |
| --- | --- | --- |
| 1 | 0.5 | 80.0 % |
| 2 | 0.25 | 92.5 % |

torch 2.13.0 · seed 42 · `1a2b3c4` with uncommitted changes

<details><summary>Output, 3 lines</summary>

```text
Epoch 1/2 loss=0.5 accuracy=80%
Epoch 2/2 loss=0.25 accuracy=92.5%
'done'
```

</details>

**Reading.** *What do these numbers and figures say?*
"""


def test_a_result_reads_as_designed(compose, valid):
    composed = compose(
        "result",
        printed="Epoch 1/2 loss=0.5 accuracy=80%\nEpoch 2/2 loss=0.25 accuracy=92.5%\n",
        outputs=[{"output_type": "execute_result", "data": {"text/plain": "'done'", "text/html": "<b>"}}],
    )
    assert composed.cell["source"] == RESULT
    assert [(m["name"], m["after"]) for m in valid(composed)["metrics"]] == [
        ("loss", 0.25),
        ("accuracy", 92.5),
    ]


def test_a_long_training_shows_its_first_and_last_epochs(compose):
    printed = "".join(f"Epoch {n}/50 loss={1 / n:.3f}\n" for n in range(1, 51))
    table = compose("result", printed=printed).cell["source"].split("\n\n")[1]
    assert [line.split(" | ")[0] for line in table.split("\n")[2:]] == [
        *("| 1", "| 2", "| …"),
        *(f"| {n}" for n in range(41, 51)),
    ]


def test_without_epochs_the_last_values_are_shown(compose):
    assert (
        "| 指标 | 数值 |\n| --- | --- |\n| f1 | 0.9 |"
        in compose("result", printed="F1: 0.8\nF1: 0.9", locale="zh-CN").cell["source"]
    )


def test_progress_bars_are_resolved_and_colours_removed(compose, fenced):
    printed = "\x1b[32mstart\x1b[0m\n  0%|  | 0/2\r 50%|█ | 1/2\r100%|██| 2/2\nend\r\n"
    (block,) = fenced(compose("result", printed=printed).cell["source"])
    assert block == "start\n100%|██| 2/2\nend\n"


def test_invisible_characters_are_removed_and_said(compose):
    composed = compose("result", printed="pay\u202eload\u200b")
    assert "payload" in composed.cell["source"]
    assert composed.warnings[0].message == "2 invisible characters were removed from the output."


def test_an_output_without_text_is_said(compose):
    composed = compose("result", outputs=[shown({"application/x-model+json": {}})])
    assert [notice.code for notice in composed.warnings] == ["output_unknown"]


@pytest.mark.parametrize(
    "output", [{}, {"output_type": "stream"}, {"output_type": "display_data", "data": 3}]
)
def test_malformed_outputs_are_passed_over(output, compose, valid):
    valid(compose("result", outputs=[output, {"output_type": "stream", "text": [1, "a\n"]}]))


def test_pictures_become_attachments(compose, valid, png):
    composed = compose("figure", outputs=[shown({"image/png": png + "\n", "text/plain": "<Figure>"})] * 2)
    figures = valid(composed)["figures"]
    assert [figure["alt"] for figure in figures] == ["Figure 1", "Figure 2"]
    for figure in figures:
        assert f"![{figure['alt']}](attachment:{figure['attachment']})" in composed.cell["source"]
        assert composed.cell["attachments"][figure["attachment"]] == {"image/png": png}


def test_a_jpeg_keeps_its_picture_and_loses_its_camera_data(compose):
    def segment(marker, data):
        return b"\xff" + marker + (len(data) + 2).to_bytes(2, "big") + data

    head, body = b"\xff\xd8", segment(b"\xdb", b"table") + segment(b"\xda", b"scan") + b"points\xff\xd9"
    photo = base64.b64encode(head + segment(b"\xe1", b"Exif: at home") + body).decode()
    composed = compose("figure", outputs=[shown({"image/jpeg": photo})])
    (attachment,) = composed.cell["attachments"].values()
    assert base64.b64decode(attachment["image/jpeg"]) == head + body


BROKEN = {
    "no base64": "###",
    "other bytes": base64.b64encode(b"GIF89a....").decode(),
    "beyond ASCII": "图",
    "empty": "",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("mime", ["image/png", "image/jpeg"])
def test_a_broken_picture_is_said_and_left_out(mime, data, compose, valid):
    composed = compose("result", printed="fine\n", outputs=[shown({mime: data})])
    assert [notice.code for notice in composed.warnings] == ["image_broken"]
    assert "attachments" not in composed.cell
    assert "fine" in composed.cell["source"]
    valid(composed)


def test_half_a_picture_is_broken(compose, png):
    half = base64.b64encode(base64.b64decode(png)[:-20]).decode()
    composed = compose("figure", outputs=[shown({"image/png": half})])
    assert [notice.code for notice in composed.warnings] == ["image_broken", "nothing_to_record"]


def test_a_huge_picture_is_said_and_left_out(compose):
    composed = compose("figure", outputs=[shown({"image/png": "A" * (2 * MAX_BYTES)})])
    assert composed.warnings[0].code == "image_too_large"


def test_of_many_pictures_the_last_are_kept(compose, valid, png):
    composed = compose("figure", outputs=[shown({"image/png": png})] * 9)
    assert len(valid(composed)["figures"]) == 6
    assert composed.warnings[0].message == "3 more pictures of the output were left out."


HUGE = {
    "one line": ["x" * 3_000_000],
    "many lines": [f"{n} é\n" for n in range(200_000)],
    "one bar": [f"\r{n}" for n in range(300_000)],
    "colours": ["\x1b[31m" * 500_000],
    "backticks": ["`" * 2_000_000],
    "chinese": ["损失" * 1_000_000],
}


@pytest.mark.parametrize("name", HUGE)
@pytest.mark.parametrize("kind", ["step", "result", "error"])
def test_huge_outputs_stay_within_bounds(kind, name, compose, valid):
    huge = HUGE[name]
    failure = {"output_type": "error", "ename": "E" * 9999, "evalue": huge[0] * 10, "traceback": huge}
    valid(compose(kind, outputs=[{"output_type": "stream", "text": huge}, failure]))


def test_bytes_left_out_are_said(compose):
    printed = "".join(f"line {n:05}\n" for n in range(20_000))
    source = compose("result", printed=printed).cell["source"]
    head, gap, tail = source.partition("\n[... ")
    left_out = int(tail.partition(" bytes left out ...]")[0].replace(",", ""))
    first, last = head.count("\nline "), tail.count("\nline ")
    assert gap
    assert left_out == (20_000 - first - last) * len("line 00000\n")
    assert "Output, first and last" in source


FLOODS = {
    "one stream": lambda: stream("step 1234 loss=0.5 é\n" * 5_000_000),
    "many pieces": lambda: stream(["step 1234 loss=0.5 abcdef\n"] * 4_000_000),
    "one line": lambda: stream("x" * 100_000_000),
    "bars": lambda: stream("\rtrain:  50%|####      | 50/100 [00:01<00:01, 5it/s]" * 2_000_000),
    "nested bars": lambda: stream(
        "\n\rinner:  33%|#| 1/3 [00:00]\x1b[A\router:  33%|#| 1/3 [00:00]" * 1_700_000
    ),
    "a table": lambda: shown({"text/html": "<table>" + "<tr><td>1</td><td>2</td></tr>" * 3_500_000}),
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_hundred_megabytes_cost_at_most_three_seconds_and_150_mb(name, compose, valid):
    outputs = [FLOODS[name]()]
    begin = time.process_time()  # other programs on the machine do not count
    valid(compose("result", outputs=outputs))
    assert time.process_time() - begin < 3
    tracemalloc.start()
    compose("result", outputs=outputs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 150 * 2**20


def test_twenty_thousand_displays_are_one_text(compose, valid):
    composed = compose("result", outputs=[shown({"text/plain": f"value {n}"}) for n in range(20_000)])
    assert "of 20000 lines" in composed.cell["source"]
    valid(composed)


def test_alternating_outputs_are_counted_not_all_shown(compose):
    outputs = [shown({"text/markdown": "a"}), shown({"text/plain": "b"})] * 500
    composed = compose("result", outputs=outputs)
    assert "492 outputs in between are left out." in composed.cell["source"]
    assert composed.warnings[0].message == (
        "492 more tables, formulas and texts of the output were left out."
    )


def test_ten_thousand_variables_are_bounded_and_said(compose, valid):
    composed = compose(parameters={f"variable_{n}": "'value'" for n in range(10_000)})
    kept = len(valid(composed)["parameters"])
    assert [notice.message for notice in composed.warnings] == [
        f"{10_000 - kept} variables are not recorded: there are too many."
    ]


def test_facts_beyond_measure_are_left_out_and_said(compose, snapshot, valid):
    composed = compose(facts=snapshot(determinism={f"flag {n}": "x" * 90 for n in range(900)}))
    assert "snapshot" not in valid(composed)
    assert composed.warnings[0].code == "facts_left_out"


@pytest.mark.parametrize("size", [39, 41, 44, 47, 49])
def test_a_result_reads_the_beginning_of_what_is_too_long_for_a_step(size, compose):
    printed = "test loss: 0.25\n" + "nothing to see\n" * (size * 1024 // 15)
    metrics = compose("result", printed=printed).cell["source"]
    assert "| test loss | 0.25 |" in metrics
