"""Every error this package raises on purpose.

::

    JournalError
    ├── InvalidEntry        metadata that is not an entry (names the field)
    ├── InvalidTemplate     a template file that cannot be used
    ├── InvalidRequest      a request body or parameter that cannot be used
    │   └── MalformedNotebook   a file or a cell that is no notebook's (names the place)
    ├── NotFound            absent, hidden or outside the root: one text for all three
    ├── Conflict            the target exists, or changed meanwhile
    ├── KernelUnavailable   no kernel, a dead kernel, or no answer in time
    ├── ExportFailed        an export that could not be finished
    └── ReviewFailed        two states of a notebook that cannot be compared

A message says what failed and on what; ``hint`` says what to do about it.
"""

from __future__ import annotations


class JournalError(Exception):
    """Base of all errors raised on purpose.

    Parameters
    ----------
    message : str
        What failed, and on what.
    hint : str
        What the user can do about it; may be empty.
    code : str, optional
        Stable identifier for programs; the class's own ``code`` by default.
    """

    code = "journal_error"

    def __init__(self, message: str, *, hint: str = "", code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code


class InvalidEntry(JournalError):
    """Cell metadata that does not describe an entry.

    Parameters
    ----------
    field : str
        Path of the faulty field, such as ``"metrics[0].name"``.
    problem : str
        What is wrong with it.
    """

    code = "invalid_entry"

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(
            f"journal entry: field '{field}' {problem}",
            hint="The cell is left as it is; correct or remove its 'journal' metadata.",
        )
        self.field = field


class InvalidTemplate(JournalError):
    """A template file that cannot be read or filled."""

    code = "invalid_template"


class InvalidRequest(JournalError):
    """A request that cannot be understood or is not allowed as it stands."""

    code = "invalid_request"


class MalformedNotebook(InvalidRequest):
    """A notebook that cannot be read; the message names the place of the fault."""

    code = "malformed_notebook"


class NotFound(JournalError):
    """Something absent, hidden or outside the server's root folder.

    One text for all three, so that an answer never tells which.

    Parameters
    ----------
    what : str
        The noun, such as ``"notebook"`` or ``"kernel"``.
    """

    code = "not_found"

    def __init__(self, what: str) -> None:
        super().__init__(
            f"No such {what} here.", hint=f"Check the name of the {what}, and that it still exists."
        )


class Conflict(JournalError):
    """The target exists already, or changed since it was read."""

    code = "conflict"


class KernelUnavailable(JournalError):
    """A kernel that does not exist, is dead, or did not answer in time."""

    code = "kernel_unavailable"


class ExportFailed(JournalError):
    """An export that could not be finished; nothing half-written remains."""

    code = "export_failed"


class ReviewFailed(JournalError):
    """Two states of a notebook that cannot be compared."""

    code = "review_failed"
