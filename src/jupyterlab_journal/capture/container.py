"""The container a kernel runs in, as far as it can be seen from inside."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_IMAGE_VARIABLES = ("JUPYTER_IMAGE_SPEC", "JUPYTER_IMAGE", "APPTAINER_CONTAINER", "SINGULARITY_CONTAINER")
_MARKS = (("docker", ".dockerenv"), ("podman", "run/.containerenv"))
_GROUPS = (("kubernetes", "kubepods"), ("docker", "docker"), ("podman", "libpod"), ("lxc", "lxc"))
_DIGEST = re.compile(r"@(sha256:[0-9a-f]{64})$")
_TAG = re.compile(r":([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$")


class ContainerProbe:
    """Kind of container; name, tag and digest of its image.

    From inside, an image's name is known only where somebody exported it: a
    deployer as a variable, podman in a file.

    Parameters
    ----------
    root : str
        Where the marks are looked for.
    """

    name = "container"

    def __init__(self, root: str = "/") -> None:
        self._root = root

    def read(self, context: Context) -> dict[str, str | None]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts; null for what is not known."""
        image = next((os.environ[name] for name in _IMAGE_VARIABLES if os.environ.get(name)), None)
        image = image or self._image_of_podman()
        return {"kind": self._kind(), "image": image, **_parts(image)}

    def _kind(self) -> str | None:
        if "APPTAINER_CONTAINER" in os.environ or "SINGULARITY_CONTAINER" in os.environ:
            return "apptainer"
        if "KUBERNETES_SERVICE_HOST" in os.environ:
            return "kubernetes"
        marked = next((kind for kind, mark in _MARKS if os.path.exists(os.path.join(self._root, mark))), None)  # noqa: PTH110, PTH118
        groups = self._text("proc/1/cgroup")
        return marked or next((kind for kind, group in _GROUPS if group in groups), None)

    def _image_of_podman(self) -> str | None:
        lines = [line.partition("=") for line in self._text("run/.containerenv").splitlines()]
        return next((value.strip('"') for name, _, value in lines if name == "image" and value), None)

    def _text(self, path: str) -> str:
        try:
            with open(os.path.join(self._root, path), encoding="utf-8", errors="replace") as file:  # noqa: PTH118, PTH123
                return file.read(4096)
        except OSError:
            return ""


def _parts(image: str | None) -> dict[str, str | None]:
    """Return tag and digest of an image's name; one without either means ``latest``."""
    if image is None or image.startswith("/") or image.endswith((".sif", ".sqsh")):  # a file has neither
        return {"tag": None, "digest": None}
    digest = _DIGEST.search(image)
    tag = _TAG.search(_DIGEST.sub("", image))
    return {
        "tag": tag.group(1) if tag else None if digest else "latest",
        "digest": digest.group(1) if digest else None,
    }
