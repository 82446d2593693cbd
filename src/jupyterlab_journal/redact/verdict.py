"""Is the value beside a label a secret? The weaker the label and the notation, the more is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .judge import (
    changes,
    has_digit,
    is_expression,
    is_gibberish,
    is_hex,
    is_mixed,
    is_placeholder,
    is_plain_fact,
    is_random,
    is_wordy,
)
from .secret_names import MEDIUM, STRONG, Label

if TYPE_CHECKING:
    from .values import Value

_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\Z")
_REFERENCE = re.compile(
    r"(?:sha[0-9]{1,3}|md5|SHA[0-9]{1,3}|MD5)[:-]|AAAA[BC]3NzaC1|ssh-(?:rsa|ed25519|dss)|age1|npub1|pk_test_|data:[a-z]"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\Z")
_UUID_AND_KEY = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}:[0-9a-f]{32}\Z")
_HASH = re.compile(r"(?<![A-Za-z0-9])(?:[0-9a-f]{16,}|[0-9A-F]{16,})(?![A-Za-z0-9])")
_FIELDS = re.compile(r"(?:[A-Za-z_-]{1,30}=[^&=]{0,200}&){2}")
# A letter with an accent is no symbol.
_INNER_SYMBOL = re.compile(r"[A-Za-z0-9][^\w\u0300-\u036f\s.,:;/'\"()\[\]{}<>=-]+[A-Za-z0-9]")
_SYMBOL = re.compile(r"[^\w\u0300-\u036f\s.,:;/'\"()\[\]{}<>=-]")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}\Z")
_LOOSE = {"sentence": 12, "table": 12, "column": 12, "pair": 12, "space": 16, "below": 16}  # least length
_APART = frozenset({"space", "below"})
_VOCABULARY = re.compile(
    r"(?:vocab(?:ulary)?|stoi|(?:word|token|char|label|str)_?(?:2|to)_?\w{1,10}|ids?|idx|ind(?:ex|ices)|count(?:s|er)?"
    r"|freqs?|histogram|encoder|tokens)(?:\(\))?\[[\"']\Z",
    re.IGNORECASE,
)
_KEY_IN_COLUMN = 24  # characters; a shorter one may be that of a row
_SETTING = re.compile(r"[A-Za-z_]{3,40}=")
_NUMBERED = re.compile(r"[\"']: ?[0-9]{1,6}, {0,4}[\"'][^\"'\n]{0,30}[\"']: ?[0-9]{1,6}, {0,4}[\"']\Z")
_LEAD_MAX = 80  # characters before a name that say where it is looked up
_JUDGED = 1024  # characters
_DIRECT = frozenset({"assign", "chinese", "flag", "tag", "list"})
_ODD_MIN = {**dict.fromkeys(_DIRECT, 4), "sentence": 5}  # least length, elsewhere 6


def is_secret(text: str, label: Label, value: Value) -> bool:
    """Tell whether `value` must be taken out.

    Parameters
    ----------
    text : str
        The text both lie in.
    label : Label
        The name beside it.
    value : Value
        Where it lies, and in which notation.
    """
    content = text[value.start : min(value.end, value.start + _JUDGED)].strip()
    # What takes longest to tell comes last.
    if label.tier == STRONG:
        looks_secret = _is_password(text, label, value, content)
    elif " " in content:
        return False
    elif label.tier == MEDIUM:
        looks_secret = _is_token(label, value, content) and not is_plain_fact(content)
    else:
        looks_secret = _is_key(label, value, content) and not is_plain_fact(content)
    return looks_secret and not _stands_for_secret(value, content)


def _stands_for_secret(value: Value, content: str) -> bool:
    """Tell whether `content` is written where a secret would be, or says where one is."""
    if is_placeholder(content) or _REFERENCE.match(content) or _NAME.match(content) or _FIELDS.match(content):
        return True
    return not value.quoted and (is_expression(content) or _is_other_setting(value, content))


def _is_other_setting(value: Value, content: str) -> bool:
    """Tell whether what stands a blank away has a name of its own: ``__token__ PASSWORD=...``."""
    return value.notation == "space" and _SETTING.match(content) is not None


def _is_password(text: str, label: Label, value: Value, content: str) -> bool:
    if " " in content:
        return _is_phrase(label, value, content)
    if value.notation == "below":
        return _is_odd_alone(content)
    if content.isdigit():
        return len(content) >= 4 and value.notation != "space" and not _is_number_of_word(text, label, value)
    if value.notation in _DIRECT and content.isalpha():
        return _is_word_password(text, label, value, content) and not is_plain_fact(content)
    return _is_odd_enough(value.notation, content) and not is_plain_fact(content)


def _is_number_of_word(text: str, label: Label, value: Value) -> bool:
    """Tell whether a vocabulary gives a number to the word: ``vocab["password"] = 50362``."""
    lead = text[max(0, label.start - _LEAD_MAX) : label.start]
    arrow = "->" in text[label.end : value.start]
    return not value.quoted and (arrow or bool(_VOCABULARY.search(lead) or _NUMBERED.search(lead)))


def _is_odd_enough(notation: str, content: str) -> bool:
    size = len(content)
    if size < _ODD_MIN.get(notation, 6):
        return False
    digit = has_digit(content)
    if notation in _DIRECT or notation == "sentence":
        return digit or _SYMBOL.search(content) is not None or is_gibberish(content)
    if notation == "column":
        return digit or content.isalpha() or _SYMBOL.search(content) is not None or is_gibberish(content)
    if digit and changes(content) >= 1:
        return True
    telling = _INNER_SYMBOL.search(content) or (size >= 8 and len(_SYMBOL.findall(content)) >= 2)
    return bool(telling) or is_gibberish(content)


def _is_odd_alone(content: str) -> bool:
    """On a line of its own may stand the next name of a list, or an address: ``address1``, ``a@b.net``."""
    if len(content) < 8 or not has_digit(content):
        return False
    if is_plain_fact(content) or _ADDRESS.match(content):
        return False
    if changes(content) >= 3 or _INNER_SYMBOL.search(content) or is_gibberish(content):
        return True
    all_classes = content.upper() != content != content.lower() and not content.isalnum()
    return len(content) >= 10 and changes(content) >= 2 and all_classes


def _is_phrase(label: Label, value: Value, content: str) -> bool:
    if not value.quoted or len(content) > 200:
        return False
    words = content.split()
    if label.noun == "passphrase":
        return len(words) >= 3
    readable = sum(word.strip(".,:;!?'").isalpha() and is_wordy(word) for word in words)
    return readable < 2 and has_digit(content)


def _is_word_password(text: str, label: Label, value: Value, content: str) -> bool:
    """Only letters: a password if quoted or as in an environment file, else maybe a variable."""
    if len(content) < 5:
        return False
    if is_gibberish(content) or value.quoted or label.chinese or value.notation == "tag":
        return True
    before = text[max(0, label.start - 2) : label.start]
    return value.tight and not before.rstrip(" ").endswith(("(", ","))


def _is_token(label: Label, value: Value, content: str) -> bool:
    size = len(content)
    if _UUID.match(content):
        return value.notation not in _APART or label.qualified
    if value.notation in _LOOSE:
        loosest = value.notation == "table" or value.notation in _APART
        hash_like = is_hex(content) and not label.qualified and loosest
        return is_random(content, _LOOSE[value.notation]) and not hash_like
    if label.noun.startswith("cred") and ":" in content:
        return _is_odd_enough("sentence", content.partition(":")[2])
    if label.chinese and size >= 6 and (is_mixed(content) or (size >= 12 and is_gibberish(content))):
        return True
    symbols = len(_SYMBOL.findall(content))
    if size >= 16:
        return (symbols >= 2 or not is_wordy(content)) and (is_random(content) or is_mixed(content))
    direct = (value.tight or value.quoted) and (
        symbols > 0 or (label.noun != "token" and changes(content) > 0)
    )
    return size >= 8 and is_mixed(content) and (changes(content) >= 3 or direct)


def _is_key(label: Label, value: Value, content: str) -> bool:
    if value.notation not in _DIRECT and not (value.notation == "column" and len(content) >= _KEY_IN_COLUMN):
        return False
    if label.noun in ("pass", "pw"):
        symbols = len(_SYMBOL.findall(content))
        return len(content) >= 6 and is_mixed(content) and (symbols > 0 or changes(content) >= 2)
    if _UUID_AND_KEY.match(content):
        return True
    hashed = _HASH.search(content) and label.noun not in ("csrf", "xsrf")
    if _UUID.match(content) or hashed or "/" in content[:-4] or not is_mixed(content):
        return False
    return is_random(content, 20) and (value.quoted or value.tight or is_random(content, 28))
