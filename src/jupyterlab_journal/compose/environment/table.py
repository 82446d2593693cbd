"""The facts of a kernel as a table, and what stands in the way of repeating the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.environment.facts import commit, group, text
from jupyterlab_journal.compose.environment.findings import in_language
from jupyterlab_journal.compose.markdown import inline, table

if TYPE_CHECKING:
    from jupyterlab_journal.compose.words import Words
    from jupyterlab_journal.entry.model import Snapshot

_MAX_ROWS = 60


def facts_table(snapshot: Snapshot, words: Words) -> str:
    """Return all that is known, one fact per row."""
    rows = [(name, value) for name, value in _rows(snapshot, words) if value]
    return table(words.fact, rows[:_MAX_ROWS])


def findings_list(snapshot: Snapshot, locale: str, words: Words) -> str:
    """Return the findings with their remedies as a list; empty when there are none."""
    lines = []
    for finding in snapshot.findings:
        message, remedy = in_language(finding, locale)
        lines.append("- " + words.remedy.format(message=inline(message), remedy=inline(remedy)))
    return "\n".join(lines)


def _rows(snapshot: Snapshot, words: Words) -> Iterator[tuple[str, str]]:
    moment = snapshot.captured_at.isoformat(sep=" ", timespec="seconds")
    yield words.captured, words.captured_busy.format(moment=moment) if snapshot.busy else moment
    if snapshot.language != "python":
        yield words.language, inline(snapshot.language)
    yield from _python(snapshot, words)
    yield from _frameworks(snapshot, words)
    yield from _gpus(snapshot, words)
    yield from _seeds(snapshot, words)
    yield words.determinism, words.comma.join(_flags(snapshot, words))
    yield from _code(snapshot, words)
    packages = group(snapshot, "packages")
    if packages:
        count, digest = text(packages, "count"), text(packages, "sha256")[:12]
        yield words.packages, inline(words.package_count.format(count=count, sha256=digest))
    container = group(snapshot, "container")
    yield (
        words.container,
        words.comma.join(
            inline(text(container, name)) for name in ("kind", "image") if text(container, name)
        ),
    )
    for failed in snapshot.failed:
        yield inline(words.unreadable_probe.format(probe=failed.probe)), inline(failed.reason)


def _python(snapshot: Snapshot, words: Words) -> Iterator[tuple[str, str]]:
    python = group(snapshot, "python")
    version, implementation = text(python, "version"), text(python, "implementation")
    if version:
        yield "Python", inline(f"{version} ({implementation})" if implementation else version)
    yield words.interpreter, inline(text(python, "executable"))


def _frameworks(snapshot: Snapshot, words: Words) -> Iterator[tuple[str, str]]:
    for name, facts in group(snapshot, "frameworks").items():
        if not isinstance(facts, Mapping):
            continue
        details = [text(facts, "version")]
        details += [
            f"{label} {text(facts, key)}"
            for label, key in (("CUDA", "cuda"), ("cuDNN", "cudnn"))
            if text(facts, key)
        ]
        if facts.get("imported") is False:
            details.append(words.not_imported)
        yield inline(name), words.comma.join(inline(detail) for detail in details if detail)


def _gpus(snapshot: Snapshot, words: Words) -> Iterator[tuple[str, str]]:
    devices = snapshot.facts.get("devices")
    for device in devices if isinstance(devices, list) else []:
        if isinstance(device, Mapping):
            memory = device.get("memory_bytes")
            details = [text(device, "name")]
            if isinstance(memory, int) and memory > 0:
                details.append(f"{memory / 2**30:.1f} GiB")
            yield (
                words.gpus.format(index=inline(text(device, "index"))),
                words.comma.join(map(inline, details)),
            )


def _seeds(snapshot: Snapshot, words: Words) -> Iterator[tuple[str, str]]:
    for generator, facts in group(snapshot, "seeds").items():
        if not isinstance(facts, Mapping):
            continue
        value, source = text(facts, "value"), text(facts, "source")
        how = words.seed_sources.get(source, source)
        # A seed that only stands in the code is not said to be in force.
        shown = f"{value} ({how})" if value and how else value or words.seed_sources["unknown"]
        yield words.seed_of.format(generator=inline(generator)), inline(shown)


def _flags(snapshot: Snapshot, words: Words) -> Iterator[str]:
    for name, value in group(snapshot, "determinism").items():
        yield inline(f"{name} = {words.not_set if value is None else value}")


def _code(snapshot: Snapshot, words: Words) -> Iterator[tuple[str, str]]:
    git = group(snapshot, "git")
    if not git:
        return
    details = [commit(snapshot, words)]
    if git.get("dirty") is False:
        details.append(words.clean)
    if text(git, "branch"):
        details.append(words.branch.format(branch=inline(text(git, "branch"))))
    yield words.git, words.comma.join(filter(None, details))
    yield words.remote, inline(text(git, "remote"))
