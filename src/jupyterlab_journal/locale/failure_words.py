"""The words about failed runs and well-known causes."""

from __future__ import annotations

import msgspec


class FailureWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is written about failed runs and well-known causes; what fills them is Markdown already."""

    between_sentences: str
    tensor: tuple[str, str, str, str]
    oom: str
    oom_asked: str
    oom_free: str
    oom_held: str
    batch_size: str
    shapes: str
    shape: str
    shapes_differ: str
    devices: str
    device: str
    devices_differ: str
    dtypes: str
    dtype: str
    dtypes_differ: str
    cuda_init: str
    cuda_build: str
    nan: str
    nan_last: str
    nan_last_epoch: str
    module: str
    module_anywhere: str
    name_missing: str
    name_missing_anywhere: str
    requires: str
    versions: str
    worker_killed: str
    worker: str
    tensors_of: str
    tensors_of_cell: str
    memory: str
    died_signal: str
    died_memory: str
    died_status: str
    died: str
    failed_title: str
    failed: str
    command: str
    failed_command: str
    status: str
    signal: str
    interrupted_title: str
    interrupted: str
    no_background: str
    background: str
