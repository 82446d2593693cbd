"""Calls in which the place of an argument says that it is a secret: ``ssh.connect(host, 22, user, "...")``.

Read from the rows of ``rules/calls.toml``; each becomes one rule. Fields of a
row are those of a rule (see ``rulebook.py``), but for

``names``
    Of the functions, as they are called; also ``auth=`` before a tuple.
``arguments``
    The arguments up to the secret one, none of them by keyword: ``any``; ``text`` and ``number`` as they
    are written in program text; ``secret``. After ``secret`` only what tells the call from others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .rule import Rule

_QUOTED = r"(?:\"[^\"\n]{0,400}\"|'[^'\n]{0,400}')"
_TEXT = rf"[bfruBFRU]{{0,2}}{_QUOTED}"
# One character, quoted text or group of brackets after another: there is one way only to divide an argument
# and the blanks around it, or a call that does not fit would take the time of all the others.
_PLAIN = r"[^,()\[\]{}\"'\s]"
_GROUP = rf"[(\[{{](?:{_QUOTED}|[^()\[\]{{}}\"']){{0,120}}[)\]}}]"
_ANY = rf"(?:{_PLAIN}|{_QUOTED}|{_GROUP}|[ ](?=[^\s,])){{1,200}}"
_REMARK = r"(?:#[^\n]{0,200}\n\s{0,40}){0,2}"
_BETWEEN = rf"\s{{0,40}},\s{{0,40}}{_REMARK}"
_TAKEN = (
    r"[bfruBFRU]{0,2}(?:\"(?P<secret>[^\"\n]{4,400})\"|'(?P<secret_2>[^'\n]{4,400})')"
    r"(?=(?:\.encode\([^()\n]{0,20}\))?\s{0,40}[,)\]#])"
)
_KINDS = {
    "any": _ANY,
    "text": _TEXT,
    "number": r"(?:[0-9]{1,9}|[A-Za-z_.]{0,40}(?:port|PORT|Port))",
    "secret": _TAKEN,
}


def as_rule(call: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a rule for that of a call.

    Examples
    --------
    >>> row = {"id": "a", "kind": "b", "names": ["login"], "arguments": "any secret"}
    >>> rule = as_rule(row)
    >>> rule["keywords"]
    ['login(']
    >>> re.search(rule["pattern"], "login(user, 'k9mQ2x')")["secret_2"]
    'k9mQ2x'
    """
    row = dict(call)
    names, arguments = row.pop("names"), row.pop("arguments").split()
    functions = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = _BETWEEN.join(_KINDS[argument] for argument in arguments)
    return {
        **row,
        "keywords": [f"{name}(" for name in names],
        "pattern": rf"(?:{functions})\(\s{{0,40}}{_REMARK}{pattern}",
        "open_end": True,
        "call": True,
    }


_NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_NAME_MAX = 48


class CallSearch:
    """Finds calls by their brackets: most texts have few, and none of the names has to be looked for.

    Parameters
    ----------
    rules : iterable of Rule
        Made from calls.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        by_keyword: dict[str, list[Rule]] = {}
        for rule in rules:
            for keyword in rule.keywords:
                by_keyword.setdefault(keyword, []).append(rule)
        self._by_name: dict[str, list[tuple[str, tuple[Rule, ...]]]] = {}
        for keyword, found in by_keyword.items():
            self._by_name.setdefault(_last_name(keyword[:-1]), []).append((keyword, tuple(found)))

    def find(self, text: str) -> Iterator[tuple[int, str, tuple[Rule, ...]]]:
        """Yield each place where a call of a known name begins: offset, name with bracket, its rules."""
        bracket = text.find("(")
        while bracket >= 0:
            name = _last_name(text[max(0, bracket - _NAME_MAX) : bracket])
            for keyword, rules in self._by_name.get(name, ()):
                start = bracket + 1 - len(keyword)
                if start >= 0 and text.startswith(keyword, start):
                    yield start, keyword, rules
            bracket = text.find("(", bracket + 1)


def _last_name(lead: str) -> str:
    """Return the name at the end of what stands before a bracket."""
    named = lead.rstrip(" =")
    return named[len(named.rstrip(_NAME_CHARACTERS)) :]
