"""The finished snapshot, made here and nowhere else: from kernel, git, server and code, with its findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.codec import decode_snapshot, encode_snapshot
from jupyterlab_journal.entry.fact_groups import FactGroups
from jupyterlab_journal.entry.model import FailedProbe, Snapshot
from jupyterlab_journal.facts.findings import find
from jupyterlab_journal.facts.safe_json import safe_json
from jupyterlab_journal.facts.seed_calls import SeedCall, with_seed_calls
from jupyterlab_journal.facts.seed_recovery import seed_facts

if TYPE_CHECKING:
    from jupyterlab_journal.facts.observation import Observation
    from jupyterlab_journal.redact.gate import Gate

_ADDED = frozenset({"launch", "data"})  # where there are any
_GROUPS = tuple(name for name in FactGroups.__annotations__ if name not in _ADDED)
_EMPTY: dict[str, Any] = {
    "frameworks": {},
    "libraries": {},
    "imported": [],
    "devices": [],
    "seeds": {},
    "determinism": {},
}


@dataclass(frozen=True, kw_only=True)
class CodeFacts:
    """What the code of a notebook adds to the facts of its kernel.

    Parameters
    ----------
    seeds : sequence of SeedCall
        As they are written.
    data : sequence of mapping
        Files that were found under names in the code, as `DataFiles` describes them.
    data_absent : str, optional
        Why no file was looked for.
    """

    seeds: Sequence[SeedCall] = ()
    data: Sequence[Mapping[str, Any]] = ()
    data_absent: str | None = None


def make_snapshot(
    observed: Observation, *, launch: str | None = None, code: CodeFacts | None = None, locale: str = "en"
) -> Snapshot:
    """Put together what is known at one moment; recovers seeds, so call it in a worker thread.

    Parameters
    ----------
    observed : Observation
        Of kernel and git.
    launch : str, optional
        Command line of the server.
    code : CodeFacts, optional
        Of the notebook.
    locale : str
        Language of the findings.

    Returns
    -------
    Snapshot
        Not redacted yet; see `redacted`.
    """
    read = {**observed.kernel.answer.facts, **observed.git.facts}
    if "seeds" in read:
        read["seeds"] = seed_facts(read["seeds"])
    facts = {name: read.get(name, _EMPTY.get(name)) for name in _GROUPS}
    absent = {**observed.kernel.answer.absent, **observed.git.absent}
    if code is not None:
        facts["seeds"] = with_seed_calls(facts["seeds"] or {}, list(code.seeds))
        absent.update({} if code.data_absent is None else {"data": code.data_absent})
    if absent:
        facts["absent"] = absent
    if launch is not None:
        facts["launch"] = {"command": launch}
    if code is not None and code.data:
        facts["data"] = list(code.data)
    return Snapshot(
        captured_at=datetime.now().astimezone(),
        busy=observed.busy,
        language=observed.language,
        facts=facts,
        findings=find(facts, locale),
        failed=_failed(observed),
        ages=_ages(observed),
    )


def redacted(snapshot: Snapshot, gate: Gate) -> Snapshot:
    """Return the snapshot without secrets; takes milliseconds.

    Parameters
    ----------
    snapshot : Snapshot
        From `make_snapshot`.
    gate : Gate
        Remembers what was removed.

    Returns
    -------
    Snapshot
        A copy with the same groups of facts.
    """
    return decode_snapshot(redacted_json(snapshot, gate))


def redacted_json(snapshot: Snapshot, gate: Gate) -> dict[str, Any]:
    """Return the JSON form of the snapshot without secrets.

    Parameters
    ----------
    snapshot : Snapshot
        From `make_snapshot`.
    gate : Gate
        Remembers what was removed.

    Returns
    -------
    dict
        As the schema ``snapshot.v1`` has it.
    """
    facts: dict[str, Any] = safe_json(encode_snapshot(snapshot), gate, "snapshot")
    return facts


def _failed(observed: Observation) -> tuple[FailedProbe, ...]:
    failed = {**observed.kernel.answer.failed, **observed.git.failed}
    if observed.kernel.problem is not None:
        failed["kernel"] = observed.kernel.problem
    return tuple(FailedProbe(probe=name, reason=reason) for name, reason in failed.items())


def _ages(observed: Observation) -> dict[str, float]:
    """Return the age of each group that was read: git is looked at anew each time."""
    read = {**observed.kernel.answer.facts, **observed.git.facts}
    age = round(observed.kernel.age_s, 3)
    return {name: 0.0 if name in observed.git.facts else age for name in _GROUPS if name in read}
