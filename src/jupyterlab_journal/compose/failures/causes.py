"""Well-known causes, recognised by the type and the text of an error."""

from __future__ import annotations

import re

_ANY = ""

# Cause, pattern of the type, patterns of the message; the first that fits counts.
_CAUSES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "dataloader_worker",
        _ANY,
        (r"DataLoader worker \(pid[^\n]{0,60}?\) (?:is killed|exited unexpectedly)",),
    ),
    (
        "cuda_oom",
        _ANY,
        (
            *(r"(?:CUDA|HIP) out of memory", r"CUDA error: out of memory", r"CUBLAS_STATUS_ALLOC_FAILED"),
            r"OOM when allocating tensor[^\n]{0,200}\bGPU\b",
        ),
    ),
    ("cuda_oom", r"OutOfMemoryError$", (r"\bGPU\b", r"\bCUDA\b")),
    (
        "cuda_init",
        _ANY,
        (
            *(r"Found no NVIDIA driver", r"No CUDA GPUs are available", r"not compiled with CUDA"),
            *(r"CUDA driver version is insufficient", r"CUDA driver initialization failed"),
            *(r"Cannot re-initialize CUDA", r"no CUDA-capable device", r"CUDA initialization"),
            *(r"no kernel image is available", r"invalid device ordinal", r"CUDA unknown error"),
            *(
                r"on a CUDA device but torch\.cuda\.is_available\(\) is False",
                r"error from cudaGetDeviceCount",
            ),
        ),
    ),
    (
        "device_mismatch",
        _ANY,
        (
            *(
                r"to be on the same device",
                r"on different devices",
                r"not on the expected device",
                r"same device as",
            ),
            *(r"Expected object of device type", r"Expected a '\S+' device type for generator"),
            r"can't convert \S+ device type tensor to numpy",
            r"Input type \(torch\.cuda\.\w+\) and weight type \(torch\.(?!cuda)\w+\)",
            r"Input type \(torch\.(?!cuda)\w+\) and weight type \(torch\.cuda\.\w+\)",
        ),
    ),
    (
        "dtype_mismatch",
        _ANY,
        (
            *(r"expected scalar type", r"have the same dtype", r"[Ff]ound dtype", r"expected dtype"),
            *(r"Input type \(\S+\) and (?:bias|weight) type", r"not implemented for '\w+'"),
            *(
                r"result type \w+ can't be cast",
                r"expected target dtype",
                r"to have one of the following scalar types",
            ),
            *(r"did not contain a loop with signature matching types", r"Cannot cast ufunc"),
            *(r"numpy\.object_", r"cannot compute \w+ as input #\d"),
        ),
    ),
    (
        "nan_loss",
        _ANY,
        (
            r"\b[Ll]oss\b[^\n]{0,40}\b(?:is|became|was|=|:) ?(?:nan|NaN)",
            *(r"(?:nan|NaN) loss", r"returned nan values"),
            r"invalid values:\s*tensor\(\[+\s*nan",
        ),
    ),
    (
        "shape_mismatch",
        _ANY,
        (
            *(r"shapes? cannot be multiplied", r"size mismatch", r"must match the size of tensor"),
            *(r"is invalid for input of size", r"Sizes of tensors must match", r"not aligned"),
            *(r"could not be broadcast", r"could not broadcast", r"Incompatible shapes"),
            *(r"to match target batch_size", r"expected input\[?[^\n]{0,80}channels", r"[Ee]xpected \d+D"),
            *(r"must be the same as input size", r"same shape", r"shape mismatch", r"equal size"),
            *(r"mismatch in its core dimension", r"cannot reshape array", r"[Ee]xpected hidden"),
            *(r"incompatible with the layer", r"inconsistent numbers of samples"),
            *(r"features, but \S+ is expecting", r"Dimensions must be equal"),
            *(r"expanded size of the tensor", r"input\.size\(-1\) must be equal", r"dot_general requires"),
            *(r"dimensions? mismatch", r"Expected size for first two dimensions"),
            *(r"should contain \d+ elements not", r"expected input with shape"),
        ),
    ),
    (
        "version_mismatch",
        _ANY,
        (
            *(r"cannot import name", r"compiled using NumPy 1", r"may indicate binary incompatibility"),
            r"module '(?:numpy|torch|tensorflow|jax|transformers|pandas|sklearn)[\w.]*' has no attribute",
            *(r"undefined symbol", r"requires \S+ ?[<>=!~]=", r"[Vv]ersion \S+ is required"),
            r"\b[\w-]+(?:\[\w+\])?[<>=!~]=\S+ is required",
            r"incompatible version",
        ),
    ),
    ("version_mismatch", r"(?:Contextual)?VersionConflict", (_ANY,)),
    ("module_missing", r"ModuleNotFoundError", (_ANY,)),
    (
        "module_missing",
        r"ImportError",
        (
            *(r"No module named", r"Missing optional dependency", r"not found in your environment"),
            r"requires the \S+ library but it was not found",
        ),
    ),
    ("file_missing", r"FileNotFoundError", (_ANY,)),
    ("key_error", r"KeyError", (_ANY,)),
    ("index_error", r"IndexError", (_ANY,)),
)

_COMPILED = tuple((cause, re.compile(kind), re.compile("|".join(words))) for cause, kind, words in _CAUSES)
_MAX_MESSAGE = 4000  # characters searched: some messages carry a whole configuration


def cause_of(error_type: str, message: str) -> str | None:
    """Return the well-known cause of an error, or None.

    Parameters
    ----------
    error_type : str
        With or without its module; only the last part counts.
    message : str
        Of the error; only its beginning is searched.

    Examples
    --------
    >>> cause_of("RuntimeError", "mat1 and mat2 shapes cannot be multiplied (4x3 and 5x2)")
    'shape_mismatch'
    """
    name = error_type.rpartition(".")[2]
    text = message[:_MAX_MESSAGE]
    return next((cause for cause, kind, words in _COMPILED if kind.match(name) and words.search(text)), None)
