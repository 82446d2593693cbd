"""Values known to be secret, found in every form a program may print them in.

Nothing leaves this object: the values and their forms live in memory only.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from .decode import fold
from .judge import is_placeholder, is_plain_fact, is_random, is_wordy
from .named_values import find_named
from .rule import Find
from .secret_names import shipped_labels
from .view import View

if TYPE_CHECKING:
    from .budget import Budget

SHORTEST = 8
_PIECE = 12  # as many characters in a row give a secret away
_GRAM = 6
_STRIDE = _PIECE - _GRAM + 1
_SECRET_NAME = re.compile(
    r"pass(?!ed|ive|thr|age|port)|pwd|secret|token(?!iz|s_per|_?type|_?id)|key(?!board|word|map|frame|_?path|_?file)"
    r"|credential|auth(?!or)|cookie|dsn|webhook|_pat\b|_sas\b|conn(?:ection)?_?str",
    re.IGNORECASE,
)


def secret_values(environment: Mapping[str, str]) -> tuple[str, ...]:
    """Return the values of variables whose name says that they are secret.

    Paths, numbers, switches and placeholders are left out: redacting them would only damage the text.

    Parameters
    ----------
    environment : mapping of str to str
        Such as ``os.environ``.

    Examples
    --------
    >>> secret_values({"LAB_TOKEN": "river-stone-42", "TOKENIZERS_PARALLELISM": "false", "HOME": "/root"})
    ('river-stone-42',)
    """
    return tuple(
        value
        for name, value in environment.items()
        if _SECRET_NAME.search(name)
        and len(value) >= SHORTEST
        and not is_plain_fact(value)
        and not is_placeholder(value)
    )


def secret_variables(variables: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """Return the values of variables that are secret: by their name, and as what they look beside it.

    A plain word stays, even under the name of a password: it would be taken out wherever it stands.

    Examples
    --------
    >>> secret_variables([("db_password", "k9mQ2x!vb"), ("sort_key", "accuracy"), ("password", "validation")])
    ('k9mQ2x!vb',)
    """
    labels = shipped_labels()
    return tuple(
        value
        for name, value in variables
        if len(value) >= SHORTEST and find_named(name, value, labels) and not _is_word(value)
    )


def _is_word(value: str) -> bool:
    return value.isalpha() and is_wordy(value)


class KnownValues:
    """Find known values, and any 12 characters of a random one, in all their forms.

    Parameters
    ----------
    values : iterable of str
        Shorter than 8 characters are ignored: they would be found in ordinary words.
    """

    def __init__(self, values: Iterable[str]) -> None:
        # The text is compared after folding, so the forms are folded too.
        forms = {
            fold(View(form)).text for value in values if len(value) >= SHORTEST for form in _forms(value)
        }
        forms = {form for form in forms if len(form) >= SHORTEST}
        self._short = tuple(sorted(form for form in forms if len(form) < _PIECE))
        self._long = tuple(sorted(form for form in forms if len(form) >= _PIECE))
        self._grams: dict[str, list[tuple[str, int]]] = {}
        for form in self._long:
            for at in range(len(form) - _GRAM + 1):
                self._grams.setdefault(form[at : at + _GRAM], []).append((form, at))
        self._pieces_count = frozenset(form for form in self._long if is_random(form, _PIECE))

    def __bool__(self) -> bool:
        return bool(self._short or self._long)

    def find(self, text: str, budget: Budget) -> Iterator[Find]:
        """Yield every stretch of `text` that is a known value or a telling piece of one."""
        for form in self._short:
            budget.check()
            start = text.find(form)
            while start >= 0:
                yield Find(start, start + len(form), "known_value", "known-value")
                start = text.find(form, start + len(form))
        # All grams of the forms against one gram in seven of the text: enough to meet every piece of 12.
        grams = self._grams
        if not grams:
            return
        for at in range(0, len(text) - _GRAM + 1, _STRIDE):
            places = grams.get(text[at : at + _GRAM])
            if places:
                budget.check()
                yield from self._grow(text, at, places)

    def _grow(self, text: str, at: int, places: list[tuple[str, int]]) -> Iterator[Find]:
        for form, inside in places[:64]:
            start, begin = at, inside
            while start and begin and text[start - 1] == form[begin - 1]:
                start, begin = start - 1, begin - 1
            end, stop = at + _GRAM, inside + _GRAM
            while end < len(text) and stop < len(form) and text[end] == form[stop]:
                end, stop = end + 1, stop + 1
            whole = end - start == len(form)
            if whole or (end - start >= _PIECE and form in self._pieces_count):
                yield Find(start, end, "known_value", "known-value" if whole else "known-value-piece")


def _forms(value: str) -> Iterator[str]:
    yield value
    for encoded in (value.encode(), value.encode("utf-16-le"), value.encode("utf-16-be")):
        yield encoded.decode("latin-1")
        yield from _base64_forms(encoded)
        yield encoded.hex()
        yield encoded.hex().upper()
        yield encoded.hex(" ")
        yield encoded.hex(":")
    yield "".join(f"\\x{byte:02x}" for byte in value.encode())
    yield "".join(f"%{byte:02X}" for byte in value.encode())
    for escaped in (
        quote(value, safe=""),
        quote(value),
        quote_plus(value),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        json.dumps(json.dumps(value)[1:-1])[1:-1],
        repr(value)[1:-1],
        html.escape(value),
        html.escape(value, quote=False),
        value[::-1],
    ):
        yield escaped
        if "%" in escaped:
            yield re.sub(r"%[0-9A-F]{2}", lambda match: match[0].lower(), escaped)
    yield "".join(f"\\u{ord(character):04x}" for character in value)


def _base64_forms(data: bytes) -> Iterator[str]:
    """Yield what every Base64 text that holds `data` at any offset has in common."""
    for lead in range(3):
        encoded = base64.b64encode(bytes(lead) + data).decode()
        first = (0, 2, 3)[lead]
        whole = encoded.rstrip("=")
        complete = len(whole) if (lead + len(data)) % 3 == 0 else len(whole) - 1
        core = whole[first:complete]
        if len(core) >= SHORTEST:
            yield core
            yield core.replace("+", "-").replace("/", "_")
