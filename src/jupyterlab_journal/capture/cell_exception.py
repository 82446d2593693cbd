"""The exception that ended a cell, read without running code of the user's."""

from __future__ import annotations

from typing import Any

from jupyterlab_journal.capture.parameters import is_scalar

_MAX_TYPE_CHARACTERS = 100
_MAX_MESSAGE_CHARACTERS = 500
_BUILT_IN = type(BaseException.__str__)
_ARGUMENTS: Any = vars(BaseException)["args"]
_FILES: Any = (vars(OSError)["filename"], vars(OSError)["filename2"])


def failure(error: BaseException) -> dict[str, str | None]:
    """Return type and message; the message is None where only the user's code could tell it.

    Examples
    --------
    >>> failure(ValueError("no such layer"))
    {'type': 'ValueError', 'message': 'no such layer'}
    >>> failure(KeyError("lr"))
    {'type': 'KeyError', 'message': "'lr'"}
    """
    return {"type": type(error).__name__[:_MAX_TYPE_CHARACTERS], "message": _message(error)}


def _message(error: BaseException) -> str | None:
    kind = type(error)
    if type(next(vars(base)["__str__"] for base in kind.__mro__ if "__str__" in vars(base))) is not _BUILT_IN:
        return None
    arguments: tuple[Any, ...] = _ARGUMENTS.__get__(error)  # not asking a class of the user's
    if issubclass(kind, SyntaxError):  # its other arguments are the place
        arguments = arguments[:1]
    if len(arguments) == 1 and type(arguments[0]) is str:
        text = arguments[0][:_MAX_MESSAGE_CHARACTERS]  # cut first: it may hold a gigabyte
        return repr(text) if issubclass(kind, KeyError) else text
    if not all(map(is_scalar, arguments)) or _names_an_object(error):
        return None
    return str(error)[:_MAX_MESSAGE_CHARACTERS]


def _names_an_object(error: BaseException) -> bool:
    """Whether a file is given by an object, which would be asked for its representation."""
    if not issubclass(type(error), OSError):
        return False
    names = [file.__get__(error) for file in _FILES]
    return not all(name is None or type(name) is str for name in names)
