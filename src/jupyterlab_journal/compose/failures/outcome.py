"""Whether the run that an entry is about failed, was killed, or only started something in the background."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.compose.failures.background_commands import started_in_background
from jupyterlab_journal.compose.failures.death import failure_of, remark_on
from jupyterlab_journal.compose.failures.shell_commands import answers_by_status
from jupyterlab_journal.compose.outputs.parts import error_of
from jupyterlab_journal.compose.text.markdown_blocks import code, inline
from jupyterlab_journal.compose.text.plain import one_line
from jupyterlab_journal.entry.model import RunState
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.entry.kernel_facts import KernelDeath
    from jupyterlab_journal.locale import FailureWords

_TITLE_CHARACTERS = 80
_COMMAND_CHARACTERS = 120
# What subprocess and `%%bash` say: "returned non-zero exit status 2", "died with <Signals.SIGKILL: 9>".
_STATUS = re.compile(r"(?:returned non-zero exit status (-?\d+)|died with <Signals\.(SIG\w+): \d+>)\.?\s*$")
_NO_BACKGROUND = "Background processes not supported."  # IPython's words for `!command &`


@dataclass(frozen=True, kw_only=True)
class RunEnding:
    """What is known of the end of a run.

    Parameters
    ----------
    code : str
        Source of the cell, without secrets.
    outputs : sequence of mapping
        Of the cell, as the notebook holds them.
    clean : callable
        Removes terminal codes and secrets from the name and the message of an error.
    death : KernelDeath, optional
        When the kernel's process ended in the run.
    exit_status : int, optional
        Of the last command that the run gave to the shell.
    """

    code: str
    outputs: Sequence[Mapping[str, Any]]
    clean: Callable[[str], str]
    death: KernelDeath | None = None
    exit_status: int | None = None


@dataclass(frozen=True, kw_only=True)
class RunOutcome:
    """How a run ended otherwise than well.

    Parameters
    ----------
    state : RunState, optional
        None when the cell itself ended well, and only what it started goes on.
    title : str, optional
        Of an entry about the run, as text; None when the outcome is no title.
    sentence : str
        For the first line of the entry, as Markdown.
    cut_short : bool
        Whether code of the cell may not have been reached.
    """

    state: RunState | None
    title: str | None
    sentence: str
    cut_short: bool = False

    def may_lack(self, variable: str, values: Mapping[str, str] | None) -> bool:
        """Whether the run never came to set a variable, as the values that it left show."""
        return (
            self.cut_short
            and self.state is RunState.FAILED  # after a death, the values are those of another process
            and values is not None
            and variable not in values
        )


def outcome_of(ending: RunEnding, locale: str) -> RunOutcome | None:
    """Return how a run ended; None when nothing speaks against a good end.

    The end of the process outweighs what the cell showed, an error among
    the outputs outweighs the exit status of a command.

    Parameters
    ----------
    ending : RunEnding
        What is known of the end of the run.
    locale : str
        Language of the title and the sentence.

    Returns
    -------
    RunOutcome or None
        State, title and sentence, in the language.
    """
    words = words_in(locale).failures
    if ending.death is not None:
        message = failure_of(ending.death, locale).message
        sentences = [inline(message), remark_on(ending.death, locale)]
        return RunOutcome(
            state=RunState.KILLED,
            title=message.rstrip(".。"),
            sentence=words.between_sentences.join(filter(None, sentences)),
            cut_short=True,
        )
    output = error_of(ending.outputs)
    found = None if output is None else _by_error(output, ending.clean, words)
    return found or _by_status(ending, words) or _in_background(ending.code, words)


def _by_error(
    output: Mapping[str, Any], clean: Callable[[str], str], said: FailureWords
) -> RunOutcome | None:
    name = one_line(clean(str(output.get("ename") or ""))) or "Error"
    message = clean(str(output.get("evalue") or "")).strip()
    if name == "SystemExit":
        if message in {"", "0", "None"}:  # by convention, the program ended well
            return None
        if message.lstrip("-").isdecimal():
            return _command(said, said.status.format(status=message), cut_short=True)
    status = _STATUS.search(message) if name == "CalledProcessError" else None
    if status is not None:
        return _command(said, _ending(said, status[2] or int(status[1])), cut_short=True)
    if name == "KeyboardInterrupt":
        return RunOutcome(
            state=RunState.FAILED,
            title=said.interrupted_title,
            sentence=said.interrupted,
            cut_short=True,
        )
    first = one_line(message.partition("\n")[0])
    error = f"{name}: {first}" if first else name
    error = error if len(error) <= _TITLE_CHARACTERS else error[: _TITLE_CHARACTERS - 1] + "…"
    refused = name == "OSError" and message == _NO_BACKGROUND
    sentence = said.no_background if refused else said.failed.format(error=inline(error))
    return RunOutcome(
        state=RunState.FAILED,
        title=said.failed_title.format(what=error),
        sentence=sentence,
        cut_short=True,
    )


def _by_status(ending: RunEnding, said: FailureWords) -> RunOutcome | None:
    status = ending.exit_status
    if not status or answers_by_status(ending.code, status):
        return None
    return _command(said, _ending(said, status))


def _command(said: FailureWords, ending: str, *, cut_short: bool = False) -> RunOutcome:
    return RunOutcome(
        state=RunState.FAILED,
        title=said.failed_title.format(what=said.command.format(ending=ending)),
        sentence=said.failed_command.format(ending=ending),
        cut_short=cut_short,
    )


def _ending(said: FailureWords, status: int | str) -> str:
    """Return how a command ended, from its status: a signal's name, or minus its number, or a number."""
    if isinstance(status, str):
        return said.signal.format(signal=status)
    if status >= 0:
        return said.status.format(status=status)
    try:
        return said.signal.format(signal=signal.Signals(-status).name)
    except ValueError:  # IPython writes each status above 128 as minus what is above: 255 as -127
        return said.status.format(status=128 - status)


def _in_background(code_of_cell: str, said: FailureWords) -> RunOutcome | None:
    command = started_in_background(code_of_cell)
    if command is None:
        return None
    shown = command if len(command) <= _COMMAND_CHARACTERS else command[: _COMMAND_CHARACTERS - 1] + "…"
    return RunOutcome(state=None, title=None, sentence=said.background.format(command=code(shown)))
