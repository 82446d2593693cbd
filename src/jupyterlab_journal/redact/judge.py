"""Does a value look like a secret? Never asked without a label, a prefix or a shape beside it.

Random strings change between lower case, upper case and digits about every
second character; words, paths, versions and names rarely do. Counting these
changes tells them apart without a dictionary and in one pass.
"""

from __future__ import annotations

import base64
import binascii
import re
import string

from .data import load_data

_CLASSES = str.maketrans(
    string.ascii_lowercase + string.ascii_uppercase + string.digits, "l" * 26 + "u" * 26 + "d" * 10
)
_CHANGES = ("ld", "dl", "lu", "ud", "du")
_UNLIKELY = re.compile(
    r"q[^u]|j[bcdfghjklmnpqrstvwxyz]|v[bcdfghjkmnpqtwxz]|x[bdfgjkmnqrsvwxz]|z[bcdfgjkmnpqrstvwx]|[bcdfghjkmpqtvwxz][jqxz]"
    r"|[jqvwx]{2}|[dgt]k|k[dgkmpqtvz]|f[bcdghkmnpvz]|w[cfgjmpqtvz]|hh|h[bcdfgjkpqvxz]|p[bcdfgjkqvz]|b[cfghknpqwxz]|m[dghkqrtvxz]"
)
_VOWELS = str.maketrans(
    string.ascii_lowercase, "".join("v" if c in "aeiouy" else "c" for c in string.ascii_lowercase)
)
_HEX = re.compile(r"(?:0x)?(?:[0-9a-f]+|[0-9A-F]+)\Z")
_READ_MAX = 96  # characters read to tell words from noise
_UNITS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"[A-Za-z]+")
_LONG_WORDS = re.compile(r"[A-Za-z]{4,}")  # shorter ones say nothing about noise
# Each branch begins with a literal character: so `re` skips what begins none of them.
_MASK = re.compile(r"\*\*\*|••|●●|xxxxx|XXXXX|\.\.\.|…|____|####|\?\?\?\?|<[^<>]{1,60}>|000000000000|------")
_TEMPLATE = re.compile(
    r"(?:[A-Za-z_.]{1,40})?\$\{|#\{|\$\(|\$\$?[A-Z]+[0-9]?(?:_[A-Z0-9]+)*\Z|\$[a-z]+(?:_[a-z]+)*\Z|%[A-Z_]+%\Z"
    r"|%\([a-z_]+\)|%[sdr]\Z|\{\{?[^{}/+=]*\}\}?\Z|\{[A-Za-z_.]+(?:[}:!]|\Z)|<[^<>]*>?\Z|\[[A-Za-z _-]*\]"
    r"|\([A-Za-z _-]*\)?\Z|__[A-Z_]+__|@[@{]|\\\(|!(?:vault|Ref|Sub|ENV|secret)\b|ENC\["
    r"|(?:env|file|vault|secret|op|ssm|arn|kms|keyring|sops):"
)
_CODE = re.compile(
    r"(?:await |new |lambda\b|not |f?[\"'])?[A-Za-z_][A-Za-z0-9_]*"
    r"(?:(?:\.|::|->|\?\.)[A-Za-z_][A-Za-z0-9_]*){0,8}(?:\(|\[[\"'A-Za-z0-9_\]:-])"
)
_RARE_IN_CODE = re.compile(r"[!@#$%^&*~?+]")
_ATTRIBUTE = re.compile(
    r"[A-Za-z_][A-Za-z_]*[0-9]?(?:(?:\.|->|::|\?\.)[A-Za-z_][A-Za-z_]*[0-9]?){1,8}[;,)]?\Z"
)
_NUMBER = re.compile(
    r"[-+~]?(?:[0-9][0-9_,]*)?(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?(?:%|[a-z]{1,3}(?:/[a-z]{1,3})?)?\Z",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}(?:[T_ ].{0,24})?\Z|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\Z"
)
_VERSION = re.compile(
    r"v?[0-9]{1,4}(?:\.[0-9]{1,6}){1,4}(?:[-+.]?(?:a|b|rc|dev|post)[0-9]{0,4})?(?:\+[a-z0-9.]{1,20})?\Z"
)
_ROOTED = re.compile(r"(?:~|\.{1,2})?/[\w.@-]{1,80}(?:/|\Z)")
_PATH = re.compile(
    r"(?:~|\.{1,2})/|/(?:home|root|data|tmp|usr|etc|mnt|var|opt|run|secrets|workspace|content|kaggle|dev|proc|srv|media|Users|app)/"
    r"|[A-Za-z]:\\|(?:https?|s3|gs|file|hf|oss)://|[\w.-]{1,60}\.(?:json|ya?ml|txt|pem|key|toml|env|cfg|ini|py|ipynb|csv|pt|pth|bin|crt|safetensors|html|md|log|sh|gpg|asc|pub)\Z"
)
_PLACEHOLDER_WORDS = frozenset(load_data("placeholders.toml")["words"])
_OBJECTS = tuple(load_data("placeholders.toml")["objects"])


