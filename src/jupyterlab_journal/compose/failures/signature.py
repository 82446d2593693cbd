"""One short text for each cause of errors, equal wherever and whenever it happens."""

from __future__ import annotations

import hashlib
import re

_DEVICES = re.compile(r"\b(cuda|cpu|mps|xpu|xla|meta)\b")
_SIGNAL = re.compile(r"by signal: (\w+(?: \w+)?)")
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")

_REPLACEMENTS: tuple[tuple[re.Pattern[str], str], ...] = (
    # Advice, longer in new versions.
    (re.compile(r"\n?CUDA kernel errors might be asynchronously.*", re.DOTALL), ""),
    (re.compile(r"\{\{[^{}\n]*\}\}"), "<node>"),  # TensorFlow's, with the device and a number
    (re.compile(r"(?<=layer [\"'])([A-Za-z]\w*?)_\d+(?=[\"'])"), r"\1"),  # Keras counts layers while it runs
    # A shape; None is a size left open.
    (re.compile(r"([(\[])(?:(?:None|\d+), ?)*(?:None|\d+),?([)\]])"), r"\1<n>\2"),
    (re.compile(r"\b(?:https?|file|s3)://\S+"), "<url>"),
    (re.compile(r"(?:[A-Za-z]:\\|\\\\)[^\s'\"<>|]+"), "<path>"),
    (re.compile(r"(?<![\w.])~?(?:\.{0,2}/)[^\s'\"<>|:,()]+"), "<path>"),
    (re.compile(r"\b0x[0-9a-fA-F]+\b"), "<address>"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f-]{27}\b|\b[0-9a-f]{12,64}\b"), "<id>"),
    (re.compile(r"\b\d+(?:\.\d*)? ?(?:[KMGTPE]i?B|bytes)\b"), "<size>"),
    (re.compile(r"\b\d+(?:\s?[x×]\s?\d+)+\b"), "<n>"),
    (re.compile(r"[-+]?\b\d+(?:\.\d+)?(?:[eE][-+]?\d+)?"), "<n>"),
    (re.compile(r"<n>(?:\s*,\s*<n>)*,?"), "<n>"),
    (re.compile(r"\s+"), " "),
)
_MAX_MESSAGE = 1000


def signature_of(error_type: str, message: str, cause: str | None) -> str:
    """Return the signature of an error.

    Paths, line numbers, sizes, shapes and addresses do not count; names of
    modules, keys and types do.

    Parameters
    ----------
    error_type : str
        With or without its module; only the last part counts.
    message : str
        Of the error; only its beginning counts.
    cause : str, optional
        As `cause_of` returns it; some causes are the whole signature, whatever the message says.

    Examples
    --------
    >>> one = signature_of("RuntimeError", "shapes cannot be multiplied (4x3 and 5x2)", None)
    >>> one == signature_of("RuntimeError", "shapes cannot be multiplied (64x100 and 10x2)", None)
    True
    """
    name = error_type.rpartition(".")[2]
    text = message[:_MAX_MESSAGE]
    known = _whole_cause(cause, text)
    if known is not None:
        return known
    if cause == "file_missing":
        text = _QUOTED.sub("<path>", text)
    for pattern, replacement in _REPLACEMENTS:
        text = pattern.sub(replacement, text)
    digest = hashlib.sha256(f"{name}\n{text.strip()}".encode("utf-8", "replace")).hexdigest()
    return f"{name}-{digest[:16]}"


def _whole_cause(cause: str | None, message: str) -> str | None:
    """Return the signature of a cause whose messages differ by version and load."""
    if cause == "cuda_oom":
        return cause
    if cause == "dataloader_worker":
        signal = _SIGNAL.search(message)
        return f"{cause}-{signal[1].lower().replace(' ', '-')}" if signal else cause
    if cause == "device_mismatch" and "the same device" in message:
        return "-".join([cause, *sorted(set(_DEVICES.findall(message.partition("(when")[0])))])
    return None
