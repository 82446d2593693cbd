"""The tensors of the frames in which an error arose, as the kernel told them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.text.markdown_blocks import code, inline, table
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.locale import FailureWords

MAX_VARIABLES = 12


@dataclass(frozen=True, kw_only=True)
class Variable:
    """One tensor, array or table."""

    name: str
    shape: tuple[int, ...]
    dtype: str = ""
    device: str = ""

    @property
    def size(self) -> str:
        """Return such as ``64 × 10``; ``scalar`` has none and is written as ``1``."""
        return " × ".join(map(str, self.shape)) or "1"


@dataclass(frozen=True, kw_only=True)
class FailedFrame:
    """One function, or the top level of a cell, and its tensors."""

    function: str
    variables: tuple[Variable, ...]


def failed_frames(facts: Mapping[str, Any] | None, error_type: str, message: str) -> list[FailedFrame]:
    """Return the frames with tensors, the user's first, if they belong to this error.

    The kernel tells of its last exception; the cell may hold an earlier one.

    Parameters
    ----------
    facts : mapping, optional
        ``error`` (type, message) and ``frames``, checked and without secrets.
    error_type : str
        Of the error that the cell shows, with or without its module.
    message : str
        Of the same error; its first 100 characters have to agree.

    Returns
    -------
    list of FailedFrame
        Only frames that hold tensors; empty when the kernel's last exception is another one.
    """
    if facts is None or facts["error"]["type"] != error_type.rpartition(".")[2]:
        return []
    told = facts["error"]["message"]
    if told is not None and " ".join(told.split())[:100] != " ".join(message.split())[:100]:
        return []
    frames = [_frame(frame) for frame in facts["frames"]]
    return [frame for frame in frames if frame.variables]


def frames_table(frames: Sequence[FailedFrame], locale: str) -> str:
    """Return a table for each frame under its name; empty without any.

    Parameters
    ----------
    frames : sequence of FailedFrame
        In the order in which they are shown.
    locale : str
        Language of the headings.
    """
    said = words_in(locale).failures
    return "\n\n".join(f"{_title(frame, said)}\n\n{_table(frame, said)}" for frame in frames)


def _title(frame: FailedFrame, said: FailureWords) -> str:
    if not frame.function:
        return said.tensors_of_cell
    return said.tensors_of.format(function=code(frame.function))


def _table(frame: FailedFrame, said: FailureWords) -> str:
    rows = [
        [inline(variable.name), variable.size, inline(variable.dtype), inline(variable.device)]
        for variable in frame.variables
    ]
    return table(said.tensor, rows)


def _frame(facts: Mapping[str, Any]) -> FailedFrame:
    return FailedFrame(
        function=facts["function"],
        variables=tuple(
            Variable(
                name=variable["name"],
                shape=tuple(variable["shape"]),
                dtype=variable["dtype"] or "",
                device=variable["device"] or "",
            )
            for variable in facts["variables"][:MAX_VARIABLES]
        ),
    )
