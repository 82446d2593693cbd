"""Files from which the kernel's environment can be made again, for pip and for conda.

The exact file names every package as it is; the portable one the frameworks
and those that nothing else requires, without what belongs to one machine.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from jupyterlab_journal.capture.packages import listing, normalise, packages_in
from jupyterlab_journal.entry.kernel_facts import EnvironmentFile
from jupyterlab_journal.facts.git import without_credentials

_MAX_FOLDERS = 10
_MAX_METADATA_BYTES = 1024 * 1024
_MAX_RECORD_BYTES = 16 * 1024 * 1024
_ALWAYS_NAMED = frozenset(("torch", "tensorflow", "jax"))  # Lightning or Keras bring any version of them
_MAX_RECORDS = 5_000
_REQUIRES = re.compile(r"^Requires-Dist:\s*(?P<name>[A-Za-z0-9._-]+)(?P<rest>.*)$", re.MULTILINE)
_CHANNEL_TOKEN = re.compile(r"/t/[^/]+/")
_PLATFORM = re.compile(r"/(?:noarch|(?:linux|osx|win|freebsd|zos)-\w+)/?$")
_WORD = re.compile(r"^[A-Za-z0-9._+!-]{1,200}$")


@dataclass(frozen=True, kw_only=True)
class _Package:
    name: str
    version: str
    required: frozenset[str] = field(default_factory=frozenset)
    address: str | None = None
    local: bool = False
    installer: str = ""


def environment_files(facts: Mapping[str, Any]) -> tuple[EnvironmentFile, ...]:
    """Return the files of a kernel's environment; empty when its packages are not known.

    Parameters
    ----------
    facts : mapping
        Groups of a snapshot. The folders they name are believed only when
        what lies there has the hash that the kernel gave: another machine,
        or a container, has other folders of the same name.
    """
    known = facts.get("packages") or {}
    here = _packages_here(known)
    packages = here or _packages_told(known)
    if not packages:
        return ()
    python = facts.get("python") or {}
    environment = python.get("environment") or {}
    records = _conda_records(python.get("prefix")) if here and environment.get("kind") == "conda" else []
    if records:
        ours = [package for package in packages if package.installer != "conda"]
        return _conda_files(records, ours, str(environment.get("name") or "lab"))
    return (
        _file("requirements.in", exact=False, lines=_portable(packages)),
        _file("requirements.txt", exact=True, lines=[_requirement(package) for package in packages]),
    )


def _packages_here(facts: Mapping[str, Any]) -> list[_Package]:
    """Return what lies in the kernel's folders here; empty when that is not what the kernel has."""
    folders = [Path(folder) for folder in (facts.get("folders") or ())[:_MAX_FOLDERS]]
    found: dict[str, Path] = {}
    versions: dict[str, str] = {}
    for folder in folders:
        for name, version in packages_in(str(folder)).items():
            if name not in versions:
                versions[name] = version
                found[name] = folder
    if sha256(listing(versions).encode()).hexdigest() != facts.get("sha256"):
        return []
    metadata = {folder: _metadata_folders(folder) for folder in set(found.values())}
    return [
        _read_package(name, version, metadata[found[name]].get(name))
        for name, version in sorted(versions.items())
    ]


def _packages_told(facts: Mapping[str, Any]) -> list[_Package]:
    """Return the kernel's own list; it has no word on where a package came from."""
    given = facts.get("versions") or {}
    return [_Package(name=name, version=version) for name, version in sorted(given.items())]


def _metadata_folders(folder: Path) -> dict[str, Path]:
    return {
        normalise(path.name.rsplit(".", 1)[0].partition("-")[0]): path
        for path in (*folder.glob("*.dist-info"), *folder.glob("*.egg-info"))
    }


def _read_package(name: str, version: str, folder: Path | None) -> _Package:
    if folder is None or not folder.is_dir():
        return _Package(name=name, version=version)
    text = _text(folder / "METADATA").partition("\n\n")[0]
    required = {
        normalise(match["name"]) for match in _REQUIRES.finditer(text) if "extra ==" not in match["rest"]
    }
    address = _address(folder)
    local = address is not None and address.startswith("file:")
    return _Package(
        name=name,
        version=version,
        required=frozenset(required),
        address=None if local else address,
        local=local,
        installer=_text(folder / "INSTALLER").strip(),
    )