def is_placeholder(value: str) -> bool:
    """Tell whether `value` is masked, a template, or words that stand where a secret would be."""
    if "REDACTED" in value or _MASK.search(value) or _TEMPLATE.match(value):
        return True
    if value.endswith(("EXAMPLE", "EXAMPLEKEY", "EXAMPLETOKEN")):
        return True
    body = value.strip("\"'`.,;:!?()[]{}")
    if len(set(body)) <= (2 if len(body) < 16 else 4):
        return len(body) < 4 or not body.isdigit() or len(set(body)) == 1
    body = body[:_READ_MAX]
    words = _WORDS.findall(body)
    letters = sum(map(len, words))
    digits = len(_DIGIT.findall(body))
    return (
        bool(words)
        and letters + digits + 0.4 * len(body) >= len(body)
        and digits <= 3
        and _placeholder_words(words)
    )


def _placeholder_words(words: list[str]) -> bool:
    return all(part in _PLACEHOLDER_WORDS for word in set(words) for part in _split_case(word))


def _split_case(word: str) -> list[str]:
    lowered = word.lower()
    if lowered in _PLACEHOLDER_WORDS or word.islower() or word.isupper():
        return [lowered]
    return [part.lower() for part in _UNITS.findall(word)]


def is_expression(value: str) -> bool:
    """Tell whether `value` is program text that names a secret instead of spelling it."""
    if len(_RARE_IN_CODE.findall(value)) < 2 and (_CODE.match(value) or _ATTRIBUTE.match(value)):
        return value.startswith(_OBJECTS) or not is_gibberish(value.partition("(")[0].partition("[")[0])
    return False


def is_plain_fact(value: str) -> bool:
    """Tell whether `value` is a number, a date, a version, a path or a web address."""
    return bool(_NUMBER.match(value) or _DATE.match(value) or _VERSION.match(value) or is_path(value))


def is_path(value: str) -> bool:
    """Tell whether `value` is a file or an address; Base64 may begin with a slash too."""
    return bool(_PATH.match(value) or (_ROOTED.match(value) and changes(value) < 0.18 * len(value)))


def changes(value: str) -> int:
    """Count the changes between lower case, upper case and digits; ``"Word"`` has none."""
    classes = value.translate(_CLASSES)
    return sum(classes.count(change) for change in _CHANGES)


def has_digit(value: str) -> bool:
    """Tell whether a digit is in `value`."""
    return _DIGIT.search(value) is not None


def is_mixed(value: str) -> bool:
    """Tell whether `value` has letters and digits and does not stand for something else."""
    return has_digit(value) and any(map(str.isalpha, value)) and not is_placeholder(value)


def is_random(value: str, least: int = 16) -> bool:
    """Tell whether at least `least` characters change their class as often as random ones do."""
    if len(value) < least:
        return False
    noisy = (has_digit(value) and changes(value) >= max(3, 0.18 * len(value))) or is_gibberish(value)
    return noisy and not is_placeholder(value) and not is_plain_fact(value)


def is_hex(value: str) -> bool:
    """Tell whether `value` is one hexadecimal number, as hashes are."""
    return bool(_HEX.match(value))


def is_gibberish(value: str) -> bool:
    """Tell whether the letters of `value` cannot be read as words.

    Five consonants or four vowels in a row, capitals inside words, or pairs of letters that words avoid.
    """
    return any(map(_is_gibberish_word, set(_LONG_WORDS.findall(value[:_READ_MAX].replace("http", "")))))


def _is_gibberish_word(word: str) -> bool:
    lowered = word.lower()
    sounds = lowered.translate(_VOWELS)
    if "ccccc" in sounds or "vvvv" in sounds:
        return True
    if lowered == word:
        return len(_UNLIKELY.findall(word)) >= max(2, len(word) // 8)
    units = _UNITS.findall(word)
    if len(units) >= 3 and len(word) <= 3 * len(units) and (len(units) > 3 or min(map(len, units)) == 1):
        return True
    if len(units) >= 6 and len(word) <= 3.6 * len(units):
        return True
    return sum(len(_UNLIKELY.findall(unit.lower())) for unit in units) >= max(2, len(word) // 8)


def is_wordy(value: str) -> bool:
    """Tell whether `value` is a name made of words: few changes, readable letters."""
    return not is_gibberish(value) and changes(value) <= max(1, len(value) // 8)


def decodes_to_pair(value: str) -> bool:
    """Tell whether `value` is Base64 of ``user:password``."""
    try:
        decoded = base64.b64decode(
            value + "=" * (-len(value) % 4), altchars=b"-_" if set(value) & {"-", "_"} else None
        )
        user, colon, password = decoded.decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    return bool(colon and password) and user.isprintable() and password.isprintable()
