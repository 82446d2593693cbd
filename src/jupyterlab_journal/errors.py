"""Every error this package raises on purpose.

::

    JournalError
    ├── InvalidEntry        metadata that is not an entry (names the field)
    ├── InvalidTemplate     a template file that cannot be used
    ├── InvalidRequest      a request body or parameter that cannot be used
    │   └── MalformedNotebook   a file or a cell that is no notebook's (names the place)
    ├── NotFound            absent, hidden or outside the root: one text for all three
    ├── Conflict            the target exists, or changed meanwhile
    ├── KernelUnavailable   no kernel, a dead kernel, or one that cannot be asked now
    │   └── KernelSilent    a kernel that lives and does not answer
    ├── ExportFailed        an export that could not be finished
    └── ReviewFailed        two states of a notebook that cannot be compared

A message says what failed and on what; ``hint`` says what to do about it. Both
stand under one key in ``locale``, in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jupyterlab_journal.locale import Message

if TYPE_CHECKING:
    from typing_extensions import Self

    from jupyterlab_journal.locale.message import Value


class JournalError(Exception):
    """Base of all errors raised on purpose; as a text, it is English.

    Parameters
    ----------
    key : str
        Of the sentence in ``locale/*/messages.toml`` that says what failed, and what to do about it.
    code : str, optional
        Stable identifier for programs; the class's own ``code`` by default.
    **values
        What the sentence names.
    """

    code = "journal_error"

    def __init__(self, key: str, /, *, code: str | None = None, **values: Value) -> None:
        super().__init__(key)
        self.sentence = Message(key, **values)
        if code is not None:
            self.code = code

    @classmethod
    def like(cls, error: JournalError) -> Self:
        """Return an error of this class that says the same as another one."""
        return cls.with_sentence(error.sentence, error.code)

    @classmethod
    def with_sentence(cls, sentence: Message, code: str) -> Self:
        """Return an error with a ready sentence."""
        error = cls.__new__(cls)
        JournalError.__init__(error, sentence.key, code=code, **sentence.values)
        return error

    @property
    def message(self) -> str:
        """What failed, and on what, in English."""
        return str(self.sentence)

    @property
    def hint(self) -> str:
        """What the user can do about it, in English; may be empty."""
        return self.sentence.hint_in("en")

    def __str__(self) -> str:
        return self.message


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
        super().__init__("invalid_entry", field=field, problem=problem)
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
        super().__init__(f"no_such_{what}")


class Conflict(JournalError):
    """The target exists already, or changed since it was read."""

    code = "conflict"


class KernelUnavailable(JournalError):
    """A kernel that does not exist, is dead, or did not answer in time."""

    code = "kernel_unavailable"


class KernelSilent(KernelUnavailable):
    """A kernel that lives and did not answer in time; it is not asked again until it is heard.

    Parameters
    ----------
    limit_s : float
        How long it was waited for.
    """

    def __init__(self, limit_s: float) -> None:
        super().__init__("kernel_silent", limit=f"{limit_s:g}")


class ExportFailed(JournalError):
    """An export that could not be finished; nothing half-written remains."""

    code = "export_failed"


class ReviewFailed(JournalError):
    """Two states of a notebook that cannot be compared."""

    code = "review_failed"
