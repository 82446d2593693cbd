"""Frameworks: read from the imported module, else from its files, never by importing it."""

from __future__ import annotations

import ast
import os
import sys
from importlib.machinery import PathFinder
from types import ModuleType
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.packages import installed

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_DISTRIBUTIONS = {
    "torch": ("torch",),
    "tensorflow": ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tf-nightly"),
    "jax": ("jax",),
    "numpy": ("numpy",),
}
_MAX_VERSION_FILE_BYTES = 64 * 1024


class FrameworksProbe:
    """Version of each framework, and whether the kernel has imported it."""

    name = "frameworks"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts by framework, None for one that is not installed."""
        versions = installed()
        facts: dict[str, Any] = {}
        for framework, distributions in _DISTRIBUTIONS.items():
            version = next((versions[name] for name in distributions if name in versions), None)
            facts[framework] = _torch(version) if framework == "torch" else _any(framework, version)
        return facts


def attributes(name: str) -> dict[str, Any]:
    """Return the attributes of an imported module; empty when it is not (fully) there.

    Reading the dictionary runs no code: a module may load others, warn or
    finish a lazy import when its attributes are asked for.
    """
    module = sys.modules.get(name)
    return module.__dict__ if type(module) is ModuleType else {}


def _any(framework: str, installed_version: str | None) -> dict[str, Any] | None:
    imported = framework in sys.modules
    version = _text(attributes(framework).get("__version__")) or installed_version
    if version is None and not imported:
        return None
    return {"version": version, "imported": imported}


def _torch(installed_version: str | None) -> dict[str, Any] | None:
    facts = _any("torch", installed_version)
    build = attributes("torch.version") or _torch_build()
    version = _text(build.get("__version__"))
    if facts is None and version is None:
        return None
    facts = facts or {"imported": False}
    # Of two answers, the running module's own is true: a package may have been replaced under it.
    facts["version"] = version or facts.get("version")
    facts["cuda"] = _text(build.get("cuda"))
    facts["hip"] = _text(build.get("hip"))
    facts["git_commit"] = _text(build.get("git_version"))
    facts["cudnn"] = _cudnn() if facts["cuda"] else None
    return facts


def _torch_build() -> dict[str, Any]:
    """Read torch's generated ``version.py`` without importing the package."""
    spec = PathFinder.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        return {}
    path = os.path.join(list(spec.submodule_search_locations)[0], "version.py")  # noqa: PTH118, RUF015
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 (in the kernel, each microsecond counts)
            text = file.read(_MAX_VERSION_FILE_BYTES)
    except OSError:  # a build without the file: its installed version is all there is
        return {}
    values: dict[str, Any] = {}
    for node in ast.parse(text).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            values[target.id] = value.value
    return values


def _cudnn() -> str | None:
    """Return cuDNN's version once CUDA runs; asking earlier may load libraries."""
    if attributes("torch.cuda").get("_initialized") is not True:
        return None
    cudnn = sys.modules.get("torch.backends.cudnn")
    number = cudnn.version() if cudnn is not None else None
    if type(number) is not int:
        return None
    major, rest = divmod(number, 10_000 if number >= 90_000 else 1_000)  # the scheme changed with version 9
    return f"{major}.{rest // 100}.{rest % 100}"


def _text(value: object) -> str | None:
    """Return a plain string; torch's version is of a subclass of str."""
    return str.__str__(value) if isinstance(value, str) else None
