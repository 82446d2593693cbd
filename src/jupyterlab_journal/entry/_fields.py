"""Read typed fields from a JSON object and name the one that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from jupyterlab_journal.errors import InvalidEntry

T = TypeVar("T")


class Fields:
    """A JSON object under inspection.

    Parameters
    ----------
    value : object
        What should be a JSON object.
    path : str
        Where it stands, for messages; empty at the root.
    """

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, Mapping):
            raise InvalidEntry(path or "journal", "is not an object")
        self._value = value
        self._path = path

    def _at(self, name: str) -> str:
        return f"{self._path}.{name}" if self._path else name

    def fail(self, name: str, problem: str) -> InvalidEntry:
        """Return the error that names field `name`."""
        return InvalidEntry(self._at(name), problem)

    def _typed(self, name: str, kind: type | tuple[type, ...], words: str) -> Any:  # noqa: ANN401
        value = self._value.get(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise self.fail(name, f"is not {words}" if name in self._value else "is missing")
        return value

    def text(self, name: str) -> str:
        """Return a required string."""
        value: str = self._typed(name, str, "a string")
        return value

    def flag(self, name: str) -> bool:
        """Return a required boolean."""
        value: bool = self._typed(name, bool, "true or false")
        return value

    def whole(self, name: str) -> int:
        """Return a required integer."""
        value: int = self._typed(name, int, "a whole number")
        return value

    def moment(self, name: str) -> datetime:
        """Return a required RFC 3339 time with offset."""
        text = self.text(name)
        try:
            # Python 3.10 does not read the "Z" that RFC 3339 allows.
            moment = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
        except ValueError:
            raise self.fail(name, "is not a date and time") from None
        if moment.tzinfo is None:
            raise self.fail(name, "has no offset from UTC")
        return moment

    def optional(self, name: str, read: Callable[[str], T]) -> T | None:
        """Return ``read(name)``, or None when the field is absent or null."""
        return None if self._value.get(name) is None else read(name)

    def object(self, name: str) -> Fields:
        """Return a required object."""
        return Fields(self._value.get(name), self._at(name))

    def mapping(self, name: str) -> dict[str, Any]:
        """Return a required object as it is."""
        return dict(self._typed(name, Mapping, "an object"))

    def each(self, name: str, read: Callable[[Fields], T]) -> tuple[T, ...]:
        """Return the objects of a list, read one by one; empty when absent."""
        if self._value.get(name) is None:
            return ()
        items = self._typed(name, list, "a list")
        return tuple(read(Fields(item, f"{self._at(name)}[{i}]")) for i, item in enumerate(items))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a required list of strings."""
        items = self._typed(name, list, "a list")
        if not all(isinstance(item, str) for item in items):
            raise self.fail(name, "holds something that is not a string")
        return tuple(items)

    def raw(self, name: str) -> Any:  # noqa: ANN401 (any JSON)
        """Return the value as it is, None when absent."""
        return self._value.get(name)

    def rest(self, *known: str) -> dict[str, Any]:
        """Return the fields not named in `known`."""
        return {name: value for name, value in self._value.items() if name not in known}
