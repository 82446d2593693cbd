"""Outputs of any shape: what is in a notebook was written by whoever had it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jupyterlab_journal.errors import JournalError

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=8)  # with halves of surrogate pairs
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
TEXTS = ANY | st.sampled_from(
    ["loss: 0.5\n", "<table><tr><td>1</table>", "$x$", "# a", "iVBORw0KGgo=", "<svg/>"]
)
MIMES = ["text/plain", "text/html", "text/latex", "text/markdown", "image/png", "image/jpeg", "image/svg+xml"]
FIGURE = "application/vnd.plotly.v1+json"
TITLES = st.fixed_dictionaries(
    {}, optional={"layout": ANY | st.fixed_dictionaries({"title": ANY}), "title": ANY}
)
BUNDLES = st.dictionaries(st.sampled_from(MIMES), TEXTS, max_size=3) | st.fixed_dictionaries(
    {}, optional={FIGURE: TITLES | ANY, "text/plain": TEXTS}
)
TYPES = st.sampled_from(["stream", "display_data", "execute_result", "error"])
FIELDS = {
    "name": st.sampled_from(["stdout", "stderr"]) | ANY,
    "text": TEXTS,
    "data": BUNDLES | ANY,
    "metadata": ANY,
    "execution_count": ANY,
    **dict.fromkeys(("ename", "evalue"), TEXTS),
    "traceback": ANY | st.lists(TEXTS, max_size=3),
}
OUTPUTS = st.lists(st.fixed_dictionaries({}, optional={"output_type": TYPES | ANY, **FIELDS}), max_size=4)


@pytest.mark.parametrize("kind", ["step", "result", "figure", "error"])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    outputs=OUTPUTS,
    metadata=ANY.filter(lambda value: isinstance(value, dict)) | st.fixed_dictionaries({"execution": ANY}),
)
def test_no_shape_of_an_output_is_more_than_an_error_that_says_so(kind, outputs, metadata, compose, valid):
    try:
        composed = compose(kind, source="loss = 0.5\nloss", outputs=outputs, metadata=metadata)
    except JournalError:
        return
    valid(composed)


@pytest.mark.parametrize("name", [["stdout"], {"a": 1}, None, 3])
def test_a_stream_without_a_proper_name_is_still_text(name, compose, fenced):
    pieces = [{"output_type": "stream", "name": name, "text": text} for text in ("epoch", " 1\n")]
    (shown,) = fenced(compose(outputs=pieces).cell["source"])
    assert shown == "epoch 1\n"


@pytest.mark.parametrize("kind", [["stream"], {}, None])
def test_an_output_of_no_known_type_is_passed_over(kind, compose):
    output = {"output_type": kind, "data": {"text/plain": "strange"}, "text": "strange"}
    assert "strange" not in compose(outputs=[output]).cell["source"]
