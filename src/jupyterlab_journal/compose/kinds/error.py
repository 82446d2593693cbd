"""An error: what it says, where it arose, what led there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.draft import Content, Draft
from jupyterlab_journal.compose.excerpt import both_ends
from jupyterlab_journal.compose.failures.causes import cause_of
from jupyterlab_journal.compose.failures.signature import signature_of
from jupyterlab_journal.compose.failures.traceback import Frame, read_frames
from jupyterlab_journal.compose.markdown import code, fence, folded, inline
from jupyterlab_journal.compose.outputs.blocks import last_block, with_gap
from jupyterlab_journal.compose.outputs.parts import error_of
from jupyterlab_journal.compose.plain import one_line
from jupyterlab_journal.compose.run import run_line
from jupyterlab_journal.compose.words import counted
from jupyterlab_journal.entry.model import ErrorFacts

if TYPE_CHECKING:
    from jupyterlab_journal.compose.words import Words

_TITLE_CHARACTERS = 80
_TYPE_CHARACTERS = 100
_MESSAGE_CHARACTERS = 2000
_TRACEBACK_BYTES = 12 * 1024
_OUTPUT_BYTES = 8 * 1024
_PATH_PARTS = 3  # "torch/nn/functional.py": enough to find it, short enough to read


def error(draft: Draft) -> Content:
    """Describe the last error among the outputs."""
    words = draft.words
    cell = draft.request.cell
    output = error_of(cell.outputs) if cell else None
    facts = run_line(cell, draft.snapshot, words)
    if cell is None or output is None:
        if cell is not None:
            draft.notice("no_error", words.no_error)
        return Content(values={"facts": facts})
    failure, message = _failure(output, draft)
    lines = output.get("traceback")
    pieces = [f"{line}\n" for line in lines if isinstance(line, str)] if isinstance(lines, list) else []
    traceback = draft.read(pieces, "traceback")
    frames = read_frames(traceback.text)
    shown = both_ends(traceback, size=draft.room(_TRACEBACK_BYTES))
    summary = counted(words.traceback, len(frames))
    return Content(
        title=_title(failure),
        values={
            "message": fence(f"{failure.type}: {message}" if message else failure.type),
            "where": _where(frames, words),
            "facts": facts,
            "traceback": folded(summary, fence(with_gap(shown, words))) if traceback.text.strip() else "",
            "output": last_block(draft.output, words, size=draft.room(_OUTPUT_BYTES)),
        },
        error=failure,
    )


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


def _where(frames: list[Frame], words: Words) -> str:
    """Name the last line of the user's own code, and the line that raised when it is another."""
    if not frames:
        return ""
    users = next((frame for frame in reversed(frames) if frame.is_users), None)
    last = frames[-1]
    lines = [] if users is None else [_place(users, words, words.where, words.where_in)]
    if last is not users:
        lines.append(_place(last, words, words.raised_in, words.raised_in_function))
    return "\n\n".join(lines)


def _place(frame: Frame, words: Words, at_top: str, in_function: str) -> str:
    if frame.cell is not None:
        place = words.cell.format(number=frame.cell)
    else:
        place = code("/".join(frame.path.replace("\\", "/").split("/")[-_PATH_PARTS:]))
    line = inline(str(frame.line)) if frame.line is not None else "?"
    shown = (in_function if frame.function else at_top).format(
        place=place, line=line, code=code(frame.code[:200]), function=code(frame.function)
    )
    return shown.rstrip(" :：")