def _address(folder: Path) -> str | None:
    """Return where a package came from when it was no index, in the form that pip takes (PEP 610)."""
    try:
        origin = json.loads(_text(folder / "direct_url.json") or "{}")
        address = without_credentials(str(origin.get("url", ""))) or ""
        source = origin.get("vcs_info") or {}
        revision = (source["vcs"], source["commit_id"]) if {"vcs", "commit_id"} <= source.keys() else None
    except (ValueError, AttributeError, RecursionError):
        return None
    if not address:
        return None
    return f"{revision[0]}+{address}@{revision[1]}" if revision else address


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(_MAX_METADATA_BYTES)
    except OSError:
        return ""


def _portable(packages: Sequence[_Package]) -> list[str]:
    required = {name for package in packages for name in package.required} - _ALWAYS_NAMED
    return [
        _requirement(package, version=package.version.partition("+")[0])
        for package in packages
        if package.name not in required
    ]


def _requirement(package: _Package, version: str | None = None) -> str:
    if package.local:
        return f"# {package.name}=={package.version} came from a folder of this machine"
    return (
        f"{package.name} @ {package.address}"
        if package.address
        else f"{package.name}=={version or package.version}"
    )


def _conda_records(prefix: object) -> list[dict[str, str]]:
    """Read what conda wrote about each of its packages."""
    if not isinstance(prefix, str):
        return []
    try:
        files = sorted(Path(prefix, "conda-meta").glob("*.json"))[:_MAX_RECORDS]
    except (OSError, ValueError):  # the kernel names it
        return []
    return sorted(_each_record(files), key=lambda record: record["name"])


def _each_record(files: Sequence[Path]) -> Iterator[dict[str, str]]:
    for file in files:
        try:
            if file.stat().st_size > _MAX_RECORD_BYTES:
                continue
            record = json.loads(file.read_text("utf-8"))
            known = {name: str(record[name]) for name in ("name", "version", "build", "channel", "url")}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):  # not one of conda's
            continue
        if all(_WORD.match(known[name]) for name in ("name", "version", "build")):
            yield {**known, "md5": str(record.get("md5", ""))}


def _conda_files(
    records: Sequence[Mapping[str, str]], others: Sequence[_Package], name: str
) -> tuple[EnvironmentFile, ...]:
    channels = list(dict.fromkeys(_channel(record["channel"]) for record in records))
    lines = [f"name: {name}", "channels:", *(f"  - {channel}" for channel in channels), "dependencies:"]
    lines += [f"  - {record['name']}={record['version']}" for record in records]
    if others:
        lines += ["  - pip", "  - pip:", *(f"      - {line}" for line in _portable(others))]
    exact = ["@EXPLICIT"]
    for record in records:
        address = without_credentials(_CHANNEL_TOKEN.sub("/", record["url"])) or record["name"]
        exact.append(f"{address}#{record['md5']}" if _WORD.match(record["md5"]) else address)
    files = [
        _file("environment.yml", exact=False, lines=lines, count=len(records) + len(others)),
        _file("conda-explicit.txt", exact=True, lines=exact, count=len(records)),
    ]
    if others:
        files.append(
            _file("requirements.txt", exact=True, lines=[_requirement(package) for package in others])
        )
    return tuple(files)


def _channel(address: str) -> str:
    """Return a channel as one writes it: its name where that is enough, else its address."""
    plain = _PLATFORM.sub("", without_credentials(_CHANNEL_TOKEN.sub("/", address)) or "")
    if plain.startswith("https://repo.anaconda.com/pkgs/"):
        return "defaults"
    return plain.removeprefix("https://conda.anaconda.org/") or "defaults"


def _file(name: str, *, exact: bool, lines: Sequence[str], count: int | None = None) -> EnvironmentFile:
    text = "".join(f"{line}\n" for line in lines)
    return EnvironmentFile(name=name, exact=exact, text=text, count=len(lines) if count is None else count)
