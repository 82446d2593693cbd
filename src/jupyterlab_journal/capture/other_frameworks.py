"""TensorFlow and JAX: their builds and settings, without a call that initialises a device."""

from __future__ import annotations

import ast
import sys
from typing import Any

from jupyterlab_journal.capture.loaded_modules import assignments, attributes, text

_TENSORFLOW_CONFIG = "tensorflow.python.framework.config"
_TENSORFLOW_CONTEXT = "tensorflow.python.eager.context"
_TENSORFLOW_BUILD = "tensorflow.python.platform.build_info"


def read_tensorflow(version: str | None) -> dict[str, Any] | None:
    """Return the facts of TensorFlow; None when it is neither imported nor installed."""
    imported = "tensorflow" in sys.modules
    version = text(attributes("tensorflow").get("__version__")) or version
    if version is None and not imported:
        return None
    build = attributes(_TENSORFLOW_BUILD).get("build_info") or _tensorflow_build()
    gpu = build.get("is_cuda_build")
    return {
        "version": version,
        "imported": imported,
        "gpu_build": gpu if type(gpu) is bool else None,
        "cuda": text(build.get("cuda_version")),
        "cudnn": text(build.get("cudnn_version")),
    }


def read_jax(version: str | None, library_version: str | None) -> dict[str, Any] | None:
    """Return the facts of JAX; None when it is neither imported nor installed.

    The backend is None until the user's code has chosen one: asking JAX
    would choose it, and take the GPU's memory.
    """
    imported = "jax" in sys.modules
    version = text(attributes("jax").get("__version__")) or version
    if version is None and not imported:
        return None
    library = text(attributes("jaxlib.version").get("__version__")) or library_version
    facts: dict[str, Any] = {"version": version, "imported": imported, "jaxlib": library}
    bridge = attributes("jax._src.xla_bridge")
    if bridge:
        backend = bridge.get("_default_backend")
        facts["backend"] = None if backend is None else text(backend.platform)
    return facts


def other_flags() -> dict[str, Any]:
    """Return the settings that decide whether and how exactly a run repeats itself."""
    found: dict[str, Any] = {}
    config = attributes(_TENSORFLOW_CONFIG)
    for name, getter in (
        ("tensorflow.op_determinism", "is_op_determinism_enabled"),
        ("tensorflow.tensor_float_32", "tensor_float_32_execution_enabled"),
    ):
        if getter in config:
            found[name] = config[getter]()
    jax_config = attributes("jax").get("config")
    if jax_config is not None:
        found["jax.enable_x64"] = jax_config.jax_enable_x64
        found["jax.default_matmul_precision"] = jax_config.jax_default_matmul_precision
    return found


def tensorflow_seed() -> tuple[bool, object]:
    """Return whether TensorFlow's global seed can be read, and the seed: None when nobody set one."""
    module = attributes(_TENSORFLOW_CONTEXT)
    if "_context" not in module:
        return False, None
    context = module["_context"]  # None until it is used for the first time
    return True, None if context is None else getattr(context, "_seed", None)


def _tensorflow_build() -> dict[str, Any]:
    """Read the generated file of a package that is not imported: one call with a list of pairs."""
    call = assignments("tensorflow", "python", "platform", "build_info.py").get("build_info")
    if not isinstance(call, ast.Call) or len(call.args) != 1:
        return {}
    try:
        return dict(ast.literal_eval(call.args[0]))
    except (ValueError, TypeError):  # another scheme than the one known here
        return {}
