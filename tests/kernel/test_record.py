"""Laws of a record: what stays of a run of any length, and its form for programs."""

from __future__ import annotations

import itertools
import json
import math
import random
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from jupyterlab_journal.entry import logged
from jupyterlab_journal.kernel.display import bundle, encode_record
from jupyterlab_journal.kernel.record import Record

SCHEMA = json.loads(
    (resources.files("jupyterlab_journal.entry") / "schema" / "metrics.v1.json").read_text("utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FormatChecker())

numbers = st.one_of(st.integers(-(10**6), 10**6), st.floats())
rows = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from(["loss", "acc", "损失"]), numbers, min_size=1),
        st.one_of(st.none(), st.integers(-5, 5)),
        st.one_of(st.none(), st.integers(0, 3)),
    ),
    min_size=1,
    max_size=30,
)


def filled(values, *, epoch_of=lambda _: None):
    record = Record()
    for number, value in enumerate(values):
        record.add({"loss": value}, epoch=epoch_of(number))
    return record


@given(rows)
def test_what_is_written_fits_the_schema_and_survives_json(logged_rows):
    record = Record()
    for values, step, epoch in logged_rows:
        record.add(values, step=step, epoch=epoch)
    encoded = encode_record(record)
    assert json.loads(json.dumps(encoded, allow_nan=False)) == encoded
    VALIDATOR.validate(encoded)
    assert len(encoded["rows"]) == len(encoded["steps"]) == len(encoded["seconds"]) == len(logged_rows)


def test_the_schema_has_the_bounds_of_the_code():
    properties = SCHEMA["properties"]
    assert properties["columns"]["maxItems"] == logged.MAX_COLUMNS
    assert properties["columns"]["items"]["maxLength"] == logged.MAX_NAME
    assert properties["rows"]["maxItems"] == logged.MAX_ROWS
    assert f"{logged.MAX_VALUES:,} values" in properties["rows"]["description"]


def test_a_step_follows_the_last_one():
    record = Record()
    steps = [record.add({"loss": 1.0}, step=step).step for step in (None, None, 10, None)]
    assert steps == [1, 2, 10, 11]


def test_a_step_follows_no_further_than_the_record_may_count():
    record = Record()
    record.add({"loss": 1.0}, step=logged.LARGEST_WHOLE)
    record.add({"loss": 0.5})
    VALIDATOR.validate(encode_record(record))
    assert [row.step for row in record.rows] == [logged.LARGEST_WHOLE] * 2


@settings(max_examples=30)
@given(st.integers(1001, 30_000), st.integers(0, 1000))
def test_a_long_run_keeps_its_ends_and_its_extremes(length, seed):
    generator = random.Random(seed)
    values = [generator.gauss(0, 1) for _ in range(length)]
    record = filled(values)
    kept = [row.values["loss"] for row in record.rows]
    assert len(kept) <= logged.MAX_ROWS
    assert record.logged == length
    assert record.thinned
    assert kept[0] == values[0]
    assert kept[-1] == values[-1]
    assert min(values) in kept
    assert max(values) in kept
    steps = [row.step for row in record.rows]
    assert steps == sorted(steps)
    # Evenly: nowhere is more left out than four times the share of a row.
    assert max(after - before for before, after in itertools.pairwise(steps)) <= 4 * length / 1000


def test_a_loss_that_falls_all_the_time_stays_bounded():
    record = filled([1 / (number + 1) for number in range(50_000)])
    assert len(record.rows) <= logged.MAX_ROWS
    assert record.rows[-1].values["loss"] == 1 / 50_000


def test_the_end_of_each_epoch_stays_while_epochs_are_few():
    record = filled(range(20_000), epoch_of=lambda number: number // 200)
    ends = {row.epoch: row.values["loss"] for row in record.rows}
    assert ends == {epoch: epoch * 200 + 199 for epoch in range(100)}


def test_more_epochs_than_rows_are_thinned():
    record = filled(range(5000), epoch_of=lambda number: number)
    assert len(record.rows) <= logged.MAX_ROWS


def test_a_first_value_that_is_no_number_hides_no_extreme():
    record = filled([math.nan, *range(500, 3000), *range(500)])
    kept = [row.values["loss"] for row in record.rows]
    assert {0, 2999} <= set(kept)


def test_names_beyond_the_limit_are_counted_and_said():
    record = Record()
    for number in range(2000):
        record.add({f"loss_{number}": 0.5})
    encoded = encode_record(record)
    VALIDATOR.validate(encoded)
    assert len(encoded["columns"]) == logged.MAX_COLUMNS
    assert len(encoded["rows"]) * len(encoded["columns"]) <= logged.MAX_VALUES
    assert encoded["left_out"] == 2000 - logged.MAX_COLUMNS
    assert f"{encoded['left_out']} values not recorded" in bundle(record)["text/plain"]


def test_the_size_of_an_output_is_bounded():
    record = Record()
    for number in range(3000):
        record.add({f"metric_{index}": number / 7 for index in range(40)})
    assert len(json.dumps(bundle(record))) < 300_000


def test_people_see_the_last_rows_and_how_many_there_are():
    record = Record()
    for number in range(30):
        record.add({"loss": 1 / (number + 1), "correct": number}, epoch=number // 10)
    lines = bundle(record)["text/plain"].split("\n")
    assert lines[0].split() == ["step", "epoch", "loss", "correct", "seconds"]
    assert lines[-2].split() == ["30", "2", "0.0333333", "29", "0.0"]
    assert lines[-1] == "the last 10 of 30 rows"
    assert len(lines) == 12
    assert len({len(line) for line in lines[:-1]}) == 1


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "a&b", '"x"'])
def test_a_name_stays_text_on_a_page(name):
    record = Record()
    record.add({name: 1.0})
    page = bundle(record)["text/html"]
    assert "<script" not in page
    assert name not in page
