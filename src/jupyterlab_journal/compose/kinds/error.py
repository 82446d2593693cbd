"""An error: what it says, where it arose, what led there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.draft.content import NOTHING_TO_RECORD, Content
from jupyterlab_journal.compose.draft.run_metrics import read_run
from jupyterlab_journal.compose.failures.causes import cause_of
from jupyterlab_journal.compose.failures.death import failure_of, remark_on
from jupyterlab_journal.compose.failures.error_evidence import evidence_of
from jupyterlab_journal.compose.failures.error_place import places
from jupyterlab_journal.compose.failures.explanation import explain
from jupyterlab_journal.compose.failures.memory import memory_lines
from jupyterlab_journal.compose.failures.signature import signature_of
from jupyterlab_journal.compose.failures.tensor_frames import failed_frames, frames_table
from jupyterlab_journal.compose.failures.traceback import read_frames
from jupyterlab_journal.compose.outputs.blocks import last_block, with_gap
from jupyterlab_journal.compose.outputs.parts import error_of
from jupyterlab_journal.compose.run import run_line
from jupyterlab_journal.compose.text.markdown import fence, folded
from jupyterlab_journal.compose.text.plain import one_line
from jupyterlab_journal.compose.text.readable import both_ends
from jupyterlab_journal.entry.model import ErrorFacts, Kind
from jupyterlab_journal.entry.template import find_template
from jupyterlab_journal.locale import counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.entry.kernel_facts import KernelDeath
    from jupyterlab_journal.entry.model import Entry

_TITLE_CHARACTERS = 80
_TYPE_CHARACTERS = 100
_MESSAGE_CHARACTERS = 2000
_TRACEBACK_BYTES = 12 * 1024
_OUTPUT_BYTES = 8 * 1024


def error(draft: Draft) -> Content:
    """Describe the last error among the outputs, else the death of the kernel."""
    cell = draft.request.cell
    output = error_of(cell.outputs) if cell else None
    if output is not None:
        _notify_of_known(draft, draft.history.about_run(draft.source, Kind.ERROR))
        return _exception(draft, output)
    if draft.death is not None:
        _notify_of_known(draft, draft.history.last_error_since(draft.source, draft.death.noticed_at))
        return _death(draft, draft.death)
    if cell is not None:
        draft.notice(NOTHING_TO_RECORD, draft.words.no_error)
    return Content(values={"facts": run_line(draft)})


def _notify_of_known(draft: Draft, entry: Entry | None) -> None:
    if entry is not None:
        draft.notice("known_error", draft.words.known_error, entry.id)


def _exception(draft: Draft, output: Mapping[str, Any]) -> Content:
    words, locale = draft.words, draft.request.locale
    failure, message = _failure(output, draft)
    lines = output.get("traceback")
    pieces = [f"{line}\n" for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    if pieces and one_line(pieces[-1]) == one_line(f"{output.get('ename')}: {output.get('evalue')}"):
        pieces.pop()  # the message, which stands above
    traceback = draft.read(pieces, "traceback")
    frames = read_frames(traceback.text)
    tensors = failed_frames(draft.failure, failure.type, failure.message)
    shown = both_ends(traceback, size=draft.room(_TRACEBACK_BYTES))
    summary = counted(words.traceback, len(frames))
    readings = read_run(draft, draft.output.text)
    evidence = evidence_of(failure.message, draft.snapshot, draft.parameters, readings)
    remark = explain(failure.cause, evidence, locale)
    title, whole = _title(failure), f"{failure.type}: {message}" if message else failure.type
    return Content(
        title=title,
        values={
            # What the heading says need not be repeated.
            "message": "" if title == whole and draft.title is None else fence(whole),
            "where": _paragraphs(places(frames, words), frames_table(tensors, locale)),
            "facts": _paragraphs(run_line(draft), memory_lines(draft.snapshot, locale)),
            "traceback": folded(summary, fence(with_gap(shown, words))) if traceback.text.strip() else "",
            "output": last_block(draft.printed, words, size=draft.room(_OUTPUT_BYTES)),
            "analysis": _analysis(remark, locale),
        },
        error=failure,
    )


def _death(draft: Draft, death: KernelDeath) -> Content:
    locale = draft.request.locale
    failure = failure_of(death, locale)
    return Content(
        title=failure.message.rstrip(".。"),
        values={
            "message": failure.message,
            "facts": run_line(draft),
            "output": last_block(draft.printed, draft.words, size=draft.room(_OUTPUT_BYTES)),
            "analysis": _analysis(remark_on(death, locale), locale),
        },
        error=failure,
    )


def _analysis(remark: str, locale: str) -> str:
    """Return the facts, and the question that is still the user's to answer."""
    return f"{remark}\n\n*{find_template(Kind.ERROR, locale).hints['analysis']}*" if remark else ""


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _failure(output: Mapping[str, Any], draft: Draft) -> tuple[ErrorFacts, str]:
    """Return the facts of the error, and its message as it is shown."""
    name = one_line(draft.read([str(output.get("ename") or "")], "error").text)[:_TYPE_CHARACTERS] or "Error"
    text = draft.read([str(output.get("evalue") or "")], "error")
    message = with_gap(both_ends(text, size=draft.room(_MESSAGE_CHARACTERS)), draft.words).strip()
    cause = cause_of(name, text.text)
    return ErrorFacts(
        type=name, message=message, cause=cause, signature=signature_of(name, text.text, cause)
    ), message


def _title(failure: ErrorFacts) -> str:
    first = failure.message.partition("\n")[0]
    title = f"{failure.type}: {first}" if first else failure.type
    return title if len(title) <= _TITLE_CHARACTERS else title[: _TITLE_CHARACTERS - 1] + "…"
