"""Rows about the machine: host, GPUs, process group, files of data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.text.markdown_blocks import inline
from jupyterlab_journal.facts.snapshot_groups import group, text

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Json, Snapshot
    from jupyterlab_journal.locale import FactWords, Words

_HASH_CHARACTERS = 16
Rows = Iterator[tuple[str, str]]


def host_rows(snapshot: Snapshot, words: Words, labels: FactWords) -> Rows:
    """Return machine, working folder and process."""
    host = group(snapshot, "host")
    details = [text(host, "name"), text(host, "platform")]
    if text(host, "cpus"):
        details.append(labels.cpus.format(count=text(host, "cpus")))
    if _gib(host.get("memory_bytes")):
        details.append(labels.memory.format(size=_gib(host.get("memory_bytes"))))
    yield labels.host, _joined(details, words)
    yield labels.folder, inline(text(host, "folder"))
    yield labels.process, _joined([text(host, "process_id"), text(host, "started_at")], words)
    run = group(snapshot, "distributed")
    details = []
    if text(run, "rank") and text(run, "world_size"):
        details.append(labels.rank.format(rank=text(run, "rank"), size=text(run, "world_size")))
    details.append(text(run, "launcher") or text(run, "source"))
    for name, phrase in (
        *(("backend", labels.backend_of_group), ("hosts", labels.hosts)),
        ("job", labels.job),
    ):
        if text(run, name):
            details.append(phrase.format(**{name: text(run, name)}))
    yield labels.distributed, _joined(details, words)


def device_rows(snapshot: Snapshot, words: Words, labels: FactWords) -> Rows:
    """Return the driver, and each GPU."""
    cuda = group(snapshot, "cuda")
    details = [text(cuda, "driver")]
    if text(cuda, "driver_cuda"):
        details.append(labels.driver_cuda.format(version=text(cuda, "driver_cuda")))
    if text(cuda, "visible_devices"):
        details.append(f"CUDA_VISIBLE_DEVICES = {text(cuda, 'visible_devices')}")
    yield labels.driver, _joined(details, words)
    devices = snapshot.facts.get("devices")
    for device in devices if isinstance(devices, list) else []:
        if isinstance(device, Mapping):
            name = words.gpus.format(index=inline(text(device, "index")))
            yield name, _joined(_device(device, labels), words)


def data_rows(snapshot: Snapshot, words: Words, labels: FactWords) -> Rows:
    """Return each file of data."""
    files = snapshot.facts.get("data")
    for file in files if isinstance(files, list) else []:
        if isinstance(file, Mapping):
            details = [
                labels.bytes.format(count=text(file, "bytes")),
                labels.modified.format(moment=text(file, "modified_at")),
                f"SHA-256 {text(file, 'sha256')[:_HASH_CHARACTERS]}"
                if text(file, "sha256")
                else labels.not_hashed,
            ]
            yield inline(labels.data.format(path=text(file, "path"))), _joined(details, words)


def _device(device: Mapping[str, Json], labels: FactWords) -> list[str]:
    details = [text(device, "name")]
    if _gib(device.get("memory_bytes")):
        details.append(f"{_gib(device.get('memory_bytes'))} GiB")
    if text(device, "capability"):
        details.append(labels.capability.format(number=text(device, "capability")))
    used, peak = device.get("memory_used_bytes"), device.get("memory_peak_bytes")
    if isinstance(used, int) and isinstance(peak, int):
        details.append(labels.in_use.format(used=f"{used / 2**30:.1f}", peak=f"{peak / 2**30:.1f}"))
    if text(device, "source") in {"nvml", "driver files"}:
        details.append(labels.bus_order)
    return details


def _gib(size: Json) -> str:
    return f"{size / 2**30:.1f}" if isinstance(size, int) and size > 0 else ""


def _joined(details: list[str], words: Words) -> str:
    return words.comma.join(inline(detail) for detail in details if detail)
