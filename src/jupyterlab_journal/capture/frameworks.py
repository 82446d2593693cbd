"""Frameworks: read from the imported module, else from its files, never by importing it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from jupyterlab_journal.capture.loaded_modules import attributes, text
from jupyterlab_journal.capture.other_frameworks import read_jax, read_tensorflow
from jupyterlab_journal.capture.packages import installed
from jupyterlab_journal.capture.torch_facts import read_torch

if TYPE_CHECKING:
    from jupyterlab_journal.capture.probe import Context

_TENSORFLOW = ("tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tf-nightly")
_LIBRARIES = (
    *("accelerate", "bitsandbytes", "catboost", "cupy", "dask", "datasets", "deepspeed", "diffusers"),
    *("fastai", "flash-attn", "flax", "keras", "lightgbm", "lightning", "matplotlib", "nltk", "numba"),
    *("opencv-python", "optax", "pandas", "peft", "pillow", "polars", "pytorch-lightning", "ray"),
    *("safetensors", "scikit-learn", "scipy", "seaborn", "sentence-transformers", "spacy", "statsmodels"),
    *("timm", "tokenizers", "torch-geometric", "torchaudio", "torchmetrics", "torchvision"),
    *("transformers", "triton", "vllm", "xformers", "xgboost"),
)

_MODULES = {
    "opencv-python": "cv2",
    "pillow": "PIL",
    "scikit-learn": "sklearn",
}  # named otherwise than the package


class FrameworksProbe:
    """Version of each framework, what it was built for, and whether the kernel has imported it."""

    name = "frameworks"

    def read(self, context: Context) -> dict[str, Any]:  # noqa: ARG002 (the protocol's signature)
        """Return the facts by framework, None for one that is not installed."""
        versions = installed()
        tensorflow = next((versions[name] for name in _TENSORFLOW if name in versions), None)
        return {
            "torch": read_torch(versions.get("torch")),
            "tensorflow": read_tensorflow(tensorflow),
            "jax": read_jax(versions.get("jax"), versions.get("jaxlib")),
            "numpy": _numpy(versions.get("numpy")),
        }


class LibrariesProbe:
    """Well-known libraries that decide about results: those that are installed."""

    name = "libraries"

    def read(self, context: Context) -> dict[str, str]:  # noqa: ARG002 (the protocol's signature)
        """Return the version of each by its name."""
        versions = installed()
        return {name: versions[name] for name in _LIBRARIES if name in versions}


class ImportedProbe:
    """Which of the well-known libraries the kernel has imported."""

    name = "imported"

    def read(self, context: Context) -> list[str]:  # noqa: ARG002 (the protocol's signature)
        """Return their names, those of the packages."""
        return [name for name in _LIBRARIES if _MODULES.get(name, name.replace("-", "_")) in sys.modules]


def _numpy(version: str | None) -> dict[str, Any] | None:
    imported = "numpy" in sys.modules
    version = text(attributes("numpy").get("__version__")) or version
    return None if version is None and not imported else {"version": version, "imported": imported}
