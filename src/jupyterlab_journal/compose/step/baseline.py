"""Which earlier run a step is compared with, for parameters and metrics alike.

That is the last entry about the same cell, else the last run of that cell,
else the last entry of the notebook, by time and wherever they stand in the document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.step.edited_cells import edits_of_other_cells
from jupyterlab_journal.compose.step.parameter_changes import changed_parameters
from jupyterlab_journal.compose.step.run_as_entry import entry_of_run
from jupyterlab_journal.entry.model import Entry
from jupyterlab_journal.entry.template import find_template
from jupyterlab_journal.reading.code_records import CODE

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.entry.model import Entry
    from jupyterlab_journal.entry.run import EarlierRun


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """The state that a step is compared with.

    Parameters
    ----------
    earlier : Entry, optional
        Parameters, code and metrics of that state; None when there is nothing to compare with.
    run : int, optional
        Prompt number of the run that `earlier` describes, where no entry of
        the notebook does; the environment of that run is not known.
    """

    earlier: Entry | None = None
    run: int | None = None

    @property
    def entry(self) -> Entry | None:
        """The entry of the notebook that is meant, if it is one."""
        return self.earlier if self.run is None else None

    def values(self, draft: Draft) -> Entry | None:
        """Return the state if its parameters can be compared with those of the draft.

        Parameters
        ----------
        draft : Draft
            The step being written.

        Returns
        -------
        Entry, optional
            None when either side knows no parameters.
        """
        earlier = self.earlier
        if earlier is None or earlier.parameters is None or draft.parameters is None:
            return None
        # Against an entry that found an empty namespace, everything would be new.
        return earlier if earlier.parameters or self.run is not None else None

    def code(self, draft: Draft) -> Entry | None:
        """Return the state if its code can be compared with that of the draft.

        Parameters
        ----------
        draft : Draft
            The step being written.

        Returns
        -------
        Entry, optional
            None when either side has no code.
        """
        code = draft.parsed_code.pieces or not draft.parsed_code.whole
        known = code and self.earlier is not None and self.earlier.extra.get(CODE)
        return self.earlier if known else None


def find_baseline(draft: Draft, readings: Mapping[str, Reading]) -> Baseline:
    """Return what the state of a draft is compared with.

    Parameters
    ----------
    draft : Draft
        The step being written.
    readings : mapping of str to Reading
        The last values that the cell measured, by key.

    Returns
    -------
    Baseline
        Of these the first that there is: the last entry about this cell, its last run, the last entry
        about any cell, the last one about the environment; an empty baseline without any.
    """
    history, source = draft.history, draft.source
    now = history.about_now(lambda entry: _describes_present_state(entry, draft))
    entry = history.last_run(source, now)
    if entry is not None:
        return Baseline(earlier=entry)
    run = _last_run(draft.runs)
    was = None if run is None else entry_of_run(run, draft, readings)
    if run is not None and was is not None and _is_known(was):
        return Baseline(earlier=was, run=run.record.execution_count)
    entry = history.last_run(source, now, of_any_cell=True)
    if entry is None and draft.parameters:
        entry = _around(history.last(lambda kind: kind.records_facts), draft.parameters)
    return Baseline(earlier=entry)


def _describes_present_state(entry: Entry, draft: Draft) -> bool:
    """Whether no parameter and no code has changed between an entry and the draft."""
    source = draft.source
    if entry.kind.traits.records_error or not entry.parameters:
        return draft.history.same_run(entry, source)
    then = entry.source
    if (
        source is not None
        and then is not None
        and then.cell_id == source.cell_id
        and then.sha256 != source.sha256
    ):
        return False
    return not changed_parameters(draft, entry) and not edits_of_other_cells(draft, entry).edits


def _last_run(runs: Sequence[EarlierRun]) -> EarlierRun | None:
    """Return the last run that did not fail, else the last one: a failed run is a poor base of comparison."""
    return next((run for run in runs if run.record.error is None), runs[0] if runs else None)


def _is_known(was: Entry) -> bool:
    return was.parameters is not None or bool(was.extra.get(CODE)) or bool(was.metrics)


def _around(entry: Entry | None, has: Mapping[str, str]) -> Entry | None:
    """Return an environment entry with its values of the present parameters; None if all are equal."""
    knew = (entry.parameters if entry else None) or {}
    was = {name: knew.get(name, value) for name, value in has.items()}
    return replace(entry, parameters=was) if entry is not None and was != dict(has) else None


def no_change(draft: Draft, baseline: Baseline) -> str:
    """Return the sentence that no parameter changed since then.

    Parameters
    ----------
    draft : Draft
        The step being written; it has the language.
    baseline : Baseline
        What it was compared with.
    """
    words = draft.words
    if baseline.run is not None:
        return words.no_change_since_run.format(count=baseline.run)
    return words.no_change if _is_step_before(draft, baseline) else words.no_change_since_compared


def compared_with(draft: Draft, baseline: Baseline) -> tuple[str, ...]:
    """Return the remark that names the base of comparison, where it is not the previous step.

    Parameters
    ----------
    draft : Draft
        The step being written; it has the language.
    baseline : Baseline
        What it was compared with.

    Returns
    -------
    tuple of str
        One remark, as Markdown, or none.
    """
    words, entry = draft.words, baseline.entry
    if baseline.run is not None:
        return (words.since_run.format(count=baseline.run),)
    if entry is None or _is_step_before(draft, baseline):
        return ()
    if entry.kind.traits.compares_runs:
        number = draft.history.number_of(entry)
        return (words.since_earlier_step.format(number=number),)
    title = find_template(entry.kind, draft.request.locale).title
    return (words.since_entry.format(kind=title),)


def _is_step_before(draft: Draft, baseline: Baseline) -> bool:
    last = draft.history.last(lambda kind: kind.compares_runs)
    return last is not None and baseline.entry is last
