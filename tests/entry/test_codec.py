"""Laws of the codec, and its agreement with the JSON Schemas."""

import json
from datetime import datetime, timedelta, timezone
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from jupyterlab_journal.entry import model
from jupyterlab_journal.entry.codec import decode_entry, decode_snapshot, encode_entry, encode_snapshot
from jupyterlab_journal.entry.ulid import is_ulid, new_ulid
from jupyterlab_journal.errors import InvalidEntry

ULID = "01KAG4X2M8ZQ3YB6T5R7W9V0CD"


def schema(name):
    return json.loads((resources.files("jupyterlab_journal.entry") / "schema" / name).read_text("utf-8"))


REGISTRY = Registry().with_resources(
    (name, Resource.from_contents(schema(name))) for name in ("entry.v1.json", "snapshot.v1.json")
)
ENTRY_SCHEMA = Draft202012Validator(schema("entry.v1.json"), registry=REGISTRY)
SNAPSHOT_SCHEMA = Draft202012Validator(schema("snapshot.v1.json"), registry=REGISTRY)

text = st.text(max_size=20)
moments = st.datetimes(
    min_value=datetime(2020, 1, 1),
    max_value=datetime(2100, 1, 1),
    timezones=st.just(timezone(timedelta(hours=8))),
).map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000))
names = st.from_regex(r"\A[a-z]{1,8}\Z")
numbers = st.one_of(
    st.integers(-(10**9), 10**9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(["nan", "inf", "-inf"]),
    st.none(),
)
optional_text = st.one_of(st.none(), text)
drifts = st.builds(model.Drift, name=names, before=optional_text, after=optional_text)
snapshots = st.builds(
    model.Snapshot,
    captured_at=moments,
    busy=st.booleans(),
    language=st.just("python"),
    facts=st.fixed_dictionaries({"python": st.fixed_dictionaries({"version": text})}),
    findings=st.lists(st.builds(model.Finding, code=names, message=text, remedy=text), max_size=2).map(tuple),
    failed=st.lists(st.builds(model.FailedProbe, probe=names, reason=text), max_size=2).map(tuple),
    ages=st.dictionaries(names, st.floats(0, 1e6), max_size=2),
)
entries = st.builds(
    model.Entry,
    id=moments.map(new_ulid),
    kind=st.sampled_from(model.Kind),
    created=moments,
    title=optional_text,
    copied_from=st.one_of(st.none(), moments.map(new_ulid)),
    state=st.one_of(st.none(), st.sampled_from(model.RunState)),
    source=st.one_of(
        st.none(),
        st.builds(
            model.Source,
            cell_id=optional_text,
            execution_count=st.one_of(st.none(), st.integers(0, 999)),
            sha256=st.just("0" * 64),
            process=optional_text,
        ),
    ),
    snapshot=st.one_of(
        st.none(),
        snapshots,
        st.builds(model.SameSnapshot, same_as=st.just(ULID), drift=st.lists(drifts, max_size=2).map(tuple)),
    ),
    parameters=st.one_of(st.none(), st.dictionaries(names, text, max_size=3)),
    changes=st.lists(
        st.builds(
            model.Change,
            name=names,
            before=optional_text,
            after=optional_text,
            evidence=st.just(("value", "source")),
        ),
        max_size=2,
    ).map(tuple),
    metrics=st.lists(
        st.builds(model.Metric, name=names, before=numbers, after=numbers, unit=st.sampled_from(["1", "%"])),
        max_size=2,
    ).map(tuple),
    error=st.one_of(
        st.none(),
        st.builds(
            model.ErrorFacts,
            type=names,
            message=text,
            signature=optional_text,
            cause=st.sampled_from([None, "cuda_oom"]),
        ),
    ),
    figures=st.lists(st.builds(model.Figure, attachment=names, alt=text), max_size=2).map(tuple),
    redactions=st.lists(st.builds(model.Redaction, kind=names, field=names, rule=names), max_size=2).map(
        tuple
    ),
    extra=st.dictionaries(
        st.from_regex(r"\Ax_[a-z]{1,8}\Z"),
        st.one_of(text, st.integers(), st.lists(text, max_size=2)),
        max_size=2,
    ),
)


@given(entries)
def test_an_entry_survives_json(entry):
    # Through real JSON text, as in a notebook file.
    assert decode_entry(json.loads(json.dumps(encode_entry(entry)))) == entry


@given(entries)
def test_what_the_codec_writes_fits_the_schema(entry):
    ENTRY_SCHEMA.validate(json.loads(json.dumps(encode_entry(entry), allow_nan=False)))


@given(snapshots)
def test_a_snapshot_survives_json_and_fits_the_schema(snapshot):
    written = json.loads(json.dumps(encode_snapshot(snapshot), allow_nan=False))
    SNAPSHOT_SCHEMA.validate(written)
    assert decode_snapshot(written) == snapshot


def minimal(**fields):
    return {"version": 1, "id": ULID, "kind": "step", "created": "2026-11-20T12:00:00.123+08:00", **fields}


def test_numbers_that_json_lacks_become_strings():
    metric = model.Metric(name="loss", before=float("nan"), after=float("-inf"), unit="1")
    entry = model.Entry(id=ULID, kind=model.Kind.STEP, created=datetime.now(timezone.utc), metrics=(metric,))
    assert encode_entry(entry)["metrics"] == [{"name": "loss", "before": "nan", "after": "-inf", "unit": "1"}]


def test_utc_may_be_written_as_z():
    assert decode_entry(minimal(created="2026-11-20T04:00:00Z")).created.utcoffset() == timedelta(0)


def test_what_an_older_or_another_writer_left_out_or_wrote_as_null_reads_alike():
    written = minimal(
        title=None,
        changes=[{"name": "lr", "evidence": []}],
        metrics=None,
        figures=[{"attachment": "a.png", "alt": None}],
        source={"sha256": "0" * 64},
        snapshot={"same_as": ULID},
    )
    entry = decode_entry(written)
    assert entry.changes == (model.Change(name="lr", before=None, after=None, evidence=()),)
    assert entry.figures == (model.Figure(attachment="a.png", alt=""),)
    assert entry.source == model.Source(cell_id=None, execution_count=None, sha256="0" * 64)
    assert entry.snapshot == model.SameSnapshot(same_as=ULID, drift=())
    assert (entry.title, entry.metrics) == (None, ())


def test_what_is_null_inside_a_fact_stays_so():
    facts = {"python": None, "frameworks": {"torch": {"version": None}}, "later": [None]}
    snapshot = {"version": 1, "captured_at": "2026-11-20T12:00:00Z", "busy": False, "language": "python"}
    entry = decode_entry(minimal(snapshot={**snapshot, **facts}, extra=None, facts={"a": None}))
    assert entry.snapshot.facts == facts
    assert entry.extra == {"extra": None, "facts": {"a": None}}
    assert {**encode_entry(entry), **entry.extra} == encode_entry(entry)


def test_a_null_among_the_parameters_is_no_value():
    with pytest.raises(InvalidEntry, match="'parameters' holds something that is not a string"):
        decode_entry(minimal(parameters={"lr": None}))


FAULTS = [
    (None, "journal"),
    ([], "journal"),
    (minimal(version=2), "version"),
    (minimal(version=True), "version"),
    (minimal(id="01KAG4"), "id"),
    (minimal(kind="poem"), "kind"),
    (minimal(created="yesterday"), "created"),
    (minimal(created="2026-11-20T12:00:00"), "created"),
    (minimal(title=7), "title"),
    (minimal(copied_from="01KAG4"), "copied_from"),
    (minimal(state="asleep"), "state"),
    (
        minimal(source={"cell_id": "a", "execution_count": 3, "sha256": "0" * 64, "process": 7}),
        "source.process",
    ),
    (minimal(source={"cell_id": "a", "execution_count": "3", "sha256": "0"}), "source.execution_count"),
    (
        minimal(
            snapshot={"version": 1, "captured_at": "2026-11-20T12:00:00Z", "busy": "no", "language": "python"}
        ),
        "snapshot.busy",
    ),
    (minimal(snapshot={"same_as": 3}), "snapshot.same_as"),
    (minimal(parameters={"lr": 0.1}), "parameters"),
    (minimal(changes={"name": "lr"}), "changes"),
    (minimal(changes=["lr"]), "changes[0]"),
    (minimal(changes=[{"name": "lr", "before": 1, "after": None, "evidence": []}]), "changes[0].before"),
    (minimal(metrics=[{"name": "loss", "before": 1, "after": True, "unit": "1"}]), "metrics[0].after"),
    (minimal(metrics=[{"name": "loss", "before": 1, "after": "high", "unit": "1"}]), "metrics[0].after"),
    (minimal(error={"type": "E"}), "error.message"),
    (minimal(figures=[{}]), "figures[0].attachment"),
    (minimal(redactions=[{"kind": "k", "field": "f"}]), "redactions[0].rule"),
]


@pytest.mark.parametrize(("value", "field"), FAULTS)
def test_a_faulty_entry_is_refused_by_the_name_of_its_field(value, field):
    with pytest.raises(InvalidEntry) as caught:
        decode_entry(value)
    assert caught.value.field == field


@pytest.mark.parametrize(
    "value", [value for value, field in FAULTS if field != "created" or value["created"] == "yesterday"]
)
def test_what_the_codec_refuses_the_schema_refuses_too(value):
    checker = Draft202012Validator.FORMAT_CHECKER
    strict = Draft202012Validator(schema("entry.v1.json"), registry=REGISTRY, format_checker=checker)
    if value and value.get("created") == "yesterday" and "date-time" not in checker.checkers:
        value = {**value, "created": 0}
    assert not strict.is_valid(value)


@given(moments, moments)
def test_identities_are_valid_unique_and_in_order_of_time(earlier, later):
    first, second = new_ulid(earlier), new_ulid(later)
    assert is_ulid(first)
    assert first != second
    if earlier < later:
        assert first < second
