"""A kernel that died: what is said of it in place of an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.entry.model import ErrorFacts
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.entry.kernel_facts import KernelDeath

TYPE = "KernelDied"


def failure_of(death: KernelDeath, locale: str) -> ErrorFacts:
    """Return the facts of a death; equal ways to die have equal signatures.

    Parameters
    ----------
    death : KernelDeath
        Gives the signal, else the exit status, when the server knows either.
    locale : str
        Language of the message; the signature does not depend on it.

    Returns
    -------
    ErrorFacts
        Without a cause: the way of dying alone does not prove one.
    """
    said = words_in(locale).failures
    if death.signal is not None:
        message, way = said.died_signal.format(signal=death.signal), death.signal
    elif death.status is not None:
        message, way = said.died_status.format(status=death.status), f"status-{death.status}"
    else:
        message, way = said.died, "unknown"
    return ErrorFacts(type=TYPE, message=message, signature=f"{TYPE}-{way}")


def remark_on(death: KernelDeath, locale: str) -> str:
    """Return what may have ended the process; empty when nothing is likely.

    Parameters
    ----------
    death : KernelDeath
        Only ``SIGKILL`` is a hint: the system sends it when memory runs out.
    locale : str
        Language of the sentence.
    """
    return words_in(locale).failures.died_memory if death.signal == "SIGKILL" else ""
