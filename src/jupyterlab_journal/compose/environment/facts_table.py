"""The facts of a kernel as a table, and what stands in the way of repeating the run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from jupyterlab_journal.compose.environment.machine import data_rows, device_rows, host_rows
from jupyterlab_journal.compose.environment.short_facts import commit
from jupyterlab_journal.compose.text.markdown_blocks import inline, table
from jupyterlab_journal.facts.findings import in_language
from jupyterlab_journal.facts.snapshot_groups import group, text
from jupyterlab_journal.locale import FactWords, Words, words_in

if TYPE_CHECKING:
    from jupyterlab_journal.entry.model import Json, Snapshot

_MAX_ROWS = 80


def facts_table(snapshot: Snapshot, locale: str) -> str:
    """Return all that is known, one fact per row.

    Parameters
    ----------
    snapshot : Snapshot
        Without secrets; groups that have an unknown shape are left out.
    locale : str
        Language of the names of the facts, such as ``"en"``.
    """
    words = words_in(locale)
    rows = [(name, value) for name, value in _rows(snapshot, words, words_in(locale).facts) if value]
    return table(words.fact, rows[:_MAX_ROWS])


def findings_list(snapshot: Snapshot, locale: str) -> str:
    """Return the findings with their remedies as a list; an empty text without findings.

    Parameters
    ----------
    snapshot : Snapshot
        Its findings are in English; its facts give what the sentences name.
    locale : str
        Language to write them in.
    """
    lines = []
    for finding in snapshot.findings:
        message, remedy = in_language(finding, snapshot.facts, locale)
        lines.append("- " + words_in(locale).remedy.format(message=inline(message), remedy=inline(remedy)))
    return "\n".join(lines)


def _rows(snapshot: Snapshot, words: Words, labels: FactWords) -> Iterator[tuple[str, str]]:
    moment = snapshot.captured_at.isoformat(sep=" ", timespec="seconds")
    yield words.captured, words.captured_busy.format(moment=moment) if snapshot.busy else moment
    if snapshot.language != "python":
        yield words.language, inline(snapshot.language)
    yield from _python(snapshot, words, labels)
    yield from host_rows(snapshot, words, labels)
    yield from _frameworks(snapshot, words, labels)
    libraries = [f"{name} {version}" for name, version in group(snapshot, "libraries").items()]
    yield labels.libraries, words.comma.join(map(inline, libraries))
    yield from device_rows(snapshot, words, labels)
    yield from _seeds(snapshot, words)
    yield words.determinism, words.comma.join(_flags(snapshot, words))
    yield from _code(snapshot, words, labels)
    packages = group(snapshot, "packages")
    if packages:
        count, digest = text(packages, "count"), text(packages, "sha256")[:12]
        yield words.packages, inline(words.package_count.format(count=count, sha256=digest))
    yield words.container, words.comma.join(map(inline, _container(snapshot, labels)))
    yield from data_rows(snapshot, words, labels)
    for failed in snapshot.failed:
        yield inline(words.unreadable_probe.format(probe=failed.probe)), inline(failed.reason)


def _python(snapshot: Snapshot, words: Words, labels: FactWords) -> Iterator[tuple[str, str]]:
    python = group(snapshot, "python")
    version, implementation = text(python, "version"), text(python, "implementation")
    if version:
        shown = f"{version} ({implementation})" if implementation else version
        ipykernel = text(python, "ipykernel")
        yield (
            "Python",
            words.comma.join([inline(shown), *([f"ipykernel {inline(ipykernel)}"] if ipykernel else [])]),
        )
    yield words.interpreter, inline(text(python, "executable"))
    environment = python.get("environment")
    if isinstance(environment, Mapping) and text(environment, "kind"):
        shown = f"{text(environment, 'kind')} {text(environment, 'name')}"
        yield labels.environment, words.comma.join(map(inline, filter(None, [shown, text(python, "prefix")])))


def _frameworks(snapshot: Snapshot, words: Words, labels: FactWords) -> Iterator[tuple[str, str]]:
    for name, facts in group(snapshot, "frameworks").items():
        if isinstance(facts, Mapping):
            details = _details(facts, labels)
            if facts.get("imported") is False:
                details.append(words.not_imported)
            yield inline(name), words.comma.join(inline(detail) for detail in details if detail)


def _details(facts: Mapping[str, Json], labels: FactWords) -> list[str]:
    phrases = (
        ("version", "{}"),
        *(("cuda", "CUDA {}"), ("hip", "HIP {}"), ("cudnn", "cuDNN {}"), ("jaxlib", "jaxlib {}")),
        ("default_dtype", "{}"),
    )
    details = [phrase.format(text(facts, key)) for key, phrase in phrases if text(facts, key)]
    if text(facts, "git_commit"):
        details.append(labels.commit.format(commit=text(facts, "git_commit")[:10]))
    if text(facts, "threads"):
        details.append(labels.threads.format(count=text(facts, "threads")))
    if isinstance(facts.get("gpu_build"), bool):
        details.append(labels.gpu_build if facts["gpu_build"] else labels.no_gpu_build)
    if text(facts, "backend"):
        details.append(labels.backend.format(backend=text(facts, "backend")))
    return details


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


def _code(snapshot: Snapshot, words: Words, labels: FactWords) -> Iterator[tuple[str, str]]:
    git = group(snapshot, "git")
    if not git:
        return
    details = [commit(snapshot, words)]
    if git.get("dirty") is False and text(git, "notebook") not in labels.notebook:
        details.append(words.clean)
    if text(git, "branch"):
        details.append(words.branch.format(branch=inline(text(git, "branch"))))
    details += [labels.notebook.get(text(git, "notebook"), ""), _changed_files(git, words, labels)]
    yield words.git, words.comma.join(filter(None, details))
    yield words.remote, inline(text(git, "remote"))


def _changed_files(git: Mapping[str, Json], words: Words, labels: FactWords) -> str:
    changes = git.get("changes")
    files, count = (
        (changes.get("files"), changes.get("count")) if isinstance(changes, Mapping) else (None, None)
    )
    if not isinstance(count, int):
        return ""
    named = [file for file in files if isinstance(file, str)] if isinstance(files, list) else []
    shown = words.comma.join(map(inline, named))
    if len(named) < count:
        shown = labels.more_files.format(files=shown)
    return labels.changed_files.of(count, files=shown)


def _container(snapshot: Snapshot, labels: FactWords) -> list[str]:
    container = group(snapshot, "container")
    details = [text(container, "kind"), text(container, "image")]
    # The image's own name tells what it has; a tag that is only implied is worth saying.
    for name, phrase in (("tag", labels.tag), ("digest", labels.digest)):
        value = text(container, name)
        if value and value not in text(container, "image"):
            details.append(phrase.format(**{name: value}))
    return [detail for detail in details if detail]
