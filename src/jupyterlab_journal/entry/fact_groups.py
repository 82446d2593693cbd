"""The facts of a snapshot by group: what the probes and the server write, and programs may rely on.

A group, or a field of one, that is not declared here is kept all the same.
"""

import sys
from typing import Annotated

from msgspec import Meta

from jupyterlab_journal.entry.marks import one_of

if sys.version_info >= (3, 11):
    from typing import Required, TypedDict
else:
    from typing_extensions import Required, TypedDict


class PythonEnvironment(TypedDict, total=False):
    """The environment that the interpreter belongs to."""

    kind: Annotated[str | None, Meta(description="`conda` or `venv`; null for a system's own Python.")]
    name: str | None


class PythonFacts(TypedDict, total=False):
    """The interpreter of the kernel."""

    version: Required[str]
    implementation: str
    executable: str
    prefix: str
    ipykernel: str | None
    environment: PythonEnvironment


class Host(TypedDict, total=False):
    """Machine and process; null for what the platform does not tell."""

    platform: str | None
    machine: Annotated[str | None, Meta(description="Such as `x86_64`.")]
    name: str | None
    cpus: Annotated[int | None, Meta(description="Processors the process may use.")]
    memory_bytes: int | None
    folder: Annotated[str | None, Meta(description="Working folder.")]
    process_id: int | None
    started_at: Annotated[str | None, Meta(description="When the process began, RFC 3339.")]


class FrameworkFacts(TypedDict, total=False):
    """One framework that is installed."""

    version: Required[str | None]
    cuda: Annotated[str | None, Meta(description="CUDA version it was built for.")]
    cudnn: str | None
    hip: str | None
    git_commit: str | None
    default_dtype: str | None
    threads: Annotated[int | None, Meta(description="As the thread that runs the cells last saw it.")]
    gpu_build: bool | None
    jaxlib: str | None
    backend: Annotated[str | None, Meta(description="Null until the user's code has chosen one.")]
    imported: Required[Annotated[bool, Meta(description="Whether the kernel had imported it.")]]


class Device(TypedDict, total=False):
    """One device that computes."""

    index: Required[int]
    name: Required[str]
    memory_bytes: int | None
    capability: str | None
    memory_used_bytes: Annotated[int | None, Meta(description="What torch uses of it now.")]
    memory_peak_bytes: Annotated[int | None, Meta(description="The most that torch used of it.")]
    source: Annotated[
        str | None,
        Meta(
            description="`torch` counts visible devices only;"
            " `nvml` and `driver files` count as the bus does."
        ),
    ]


class CudaFacts(TypedDict, total=False):
    """NVIDIA's driver, and what the kernel sees of it."""

    driver: Annotated[str | None, Meta(description="Version of NVIDIA's driver.")]
    driver_cuda: Annotated[str | None, Meta(description="The newest CUDA it serves.")]
    visible_devices: Annotated[str | None, Meta(description="CUDA_VISIBLE_DEVICES.")]
    initialised: Required[Annotated[bool, Meta(description="Whether the kernel had initialised CUDA.")]]
    source: str | None


class Seed(TypedDict, total=False):
    """The seed of one generator, and how it is known."""

    value: Required[str | None]
    source: Required[Annotated[str, one_of("state", "recovered", "source text", "unknown")]]
    confidence: Annotated[str, one_of("certain", "likely")]


class Distributed(TypedDict, total=False):
    """Which process of a run on several this one is."""

    source: Required[
        Annotated[str, Meta(description="`torch.distributed`, or `environment` for a launcher's variables.")]
    ]
    launcher: str | None
    rank: int | None
    world_size: int | None
    local_rank: int | None
    backend: str | None
    host: str | None
    hosts: str | None
    job: str | None


class GitChanges(TypedDict):
    """Tracked files that differ from the commit; absent when there are none."""

    count: int
    files: Annotated[list[str], Meta(description="The first of them.")]


class GitFacts(TypedDict, total=False):
    """The repository around the notebook."""

    commit: str | None
    branch: str | None
    dirty: bool | None
    changes: GitChanges
    notebook: Annotated[
        str,
        Meta(
            description="How the notebook itself stands: untracked, ignored, modified, staged, conflicting"
            " or committed; absent where that is not known."
        ),
    ]
    remote: Annotated[str | None, Meta(description="Without credentials.")]


class PackageSet(TypedDict, total=False):
    """All packages of the environment."""

    count: Required[int]
    sha256: Required[Annotated[str, Meta(description="Hash of the sorted names and versions.")]]
    versions: Annotated[
        dict[str, str],
        Meta(
            description="By name; in the entry that describes the environment, and in a snapshot,"
            " unless there are very many."
        ),
    ]
    folders: Annotated[list[str], Meta(description="Where they lie.")]


class Container(TypedDict, total=False):
    """The container that the kernel runs in."""

    kind: str | None
    image: str | None
    tag: str | None
    digest: str | None


class Launch(TypedDict):
    """How the server was started."""

    command: Annotated[str, Meta(description="Command line of the server, without secrets.")]


class DataFile(TypedDict):
    """A file of data that the code names."""

    path: Annotated[str, Meta(description="As it was written.")]
    bytes: int
    modified_at: Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
    sha256: Annotated[str | None, Meta(description="Null while it is not known, or the file is too large.")]


class FactGroups(TypedDict, total=False):
    """All groups."""

    python: PythonFacts | None
    host: Host | None
    frameworks: Annotated[
        dict[str, FrameworkFacts | None], Meta(description="By name; null when not installed.")
    ]
    libraries: Annotated[
        dict[str, str],
        Meta(description="Versions of well-known libraries, by name; those that are installed."),
    ]
    imported: Annotated[list[str], Meta(description="Which of these the kernel has imported.")]
    devices: list[Device]
    cuda: CudaFacts | None
    seeds: Annotated[
        dict[str, Seed],
        Meta(
            description="By generator. A value is a string: 64-bit seeds exceed what JSON numbers hold"
            " in a browser."
        ),
    ]
    determinism: Annotated[
        dict[str, str | bool | int | float | None],
        Meta(description="Flags in force, by name; null when not set."),
    ]
    distributed: Distributed | None
    git: GitFacts | None
    packages: PackageSet | None
    container: Container | None
    launch: Launch | None
    data: Annotated[
        list[DataFile],
        Meta(description="Files named in the code or by the user that lie below the root."),
    ]


FROM_SERVER = frozenset({"git", "launch", "data"})
"""The groups that no kernel may give."""
