"""What a kernel's variables and environment hold under names of secrets; for the server's memory only."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.secrets_by_name import SECRETS, SECRETS_MIME
from jupyterlab_journal.errors import KernelUnavailable

if TYPE_CHECKING:
    import logging

_MAX_PAIRS = 1_024
_MAX_TEXT = 4_096


@dataclass(frozen=True, kw_only=True)
class SecretVariables:
    """Names and values. Neither may be logged, written or sent to a browser.

    Parameters
    ----------
    variables : tuple of (str, str)
        Of the user's namespace; a name may not be that of a secret after all.
    environment : tuple of (str, str)
        As the kernel's environment is now.
    """

    variables: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    environment: tuple[tuple[str, str], ...] = field(default=(), repr=False)


async def ask_secret_variables(
    inspect: Callable[[str], Awaitable[Mapping[str, Any]]], log: logging.Logger
) -> SecretVariables:
    """Ask the planted object; nothing is known of a kernel that does not answer.

    Parameters
    ----------
    inspect : function
        Returns the display data of a planted object, as `KernelLine.inspect`.
    log : logging.Logger
        Told, without a value, why a kernel gave no answer.
    """
    try:
        data = await inspect(SECRETS)
    except (KernelUnavailable, TimeoutError) as error:
        log.debug("jupyterlab-journal: the secrets in variables are not known: %s", error)
        return SecretVariables()
    return read_secret_variables(data)


def read_secret_variables(data: Mapping[str, Any]) -> SecretVariables:
    """Read the display data of the planted object; what does not fit is left out."""
    try:
        answer = json.loads(data[SECRETS_MIME])
        return SecretVariables(
            variables=_pairs(answer.get("variables")), environment=_pairs(answer.get("environment"))
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return SecretVariables()


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    pairs = value[:_MAX_PAIRS] if isinstance(value, list) else []
    return tuple((pair[0], pair[1]) for pair in pairs if _is_pair(pair))


def _is_pair(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(text, str) and len(text) <= _MAX_TEXT for text in value)
    )
