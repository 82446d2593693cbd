"""Which words every language has."""

from __future__ import annotations

import msgspec

from jupyterlab_journal.locale.fact_words import FactWords, FindingWords  # noqa: TC001 (a type of a field)
from jupyterlab_journal.locale.failure_words import FailureWords  # noqa: TC001 (a type of a field)
from jupyterlab_journal.locale.format_words import FormatWords  # noqa: TC001 (a type of a field)
from jupyterlab_journal.locale.sentence import Counted  # noqa: TC001 (a type of a field)


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that the server writes itself; ``{...}`` are filled with `str.format`."""

    # Tables
    changed: tuple[str, str, str]
    metric: tuple[str, str, str, str]
    metric_value: tuple[str, str]
    epoch: str
    step: str
    fact: tuple[str, str]
    points: str
    more_changes: Counted
    more_settings: Counted
    setting: tuple[str, str]
    renamed: str
    no_change: str
    no_change_since_run: str
    no_change_since_compared: str
    # Line of facts
    ran: str
    seconds: str
    minutes: str
    hours: str
    seed: str
    uncommitted: str
    without_notebook: str
    since_run: str
    since_entry: str
    since_earlier_step: str
    code_in_part_remark: str
    comma: str
    and_between: str
    # Outputs
    output_all: Counted
    output_last: str
    output_both_ends: str
    left_out: str
    outputs_left_out: Counted
    figure_alt: str
    axes: str
    colon: str
    by_epoch: str
    by_step: str
    from_to: str
    in_colour: str
    curve_colours: tuple[str, str, str, str]
    # Errors
    cell: str
    where: str
    where_in: str
    raised_in: str
    raised_in_function: str
    traceback: Counted
    # Environment
    captured: str
    captured_busy: str
    interpreter: str
    not_imported: str
    gpus: str
    seed_of: str
    seed_sources: dict[str, str]
    determinism: str
    not_set: str
    git: str
    branch: str
    clean: str
    remote: str
    packages: str
    package_count: str
    container: str
    language: str
    unreadable_probe: str
    remedy: str
    # What the output belongs to
    states: dict[str, str]
    never_ran: str
    # Warnings
    unchanged_step: str
    step_elsewhere: str
    known_error: str
    error_elsewhere: str
    unreadable_entries: Counted
    no_cell: str
    no_error: str
    no_figure: str
    no_result: str
    no_kernel_facts: str
    code_in_part: str
    other_cells_in_part: str
    code_unread: Counted
    parameters_cut: Counted
    facts_left_out: str
    hidden_characters: Counted
    image_broken: str
    image_too_large: str
    image_too_detailed: str
    image_svg: str
    images_left_out: Counted
    output_unknown: str
    html_unread: Counted
    tables_unread: str
    blocks_left_out: Counted
    rows_left_out: Counted
    interactive: str
    interactive_titled: str
    # Tables of their own
    facts: FactWords
    failures: FailureWords
    findings: dict[str, FindingWords]
    formats: dict[str, FormatWords]
