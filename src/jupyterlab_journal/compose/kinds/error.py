"""An error: what it says, where it arose, what led there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.draft.content import NOTHING_TO_RECORD, Content, Writer
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
from jupyterlab_journal.compose.run_line import run_line
from jupyterlab_journal.compose.text.markdown_blocks import fence, folded
from jupyterlab_journal.compose.text.plain import one_line
from jupyterlab_journal.compose.text.readable import both_ends
from jupyterlab_journal.entry.kinds import Kind
from jupyterlab_journal.entry.model import ErrorFacts
from jupyterlab_journal.entry.template import find_template
from jupyterlab_journal.locale import counted

if TYPE_CHECKING:
    from jupyterlab_journal.compose.draft.draft import Draft
    from jupyterlab_journal.compose.draft.room import Room
    from jupyterlab_journal.compose.failures.traceback import Frame
    from jupyterlab_journal.compose.metrics.metric_reading import Reading
    from jupyterlab_journal.compose.text.readable import Readable
    from jupyterlab_journal.entry.kernel_facts import KernelDeath
    from jupyterlab_journal.entry.model import Entry

_TITLE_CHARACTERS = 80
_TYPE_CHARACTERS = 100
_MESSAGE_CHARACTERS = 2000
_TRACEBACK_BYTES = 12 * 1024
_OUTPUT_BYTES = 8 * 1024


def error(draft: Draft) -> Writer:
    """Describe the last error among the outputs, else the death of the kernel."""
    cell = draft.request.cell
    output = error_of(cell.outputs) if cell else None
    if output is not None:
        _notify_of_known(draft, draft.history.about_run(draft.source, draft.request.kind))
        return _exception(draft, output)
    if draft.death is not None:
        _notify_of_known(draft, draft.history.last_error_since(draft.source, draft.death.noticed_at))
        return _death(draft, draft.death)
    if cell is not None:
        draft.notice(NOTHING_TO_RECORD, draft.words.no_error)
    content = Content(values={"facts": run_line(draft)})
    return lambda _room: content


def _notify_of_known(draft: Draft, entry: Entry | None) -> None:
    if entry is not None:
        draft.notice("known_error", draft.words.known_error, entry.id)


@dataclass(frozen=True, kw_only=True)
class _Raised:
    """An exception as it was read from the outputs, before its message is cut to what is shown."""

    draft: Draft
    failure: ErrorFacts
    message: Readable
    traceback: Readable
    frames: Sequence[Frame]
    readings: Sequence[Reading]

    def write(self, room: Room) -> Content:
        """Return what the entry says, for as much room as there is."""
        draft, words, locale = self.draft, self.draft.words, self.draft.request.locale
        message = with_gap(both_ends(self.message, size=room.bytes(_MESSAGE_CHARACTERS)), words).strip()
        failure = replace(self.failure, message=message)
        tensors = failed_frames(draft.failure, failure.type, message)
        evidence = evidence_of(message, draft.snapshot, draft.parameters, self.readings)
        remark = explain(failure.cause, evidence, locale)
        title, whole = _title(failure), f"{failure.type}: {message}" if message else failure.type
        return Content(
            title=title,
            values={
                # What the heading says need not be repeated.
                "message": "" if title == whole and draft.title is None else fence(whole),
                "where": _paragraphs(places(self.frames, words), frames_table(tensors, locale)),
                "facts": _paragraphs(run_line(draft), memory_lines(draft.snapshot, locale)),
                "traceback": self._folded_traceback(room),
                "output": last_block(draft.printed, words, size=room.bytes(_OUTPUT_BYTES)),
                "analysis": _analysis(remark, locale),
            },
            error=failure,
        )

    def _folded_traceback(self, room: Room) -> str:
        if not self.traceback.text.strip():
            return ""
        words = self.draft.words
        shown = both_ends(self.traceback, size=room.bytes(_TRACEBACK_BYTES))
        return folded(counted(words.traceback, len(self.frames)), fence(with_gap(shown, words)))


def _exception(draft: Draft, output: Mapping[str, Any]) -> Writer:
    name = one_line(draft.read([str(output.get("ename") or "")], "error").text)[:_TYPE_CHARACTERS] or "Error"
    message = draft.read([str(output.get("evalue") or "")], "error")
    cause = cause_of(name, message.text)
    traceback = draft.read(_traceback_of(output), "traceback")
    raised = _Raised(
        draft=draft,
        failure=ErrorFacts(
            type=name, message="", cause=cause, signature=signature_of(name, message.text, cause)
        ),
        message=message,
        traceback=traceback,
        frames=read_frames(traceback.text),
        readings=list(read_run(draft, draft.output.text)),
    )
    return raised.write


def _traceback_of(output: Mapping[str, Any]) -> list[str]:
    """Return the lines of a traceback without the message, which is shown above it."""
    lines = output.get("traceback")
    pieces = [f"{line}\n" for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    if pieces and one_line(pieces[-1]) == one_line(f"{output.get('ename')}: {output.get('evalue')}"):
        pieces.pop()
    return pieces


def _death(draft: Draft, death: KernelDeath) -> Writer:
    locale = draft.request.locale
    failure = failure_of(death, locale)
    values = {
        "message": failure.message,
        "facts": run_line(draft),
        "analysis": _analysis(remark_on(death, locale), locale),
    }

    def write(room: Room) -> Content:
        output = last_block(draft.printed, draft.words, size=room.bytes(_OUTPUT_BYTES))
        return Content(
            title=failure.message.rstrip(".。"), values={**values, "output": output}, error=failure
        )

    return write


def _analysis(remark: str, locale: str) -> str:
    """Return the facts, and the question that is still the user's to answer."""
    return f"{remark}\n\n*{find_template(Kind.ERROR, locale).hints['analysis']}*" if remark else ""


def _paragraphs(*texts: str) -> str:
    return "\n\n".join(filter(None, texts))


def _title(failure: ErrorFacts) -> str:
    first = failure.message.partition("\n")[0]
    title = f"{failure.type}: {first}" if first else failure.type
    return title if len(title) <= _TITLE_CHARACTERS else title[: _TITLE_CHARACTERS - 1] + "…"
