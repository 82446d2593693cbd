"""The user's parameters: numbers, flags and short strings, as Python writes them."""

from __future__ import annotations

from json.encoder import encode_basestring_ascii
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_MAX_PARAMETERS = 500
_MAX_NAMES = 20_000
_MAX_TEXT_CHARACTERS = 200
_MAX_INTEGER_BITS = 256
_MAX_TUPLE = 8
_MAX_CHARACTERS = 20_000  # in all, as sent: a reply over 64 kB would start a thread of pyzmq's in the kernel
_SECRET_WORDS = frozenset(
    ("auth", "credential", "credentials", "passphrase", "passwd", "password", "pwd", "secret", "token")
)


class ParametersProbe:
    """Scalars of the user's namespace by name, in the order in which they came to be."""

    name = "parameters"

    def read(self, context: Context) -> dict[str, str]:
        """Return at most 500 parameters, about 20,000 characters, as repr strings.

        Only objects whose exact type is built in are read: whatever else a
        variable holds is not asked anything, not even for its class.
        """
        parameters: dict[str, str] = {}
        room = _MAX_CHARACTERS
        for seen, (name, value) in enumerate(context.namespace.items()):
            if seen >= _MAX_NAMES or len(parameters) >= _MAX_PARAMETERS or room < 0:
                break
            if is_parameter(name, value):
                parameters[name] = repr(value)
                room -= sent(name) + sent(parameters[name])
        return parameters


def sent(text: str) -> int:
    """Return how many characters a text takes in the reply: JSON inside JSON."""
    once = encode_basestring_ascii(text)
    return len(once) + once.count('"') + once.count("\\")


def is_parameter(name: Any, value: Any) -> bool:  # noqa: ANN401 (whatever the user holds)
    """Whether a variable is a parameter whose value may leave the kernel."""
    if not is_scalar(value) and not (
        type(value) is tuple and len(value) <= _MAX_TUPLE and all(map(is_scalar, value))
    ):
        return False
    if type(name) is not str or name.startswith("_") or len(name) > _MAX_TEXT_CHARACTERS:
        return False
    return type(value) is not str or not _names_a_secret(name)


def is_scalar(value: Any) -> bool:  # noqa: ANN401 (as above)
    """Whether a value is None, or of exactly a built-in type, and short."""
    kind = type(value)
    if kind is str:
        return len(value) <= _MAX_TEXT_CHARACTERS
    if kind is int:
        return bool(value.bit_length() <= _MAX_INTEGER_BITS)
    return kind is float or kind is bool or value is None


def _names_a_secret(name: str) -> bool:
    """Whether a string under this name should not leave the kernel.

    Whole words only: ``tokenizer`` is a parameter, ``hf_token`` is not.
    """
    words = name.lower().split("_")
    return not _SECRET_WORDS.isdisjoint(words) or "apikey" in words or ("api" in words and "key" in words)
