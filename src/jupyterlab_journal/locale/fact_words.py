"""The words of the table of facts, and of the findings below it."""

from __future__ import annotations

import msgspec

from jupyterlab_journal.locale.sentence import Counted  # noqa: TC001 (a type of a field)


class FactWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Names of the rows in the table of facts, and phrases in them."""

    environment: str
    host: str
    cpus: str
    memory: str
    folder: str
    process: str
    commit: str
    threads: str
    gpu_build: str
    no_gpu_build: str
    backend: str
    libraries: str
    driver: str
    driver_cuda: str
    capability: str
    in_use: str
    bus_order: str
    distributed: str
    rank: str
    backend_of_group: str
    hosts: str
    job: str
    changed_files: Counted
    notebook: dict[str, str]
    more_files: str
    packages_differ: Counted
    package_versions: tuple[str, str, str]
    tag: str
    digest: str
    data: str
    bytes: str
    modified: str
    not_hashed: str
    exact: Counted
    portable: Counted
    files_left_out: str


class FindingWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in the way of repeating a run, and what to do about it."""

    message: Counted
    remedy: str
