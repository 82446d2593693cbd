"""Titles that an entry gives itself, and the settings of a first step."""

from __future__ import annotations

import random

import pytest

from jupyterlab_journal.compose.text.titles import first_sentence, title_text

KEPT = "array[0] is a|b, 5 * 3 < 4 & $5 at 100 % for key_name (_x)"


def shown(blocks, markdown):
    """Return what a heading shows, as text."""
    (heading,) = [block for block in blocks(f"### {markdown}\n") if block["type"] == "heading"]
    children = heading["children"]
    assert {child["type"] for child in children} <= {"text", "codespan"}
    return "".join(child["raw"] for child in children if child["type"] == "text")


def test_a_title_has_no_escapes_where_none_are_needed(compose, valid):
    error = {"output_type": "error", "ename": "KeyError", "evalue": KEPT, "traceback": []}
    composed = compose("error", outputs=[error])
    assert composed.cell["source"].startswith(f"### Error · KeyError: {KEPT}\n")
    assert valid(composed)["title"] == f"KeyError: {KEPT}"


@pytest.mark.parametrize(
    "text",
    [
        KEPT,
        "*both* signs",
        "[a](b)",
        "[a][b]",
        "![a](b)",
        "<img src=x>",
        "&amp;",
        "__init__",
        "`x` and `y`",
        "~~no~~",
    ],
)
def test_a_title_shows_exactly_its_text(text, blocks):
    assert shown(blocks, title_text(text)).replace("&amp;", "&") in {text, text.replace("&amp;", "&")}


def test_titles_of_signs_show_exactly_themselves(blocks):
    generator = random.Random(7)
    for _ in range(300):
        text = "".join(generator.choice("ab 1*_`[]()<>!&#;~|:\\.") for _ in range(12)).strip(" #")
        if text:
            text = f"x{text}x"
            assert shown(blocks, title_text(text)) == " ".join(text.split()), text


def test_a_users_escapes_are_not_in_the_metadata(compose, valid):
    composed = compose(source="lr = 1", title=r"Lower val\_loss")
    assert composed.cell["source"].startswith("### Step 1 · Lower val\\_loss\n")
    assert valid(composed)["title"] == "Lower val_loss"


@pytest.mark.parametrize(
    ("problem", "title"),
    [
        ("Beat 97.5 % on digits. Within one minute.", "Beat 97.5 % on digits"),
        ("Use e.g. Adam vs. SGD! Then stop.", "Use e.g. Adam vs. SGD!"),
        ("准确率超过 97.5 %。一分钟之内完成。", "准确率超过 97.5 %"),
        ("学习率是不是太高？先看损失。", "学习率是不是太高？"),
        ("- **Beat** `97 %`\n\nMore below.", "Beat 97 %"),
        ("word " * 50, "word " * 14 + "word…"),
        ("字" * 200, "字" * 79 + "…"),
        ("  \n", None),
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_a_goals_title_is_its_first_sentence(problem, title, locale, compose, valid):
    composed = compose("goal", cell=False, facts=None, problem=problem, locale=locale)
    assert valid(composed).get("title") == title
    heading = composed.cell["source"].partition("\n")[0]
    assert heading == f"## {'Goal' if locale == 'en' else '目标'}" + (f" · {title}" if title else "")


def test_a_goals_own_title_wins(compose, valid):
    assert valid(compose("goal", cell=False, facts=None, title="Mine", problem="Theirs."))["title"] == "Mine"


def test_a_first_sentence_of_a_book_is_found_at_once():
    assert len(first_sentence("a " * 10**6)) <= 80
    assert len(first_sentence("*" * 10**6)) <= 80


FIRST = """
lr = 1e-1
batch_size = 32
config = {"width": 64}
losses = []
epoch = 0
optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
plt.plot(losses, color="red")
def train(steps=5): ...
print(f"loss={loss}")
"""
SET = """\
| `lr` | 1e-1 |
| `batch_size` | 64 |
| `config.width` | 64 |
| `optimizer.momentum` | 0.9 |

"""


@pytest.mark.parametrize(
    ("locale", "header"), [("en", "| Parameter | Value |"), ("zh-CN", "| 参数 | 数值 |")]
)
def test_a_first_step_shows_what_its_cell_sets(locale, header, compose, valid):
    known = {"lr": "0.1", "batch_size": "64", "config": "{'width': 64}"}  # set again since, by another cell
    step = compose(source=FIRST, parameters=known, printed="loss=0.5\n", locale=locale)
    assert f"\n\n{header}\n| --- | --- |\n{SET}" in step.cell["source"]
    assert "changes" not in valid(step)
    second = compose(source=FIRST, parameters=known, before=[valid(step)], locale=locale)
    assert header not in second.cell["source"]


def test_a_first_step_that_failed_shows_what_it_came_to_set(compose):
    error = {"output_type": "error", "ename": "RuntimeError", "evalue": "boom", "traceback": []}
    source = "lr = 0.1\nraise RuntimeError('boom')\nbatch_size = 32"
    text = compose(source=source, parameters={"lr": "0.1"}, outputs=[error]).cell["source"]
    assert "| `lr` | 0.1 |" in text
    assert "batch_size" not in text


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("figure", {"printed": "no picture\n"}),
        ("error", {"printed": "all well\n"}),
        ("result", {"source": "lr = 0.1"}),
        *((kind, {"cell": False}) for kind in ("step", "error", "result", "figure")),
    ],
)
@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_an_entry_that_would_be_empty_asks(kind, options, locale, compose):
    composed = compose(kind, locale=locale, **options)
    assert [notice.code for notice in composed.warnings] == ["nothing_to_record"]


@pytest.mark.parametrize(
    ("kind", "options"), [("step", {"source": "lr = 0.1"}), ("result", {"printed": "done\n"})]
)
def test_an_entry_that_says_something_does_not_ask(kind, options, compose):
    assert compose(kind, **options).warnings == ()
