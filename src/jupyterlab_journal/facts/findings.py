"""What stands in the way of repeating a run, in words, each with its remedy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyterlab_journal.entry.model import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SEED_CALLS = {
    "numpy": "numpy.random.seed(<number>)",
    "python": "random.seed(<number>)",
}
_NOTEBOOK = {  # its state: what that means, and what to do
    "untracked": (
        "The notebook itself is not tracked by git: no commit holds the code of this run.",
        "Add the notebook to git and commit it.",
    ),
    "ignored": (
        "The notebook itself is ignored by git: no commit holds the code of this run.",
        "Run 'git check-ignore -v <notebook>' to see which line excludes it, then add and commit it.",
    ),
    "modified": (
        "The notebook itself differs from the commit: the commit does not hold the code of this run.",
        "Save and commit the notebook, then run again.",
    ),
    "staged": (
        "The notebook itself is staged, but not committed.",
        "Commit it, then run again.",
    ),
    "conflicting": (
        "The notebook itself is in conflict after a merge.",
        "Resolve the conflict and commit the notebook.",
    ),
}
_NAMES = {"numpy": "numpy's legacy generator", "python": "Python's random"}


def find(facts: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Return the findings of a snapshot's facts, the gravest first.

    Parameters
    ----------
    facts : mapping
        The groups of a snapshot; one that is missing gives no finding.
    """
    return (*_git(facts), *_seeds(facts), *_flags(facts), *_image(facts))


def _git(facts: Mapping[str, Any]) -> Iterator[Finding]:
    git = facts.get("git")
    if not git:
        return
    if git.get("commit") is None:
        yield Finding(
            code="git-no-commit",
            message="The repository has no commit yet: the code of this run is not on record.",
            remedy="Commit the notebook and the code it uses.",
        )
        return
    state = git.get("notebook")
    if state in _NOTEBOOK:
        message, remedy = _NOTEBOOK[state]
        yield Finding(code=f"git-notebook-{state}", message=message, remedy=remedy)
    alone = state in {"modified", "staged"} and (git.get("changes") or {}).get("count") == 1
    if git.get("dirty") and not alone:
        yield Finding(
            code="git-dirty",
            message="The working tree has uncommitted changes: the commit alone does not give this run.",
            remedy="Commit the changes, then run again.",
        )
    elif git.get("dirty") is None:
        yield Finding(
            code="git-unsure",
            message="Changed files pass through a git filter such as nbstripout or LFS, which the journal "
            "does not run: whether they differ from the commit is not known.",
            remedy="Run 'git status' to see, and commit what it lists.",
        )


def _seeds(facts: Mapping[str, Any]) -> Iterator[Finding]:
    seeds = facts.get("seeds") or {}
    torch = seeds.get("torch", {}).get("value")
    if _drawn(torch):
        yield Finding(
            code="torch-unseeded",
            message=f"torch seems not to have been seeded: its seed {torch} looks drawn at random.",
            remedy=f"Call torch.manual_seed(<number>) before the model is made; {torch} repeats this run.",
        )
    seeded = [name for name in ("torch", "numpy", "tensorflow") if _in_force(seeds.get(name))]
    for generator in ("numpy", "python"):
        if generator not in seeds or _in_force(seeds[generator]):
            continue
        if generator == "python" and seeded:
            yield Finding(
                code="python-left-unseeded",
                message=f"{' and '.join(seeded)} {'was' if len(seeded) == 1 else 'were'} seeded, "
                "Python's random was not, as far as can be seen.",
                remedy="Call random.seed(<number>) as well: data augmentation often draws from it.",
            )
        else:
            yield Finding(
                code=f"{generator}-unseeded",
                message=f"No seed is known for {_NAMES[generator]}: it was not seeded with a number below "
                "2**32, or has given more than 60,000 values since.",
                remedy=f"Call {_SEED_CALLS[generator]} in the first cell.",
            )


def _drawn(seed: str | None) -> bool:
    """Whether torch drew a seed itself, as it does when nobody gives one: what a person types is shorter."""
    return seed is not None and seed.isdecimal() and int(seed) >= 1 << 32


def _in_force(seed: Mapping[str, Any] | None) -> bool:
    """Whether a generator was seeded, by its own word; that the code says so is not enough."""
    if not seed or seed.get("source") == "source text":
        return False
    return seed.get("value") is not None and not _drawn(seed["value"])


def _flags(facts: Mapping[str, Any]) -> Iterator[Finding]:
    flags = facts.get("determinism") or {}
    if flags.get("cudnn.benchmark") is True:
        yield Finding(
            code="cudnn-benchmark",
            message="cudnn.benchmark is on: results may differ between runs.",
            remedy="Set torch.backends.cudnn.benchmark = False, or accept the difference.",
        )
    if flags.get("torch.deterministic_algorithms") is False and facts.get("devices"):
        yield Finding(
            code="torch-nondeterministic",
            message="torch may use algorithms on the GPU that do not repeat themselves.",
            remedy="Call torch.use_deterministic_algorithms(True), with CUBLAS_WORKSPACE_CONFIG=:4096:8 set.",
        )
    if flags.get("torch.deterministic_warn_only") is True:
        yield Finding(
            code="torch-warns-only",
            message="torch only warns about algorithms that do not repeat themselves, and uses them.",
            remedy="Call torch.use_deterministic_algorithms(True) without warn_only.",
        )
    if flags.get("tensorflow.op_determinism") is False and facts.get("devices"):
        yield Finding(
            code="tensorflow-nondeterministic",
            message="TensorFlow may use operations on the GPU that do not repeat themselves.",
            remedy="Call tf.config.experimental.enable_op_determinism() after tf.random.set_seed(<number>).",
        )


def _image(facts: Mapping[str, Any]) -> Iterator[Finding]:
    container = facts.get("container") or {}
    image = container.get("image")
    if image and container.get("tag") == "latest":
        yield Finding(
            code="image-latest",
            message=f"The image {image} is whatever was the latest: the tag will mean another one later.",
            remedy="Start from a tag with a version, or from a digest: name@sha256:<digest>.",
        )
