"""What stands in the way of repeating a run, in words, each with its remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.model import Finding
from jupyterlab_journal.locale import words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jupyterlab_journal.locale import Words

_NOTEBOOK = {"untracked", "ignored", "modified", "staged", "conflicting"}  # states that stand in the way


def find(facts: Mapping[str, Any], locale: str = "en") -> tuple[Finding, ...]:
    """Return the findings of a snapshot's facts, the gravest first.

    Parameters
    ----------
    facts : mapping
        The groups of a snapshot; one that is missing gives no finding.
    locale : str
        Language of the messages and remedies.
    """
    found = (*_git(facts), *_seeds(facts), *_flags(facts), *_image(facts))
    return tuple(finding.written_in(words_in(locale)) for finding in found)


def in_language(finding: Finding, facts: Mapping[str, Any], locale: str) -> tuple[str, str]:
    """Return message and remedy of an English finding in a language.

    Parameters
    ----------
    finding : Finding
        Of a snapshot; stays as it is in English, and where the facts do not give it.
    facts : mapping
        Of the same snapshot: they give what a message names.
    locale : str
        The language.

    Returns
    -------
    message, remedy : str
        One sentence each, as plain text.
    """
    found = () if locale == "en" else find(facts, locale)
    same = next((other for other in found if other.code == finding.code), finding)
    return same.message, same.remedy


@dataclass(frozen=True)
class _Found:
    """A finding by its code, with what its sentences name."""

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()  # listed in the message as `names`

    def written_in(self, words: Words) -> Finding:
        """Return the finding in a language."""
        sentences = words.findings[self.code]
        listed = words.and_between.join(self.names)
        message = sentences.message.of(len(self.names), names=listed, **self.values)
        return Finding(code=self.code, message=message, remedy=sentences.remedy.format(**self.values))


def _git(facts: Mapping[str, Any]) -> Iterator[_Found]:
    git = facts.get("git")
    if not git:
        return
    if git.get("commit") is None:
        yield _Found("git-no-commit")
        return
    state = git.get("notebook")
    if state in _NOTEBOOK:
        yield _Found(f"git-notebook-{state}")
    alone = state in {"modified", "staged"} and (git.get("changes") or {}).get("count") == 1
    if git.get("dirty") and not alone:
        yield _Found("git-dirty")
    elif git.get("dirty") is None:
        yield _Found("git-unsure")


def _seeds(facts: Mapping[str, Any]) -> Iterator[_Found]:
    seeds = facts.get("seeds") or {}
    torch = seeds.get("torch", {}).get("value")
    if _drawn(torch):
        yield _Found("torch-unseeded", {"seed": torch})
    seeded = [name for name in ("torch", "numpy", "tensorflow") if _in_force(seeds.get(name))]
    for generator in ("numpy", "python"):
        if generator not in seeds or _in_force(seeds[generator]):
            continue
        if generator == "python" and seeded:
            yield _Found("python-left-unseeded", names=tuple(seeded))
        else:
            yield _Found(f"{generator}-unseeded")


def _drawn(seed: str | None) -> bool:
    """Whether torch drew a seed itself, as it does when nobody gives one: what a person types is shorter."""
    return seed is not None and seed.isdecimal() and int(seed) >= 1 << 32


def _in_force(seed: Mapping[str, Any] | None) -> bool:
    """Whether a generator was seeded, by its own word; that the code says so is not enough."""
    if not seed or seed.get("source") == "source text":
        return False
    return seed.get("value") is not None and not _drawn(seed["value"])


def _flags(facts: Mapping[str, Any]) -> Iterator[_Found]:
    flags = facts.get("determinism") or {}
    if flags.get("cudnn.benchmark") is True:
        yield _Found("cudnn-benchmark")
    if flags.get("torch.deterministic_algorithms") is False and facts.get("devices"):
        yield _Found("torch-nondeterministic")
    if flags.get("torch.deterministic_warn_only") is True:
        yield _Found("torch-warns-only")
    if flags.get("tensorflow.op_determinism") is False and facts.get("devices"):
        yield _Found("tensorflow-nondeterministic")


def _image(facts: Mapping[str, Any]) -> Iterator[_Found]:
    container = facts.get("container") or {}
    image = container.get("image")
    if image and container.get("tag") == "latest":
        yield _Found("image-latest", {"image": image})
