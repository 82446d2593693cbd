"""What holds for every output, whatever it is: it stays text, and it stays in its place."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_journal.compose.text.markdown_blocks import code, fence, inline
from jupyterlab_journal.compose.text.plain import plain
from jupyterlab_journal.compose.text.readable import MARGIN, WINDOW, both_ends, readable

HOSTILE = st.lists(
    st.sampled_from(
        [
            *("```", "````", "~~~", "\n", "\n\n", "# Goal", "### Step 9 · forged", "---\n", "<!--", "-->"),
            *("![x](https://evil.example/?d=1)", "[a](javascript:x)", "<img src=x onerror=y>", "</details>"),
            *("<script>", "| a | b |", "\r", "\x1b[31m", "\x1b]8;;http://x\x07", "\u202e", "\u200b", "\0"),
            *("\x1b[A", "\x1b[2K", "a: 50%|#| 1/2", "a@b.com", "www.e.com", "$$"),
            *("**Analysis.** ok", "$x$", "\\", "`", "&lt;", "\t", "    code", "\ud800", "\u2028", "loss=0.5"),
            *(
                "\x1b[A",
                "\x1b[2K",
                "a: 50%|#| 1/2",
                "[^1]: note",
                "[ref]: http://x",
                "$$",
                "{{ title }}",
                "1. a",
                "- b",
                "> c",
                "=====",
                "\b",
            ),
        ]
    )
    | st.text(max_size=20),
    max_size=30,
).map("".join)

RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def unchanged(text):
    return text


@RELAXED
@given(text=HOSTILE)
def test_text_survives_its_fence(text, fenced):
    (content,) = fenced(fence(text))
    assert content.removesuffix("\n") == plain(text).text.rstrip("\n")


@RELAXED
@given(text=HOSTILE)
def test_what_is_made_readable_stays_so(text):
    once = plain(text).text
    assert plain(once) == (once, 0)


def headings(blocks):
    return [block for block in blocks if block["type"] == "heading"]


def active(blocks):
    """Return what would load, link or run something, apart from our own folds and attachments."""
    found = [block for block in blocks if block["type"] in {"link", "inline_html"}]
    found += [
        block
        for block in blocks
        if block["type"] == "block_html"
        and not re.fullmatch(r"<details><summary>[^<>]*</summary>\n*|</details>\n*", block["raw"])
    ]
    pictures = [block for block in blocks if block["type"] == "image"]
    return found + [block for block in pictures if not block["attrs"]["url"].startswith("attachment:")]


def own(blocks):
    """Return the blocks outside quotations."""
    quoted = [
        inner for block in blocks if block["type"] == "block_quote" for inner in walk(block["children"])
    ]
    return [block for block in blocks if not any(block is inner for inner in quoted)]


def walk(tokens):
    for token in tokens:
        yield token
        yield from walk(token.get("children", ()))


@pytest.mark.parametrize("kind", ["step", "result", "error"])
@RELAXED
@given(text=HOSTILE, message=HOSTILE)
def test_no_output_makes_a_heading_or_anything_active(  # noqa: PLR0917
    kind, text, message, compose, blocks, valid
):
    failure = {"output_type": "error", "ename": "Bad", "evalue": message, "traceback": [text, message]}
    bundles = [
        {"text/markdown": message},
        {"text/latex": f"${text}$"},
        {"text/html": f"<table><tr><th>{message}<td>{text}<tr><td>{escape(text)}</table>"},
        {"text/html": f"<p>{text}"},
        {"application/vnd.plotly.v1+json": {"layout": {"title": {"text": message}}}},
    ]
    shown = [{"output_type": "display_data", "data": bundle} for bundle in bundles]
    composed = compose(kind, printed=text, outputs=[*shown, failure])
    read = blocks(composed.cell["source"])
    assert len(headings(read)) == 1
    assert active(read) == []
    template = {"step": 2, "result": 1, "error": 3}[kind]
    assert sum(block["type"] == "strong" for block in own(read)) == template
    valid(composed)


@RELAXED
@given(name=HOSTILE, value=HOSTILE)
def test_no_fact_of_a_kernel_makes_one_either(name, value, compose, snapshot, blocks):
    facts = snapshot(
        determinism={name: value},
        git={"commit": value, "branch": value, "dirty": True, "remote": value},
        container={"kind": value, "image": value},
    )
    read = blocks(compose("environment", facts=facts).cell["source"])
    assert len(headings(read)) == 1
    assert active(read) == []
    assert sum(block["type"] == "table" for block in read) == 1


@RELAXED
@given(before=HOSTILE, after=HOSTILE)
def test_no_parameter_breaks_its_table(before, after, compose, valid, blocks):
    old = valid(compose(parameters={"p": repr(before), "q": "1"}))
    composed = compose(before=[old], parameters={"p": repr(after), "q": "2"})
    read = blocks(composed.cell["source"])
    table = next(block for block in read if block["type"] == "table")
    assert all(len(row["children"]) == 3 for row in table["children"][1]["children"])
    assert len(headings(read)) == 1
    valid(composed)


@RELAXED
@given(title=HOSTILE)
def test_a_title_stays_on_its_line_and_runs_nothing(title, compose, valid, blocks):
    composed = compose(title=title)
    read = blocks(composed.cell["source"])
    assert len(headings(read)) == 1
    assert not [block for block in read if block["type"] in {"inline_html", "block_html"}]
    valid(composed)


@RELAXED
@given(text=st.text(r"*_`[]()<>!\#|~$a1:/w.é -+=" + "\n", max_size=40))
def test_inline_text_is_shown_as_it_is(text, blocks):
    shown = "".join(
        block.get("raw", "") for block in blocks(f"x {inline(text)} y") if "children" not in block
    )
    assert shown.split() == ["x", *plain(text).text.split(), "y"]


@RELAXED
@given(text=HOSTILE)
def test_a_code_span_holds_exactly_its_text(text, blocks):
    span = code(text)
    found = [block["raw"] for block in blocks(f"x {span} y") if block["type"] == "codespan"]
    assert len(found) == (1 if span else 0)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(["a" * 50 + "\n", "é\n", "\n", "b" * 200_000, "c" * 90_000 + "\n"]), max_size=40)
)
def test_what_is_left_out_is_counted_to_the_byte(parts):
    text = readable(parts, unchanged)
    shown = both_ends(text, size=10_000)
    total = len("".join(parts).encode())
    assert text.size == total
    assert shown.bytes_left_out == total - len(shown.head.encode()) - len(shown.tail.encode())
    assert "".join(parts).startswith(shown.head)
    assert "".join(parts).endswith(shown.tail)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.sampled_from([MARGIN, WINDOW - MARGIN, WINDOW, WINDOW + MARGIN]), st.booleans())
def test_a_secret_across_a_cut_is_never_shown_in_part(shift, place, from_the_end):
    secret = "SECRET-0123456789-ABCDEFGHIJ"
    filler = "x" * (place - shift)
    rest = "y" * 400_000
    text = rest + secret + filler if from_the_end else filler + secret + rest
    read = readable([text], lambda piece: piece.replace(secret, "[gone]"))
    assert not any(secret[i : i + 12] in read.text for i in range(len(secret) - 11))
