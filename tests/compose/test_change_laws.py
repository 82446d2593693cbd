"""What holds for every cell and every output: no edit is invented, and no number."""

from __future__ import annotations

import ast
import copy
import json
import re
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from notebooks.corpus import SETS, code_cells

from jupyterlab_journal.compose.changes.edits import find_edits
from jupyterlab_journal.compose.metrics.printed_metrics import read_metrics
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import Entry
from jupyterlab_journal.reading.code import read_code
from jupyterlab_journal.reading.code_records import CODE, code_in, encode_code
from jupyterlab_journal.reading.parser import parse_cell
from jupyterlab_journal.reading.pieces import Setting
from jupyterlab_journal.reading.spelling import same_code, same_value
from jupyterlab_journal.reading.variables import read_assignments

FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "lr = 1e-3\n",
                "for epoch in range(3):\n    step()\n",
                "opt = SGD(p, lr=0.1)\n",
                "%time\n",
                "!ls\n",
            ),
            *(
                "class A:\n    x = 1\n",
                "@jit\ndef f(a=1): pass\n",
                "x = (\n  1,\n  2)\n",
                "d = {'a': {'b': 2}}\n",
            ),
            *(
                "with a as b:\n    c()\n",
                "if x % 4 == 0:\n    y = 2\n",
                "名 = '值'\n",
                "m = f(g(1), *a, **k)\n",
            ),
            *(
                "x: int = 3\n",
                "a, b = 1, 2\n",
                "a = b = 0\n",
                "f'{x:{y}}'\n",
                "s = 'é' ; t = 2\n",
                "lambda: f(1)\n",
            ),
        ]
    )
    | st.text(max_size=12),
    max_size=8,
).map("".join)


def nothing(name):
    return None


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS)
@example("#\x1e0\x80\x80\x80lr = 1e-3\nopt = SGD(p, lr=0.1)\n")  # ends of lines that are none to Python
def test_any_text_can_be_read_and_equals_itself(source):
    code = read_code(source)
    read_assignments(source)
    assert find_edits(code, code, nothing, nothing, same_cell=True) == []
    longer = replace(code, pieces=(*code.pieces, Setting(where="", name="added", value="5")))
    [edit] = find_edits(code, longer, nothing, nothing, same_cell=True)
    assert (edit.name, edit.before, edit.after) == ("added", None, "5")


@settings(max_examples=200, deadline=None)
@given(FRAGMENTS, FRAGMENTS)
def test_any_two_texts_can_be_compared(before, after):
    edits = find_edits(read_code(before), read_code(after), nothing, nothing, same_cell=True)
    told = "".join(f"{edit.name}{edit.full_name}{edit.before}{edit.after}" for edit in edits)
    assert "\u01c3" not in told or "\u01c3" in before + after  # the mark of a name with two spellings


@settings(max_examples=100, deadline=None)
@given(FRAGMENTS)
def test_pieces_survive_the_entry(source):
    code = read_code(source)
    stored = json.loads(json.dumps(encode_code(code)))
    entry = Entry(id="0" * 26, kind=Kind.STEP, created=None, extra={CODE: stored})
    again = code_in(entry)
    assert again == code


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda s: st.lists(s) | st.dictionaries(st.text(), s),
    )
)
def test_damaged_pieces_are_passed_over(value):
    entry = Entry(id="0" * 26, kind=Kind.STEP, created=None, extra={CODE: value})
    find_edits(code_in(entry), read_code("lr = 1"), nothing, nothing, same_cell=True)


@pytest.mark.parametrize("name", SETS)
def test_formatting_and_comments_of_real_cells_are_no_edits(name):
    count = 0
    for source in code_cells(name):
        parsed = parse_cell(source)
        if parsed is None or "%env " in source:  # the plain form has no magics: a variable is gone
            continue
        plain = ast.unparse(parsed[0])
        count += 1
        edits = find_edits(read_code(source), read_code(plain), nothing, nothing, same_cell=True)
        assert edits == [], source
    assert count > 500


class Renaming(ast.NodeTransformer):
    """Gives loop variables and arguments of functions other names."""

    def __init__(self, names):
        self.names = names

    def visit_Name(self, node):
        return ast.Name(id=f"{node.id}_again", ctx=node.ctx) if node.id in self.names else node

    def visit_arg(self, node):
        node.arg = f"{node.arg}_again" if node.arg in self.names else node.arg
        return node


