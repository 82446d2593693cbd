"""The first line of an error's analysis: what the evidence says about a well-known cause.

The tensors of the failing frame stand in the entry's table, and are not repeated here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown_blocks import code, inline
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from jupyterlab_journal.compose.failures.error_evidence import Evidence
    from jupyterlab_journal.locale import FailureWords

_SIZE = r"(\d+(?:\.\d+)? ?[KMGT]i?B)"
_ASKED = re.compile(rf"[Tt]ried to allocate {_SIZE}")
_TOTAL = re.compile(rf"total capacity of {_SIZE}|{_SIZE} total capacity")
_FREE = re.compile(rf"of which {_SIZE} is free|{_SIZE} free")
_HELD = re.compile(rf"{_SIZE} is allocated by PyTorch|{_SIZE} already allocated")
_BATCH = re.compile(r"(?:.*_)?(?:batch_?size|bs)", re.IGNORECASE)
_WORKERS = re.compile(r"(?:.*_)?num_?workers", re.IGNORECASE)
_SHAPE = re.compile(
    r"\b\d+(?:x\d+)+\b|\[(?:\d+|\*)(?:, ?(?:\d+|\*))*\]|\((?:\d+,(?: ?\d+)*(?:, ?\d+)*,?|None(?:, ?\d+)*)\)"
    r"|(?<=batch_size )\(\d+\)|(?<=tensor [ab] )\(\d+\)"
)
_COUNTED = re.compile(
    r"[Ee]xpected (?:size )?(\d+)[^\n]{0,60}?got (?:size )?(\d+)|to have (\d+) channels, but got (\d+)"
    r"|(\d+) features, but \S+ is expecting (\d+)|should contain (\d+) elements not (\d+)"
)
_DEVICE = re.compile(r"\b(cuda(?::\d+)?|cpu|mps|xpu|meta)\b(?! out)", re.IGNORECASE)
_FLOATS = "Double|Float|Half|BFloat16|Long|Int|Short|Char|Byte|Bool|ComplexFloat|ComplexDouble"
_DTYPE = re.compile(
    rf"\b(?:torch\.)?(?:cuda\.)?({_FLOATS})(?:Tensor)?\b|\b((?:u?int|float|bfloat|complex)\d+|double|float)\b"
)
_MODULE = re.compile(r"No module named ['\"]?([\w.]+)")
_MISSING = re.compile(
    r"cannot import name '(\w+)' from '([\w.]+)'|module '([\w.]+)' has no attribute '(\w+)'"
)
_REQUIRES = re.compile(r"\b([A-Za-z][\w.-]*) ?((?:[<>=!~]=?|===) ?[\w.*]+)")
_WORKER = re.compile(r"\(pids?\(?s?\)? ([\d, ]+)\)[^\n]{0,40}?by signal: (\w[\w ]*)")


def explain(cause: str | None, evidence: Evidence, locale: str) -> str:
    """Return facts about a well-known cause as sentences of Markdown; empty for any other.

    Parameters
    ----------
    cause : str, optional
        As `cause_of` returns it; None when it is not well known.
    evidence : Evidence
        Without secrets: its texts are quoted.
    locale : str
        Language of the sentences.

    Examples
    --------
    >>> from jupyterlab_journal.compose.failures.error_evidence import Evidence
    >>> evidence = Evidence(message="mat1 and mat2 shapes cannot be multiplied (4x3 and 5x2)")
    >>> explain("shape_mismatch", evidence, "en")
    'Two shapes do not fit together: 4 × 3 and 5 × 2.'
    """
    write = _CAUSES.get(cause or "")
    if write is None:
        return ""
    said = words_in(locale).failures
    return said.between_sentences.join(filter(None, write(evidence, said)))


def _out_of_memory(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    asked, free, total = (_found(pattern, evidence.message) for pattern in (_ASKED, _FREE, _TOTAL))
    yield said.oom_asked.format(asked=asked) if asked else said.oom
    if free and total:
        yield said.oom_free.format(free=free, total=total)
    held = _found(_HELD, evidence.message)
    if held:
        yield said.oom_held.format(held=held)
    yield _parameter(_BATCH, evidence, said)


def _shape_mismatch(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    pairs = _COUNTED.search(evidence.message)
    shapes = [_readable_shape(match[0]) for match in _SHAPE.finditer(evidence.message)]
    if len(shapes) < 2 and pairs is not None:
        shapes = [number for number in pairs.groups() if number]
    yield _two(shapes, said.shapes, said.shape, said.shapes_differ)


def _device_mismatch(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    devices = list(dict.fromkeys(match[1].lower() for match in _DEVICE.finditer(evidence.message)))
    yield _two([code(device) for device in devices], said.devices, said.device, said.devices_differ)


def _dtype_mismatch(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    names = (match[1] or match[2] for match in _DTYPE.finditer(evidence.message))
    yield _two([code(name) for name in dict.fromkeys(names)], said.dtypes, said.dtype, said.dtypes_differ)


def _cuda_init(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    yield said.cuda_init
    if evidence.has_cuda is False and "torch" in evidence.versions:
        yield said.cuda_build.format(version=inline(evidence.versions["torch"]))


def _nan_loss(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    yield said.nan
    finite = [reading for reading in evidence.readings if math.isfinite(reading.value)]
    losses = [reading for reading in finite if "loss" in reading.name.lower() or "损失" in reading.name]
    if losses:
        last = losses[-1]
        form = said.nan_last if last.epoch is None else said.nan_last_epoch
        yield form.format(name=inline(last.name), value=f"{last.value:g}", epoch=last.epoch)
    yield _parameter(re.compile(r"lr|learning_rate", re.IGNORECASE), evidence, said)


def _module_missing(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    module = _found(_MODULE, evidence.message)
    if module and evidence.interpreter:
        yield said.module.format(module=code(module), interpreter=code(evidence.interpreter))
    elif module:
        yield said.module_anywhere.format(module=code(module))


def _version_mismatch(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    missing = _MISSING.search(evidence.message)
    requirement = _REQUIRES.search(evidence.message)
    if missing:
        name, package = (missing[1], missing[2]) if missing[1] else (missing[4], missing[3])
        version = evidence.versions.get(package.partition(".")[0])
        form = said.name_missing if version else said.name_missing_anywhere
        yield form.format(name=code(name), package=code(package), version=inline(version or ""))
    elif requirement:
        package = requirement[1]
        yield said.requires.format(requirement=code(f"{package} {requirement[2]}"))
    else:
        yield said.versions


def _dead_worker(evidence: Evidence, said: FailureWords) -> Iterable[str]:
    worker = _WORKER.search(evidence.message)
    if worker:
        yield said.worker_killed.format(process=worker[1].strip(), signal=inline(worker[2].strip()))
    else:
        yield said.worker
    yield _parameter(_WORKERS, evidence, said)
    yield _parameter(_BATCH, evidence, said)


_CAUSES: Mapping[str, Callable[[Evidence, FailureWords], Iterable[str]]] = {
    "cuda_oom": _out_of_memory,
    "shape_mismatch": _shape_mismatch,
    "device_mismatch": _device_mismatch,
    "dtype_mismatch": _dtype_mismatch,
    "cuda_init": _cuda_init,
    "nan_loss": _nan_loss,
    "module_missing": _module_missing,
    "version_mismatch": _version_mismatch,
    "dataloader_worker": _dead_worker,
}


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return next(filter(None, match.groups()), "") if match else ""


def _two(values: Sequence[str], both: str, single: str, none: str) -> str:
    if len(values) >= 2:
        return both.format(one=values[0], other=values[1])
    return single.format(one=values[0]) if values else none


def _parameter(pattern: re.Pattern[str], evidence: Evidence, said: FailureWords) -> str:
    for name, value in evidence.parameters.items():
        if pattern.fullmatch(name) and re.fullmatch(r"[\d.e+-]{1,20}", value):
            return said.batch_size.format(name=code(name), value=value)
    return ""


def _readable_shape(text: str) -> str:
    return " × ".join(re.findall(r"\d+|\*|None", text)).replace("*", r"\*") or text
