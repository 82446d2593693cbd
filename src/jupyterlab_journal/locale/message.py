"""A sentence by its key, with what it names: written out in the language that its reader wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Union

from jupyterlab_journal.locale.languages import read_toml

Value = Union[str, int, "Message", Sequence[str]]
"""What a sentence names: a text as it is, a number, another sentence, or a list of texts."""


class Message:
    """One of the sentences in ``messages.toml``; as a text, it is English.

    Parameters
    ----------
    key : str
        Under which each language has it.
    **values
        What fills its placeholders.

    Examples
    --------
    >>> fault = Message("not_utf8", position=3)
    >>> str(fault), fault.written_in("zh-CN")
    ('byte 3 of the file is not UTF-8', '文件的第 3 个字节不是 UTF-8')
    """

    def __init__(self, key: str, /, **values: Value) -> None:
        self.key = key
        self.values = values

    def written_in(self, locale: str) -> str:
        """Return the sentence in one of `LOCALES`."""
        return self._filled(_sentences(locale)[self.key][0], locale)

    def hint_in(self, locale: str) -> str:
        """Return what to do about it; may be empty."""
        return self._filled(_sentences(locale)[self.key][1], locale)

    def encode(self) -> dict[str, Any]:
        """Return the JSON form, for another process."""
        values = {
            name: value.encode() if isinstance(value, Message) else value
            for name, value in self.values.items()
        }
        return {"key": self.key, "values": values}

    @classmethod
    def decode(cls, form: Mapping[str, Any]) -> Message:
        """Return the message that has this JSON form."""
        values = {
            name: cls.decode(value) if isinstance(value, dict) else value
            for name, value in form["values"].items()
        }
        return cls(form["key"], **values)

    def __str__(self) -> str:
        return self.written_in("en")

    def _filled(self, form: str, locale: str) -> str:
        return form.format_map({name: _written(value, locale) for name, value in self.values.items()})


@cache
def _sentences(locale: str) -> Mapping[str, tuple[str, str]]:
    """Return message and hint by key."""
    return {
        key: (entry, "") if isinstance(entry, str) else (entry["message"], entry.get("hint", ""))
        for key, entry in read_toml(locale, "messages.toml").items()
    }


def _written(value: Value, locale: str) -> str:
    if isinstance(value, Message):
        return value.written_in(locale)
    if isinstance(value, (str, int)):
        return str(value)
    return _sentences(locale)["listed"][0].join(value)