class Watching(ast.NodeTransformer):
    """Shows the progress of every loop."""

    def visit_For(self, node):
        self.generic_visit(node)
        label = ast.keyword(arg="desc", value=ast.Constant(value="epoch"))
        node.iter = ast.Call(func=ast.Name(id="tqdm", ctx=ast.Load()), args=[node.iter], keywords=[label])
        return node


def renamed(tree):
    loops = [node.target for node in ast.walk(tree) if isinstance(node, (ast.For, ast.comprehension))]
    names = {node.id for target in loops for node in ast.walk(target) if isinstance(node, ast.Name)}
    set_elsewhere = {
        node.id
        for statement in ast.walk(tree)
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.Global, ast.Import))
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return Renaming({name for name in names - set_elsewhere if len(name) > 1}).visit(tree)


def one_loop_renamed(tree):
    """Give the variables of the last loop other names, where the names live on in other loops only."""
    loops = [node for node in ast.walk(tree) if isinstance(node, ast.For)]
    for loop in reversed(loops):
        names = names_in(loop.target)
        alike = [other for other in loops if names & names_in(other.target)]
        inside = {id(node) for other in alike for node in ast.walk(other)}
        used = [node for node in ast.walk(tree) if getattr(node, "id", getattr(node, "arg", "")) in names]
        if all(id(node) in inside for node in used):
            Renaming(names).generic_visit(loop)
            break
    return tree


def names_in(target):
    return {node.id for node in ast.walk(target) if isinstance(node, ast.Name)}


def printing(tree):
    shown = [statement for one in tree.body for statement in (one, *ast.parse("print('at', x.shape)").body)]
    plots = ast.parse(
        "t0 = time.time()\nplt.figure(figsize=(8, 4))\nplt.plot(values)\nprint(time.time() - t0)"
    )
    return ast.Module(body=[*shown, *plots.body], type_ignores=[])


@pytest.mark.parametrize(
    "refactor",
    [renamed, one_loop_renamed, printing, Watching().visit],
    ids=["rename", "rename one", "print", "watch"],
)
@pytest.mark.parametrize("name", SETS)
def test_what_changes_nothing_in_real_cells_is_no_edit(name, refactor):
    different = 0
    for source in code_cells(name):
        parsed = parse_cell(source)
        if parsed is None or not parsed[0].body:
            continue
        before = ast.unparse(parsed[0])
        tree = copy.deepcopy(parsed[0])  # the parser remembers its own
        after = ast.unparse(ast.fix_missing_locations(refactor(tree)))
        different += before != after
        edits = find_edits(read_code(before), read_code(after), nothing, nothing, same_cell=True)
        assert [edit for edit in edits if edit.before != edit.after] == [], source
    assert different > 50


@settings(max_examples=200, deadline=None)
@given(
    st.floats(allow_nan=False, allow_infinity=False) | st.integers() | st.text() | st.booleans() | st.none()
)
def test_a_value_is_the_same_however_it_is_written(value):
    assert same_value(repr(value), f" {value!r}  # comment\n" if value is not None else "None")
    assert same_code(f"f({value!r})", f"f( {value!r} )")


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "loss",
                    "acc",
                    "Epoch",
                    "val_",
                    "准确率",
                    "precision",
                    "test",
                    "score",
                    "lr",
                    "time",
                    "mean",
                ),
                *("=", ":", "：", " ", "  ", "\t", "|", "/", "%", "\n", ",", "(", "->", "@", "-", "is "),
                *(
                    "1",
                    "0.5",
                    "92.8",
                    "1e-3",
                    "nan",
                    "3/10",
                    "00:12",
                    "1,234",
                    "64",
                    "1.2.3",
                    ".5",
                    "5.",
                    "+-",
                ),
            ]
        ),
        max_size=25,
    ).map("".join)
)
def test_no_number_is_made_up(text):
    printed = {float(number) for number in re.findall(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", text)}
    printed |= {-number for number in printed}
    for reading in read_metrics(text):
        assert reading.value != reading.value or reading.value in printed
