"""Calls and arguments that show, measure or store something, and so set nothing."""

from __future__ import annotations

import re

from .names import word_set
from .pieces import is_constructor

_SHOWING_OBJECTS = word_set(
    """
    plt ax axs axes fig sns px go st wandb mlflow neptune logger logging log writer console warnings
    pbar bar gc
    """
)
_SHOWING = word_set(
    """
    print pprint display show imshow head tail describe info summary savefig close title legend debug warning
    error sleep time perf_counter write flush save to_csv dump add_scalar add_image
    set_postfix set_postfix_str set_description
    isinstance len str repr format join append extend item enumerate zip sorted list
    tuple super tqdm trange track makedirs mkdir empty_cache synchronize clear_output clear_session
    print_trainable_parameters save_hyperparameters notebook_login mount filterwarnings simplefilter
    set_verbosity_error set_verbosity basicConfig set_option set_printoptions set_theme
    reset_peak_memory_stats
    DataFrame Series Counter OrderedDict SummaryWriter AverageMeter Timer Console Table Markdown HTML Image
    ArgumentParser strftime now getLogger subplots figure savetxt round type id hasattr getattr
    """
)
WRAPPERS = word_set("tqdm tqdm_notebook track progress_bar iter enumerate zip sorted list tuple reversed")
"""What hands on its arguments, shown or in another order."""

_LOOKING = re.compile(
    r"(^|_)(plot|plots|show|print|visualize|visualise|draw|display|save|report)(_|$)|Display$|Meter$|Timer$"
    r"|^log(_(?!softmax|prob|cosh|sigmoid|loss)|$)"
)
_MATHEMATICS = word_set("np numpy torch math jnp tf F functional")
_MEASURING = re.compile(r"(^|_)(evaluate|score|predict|validate|test|report|matrix)(_|$)")
_KEYWORDS = word_set(
    """
    verbose verbosity desc description leave prog_bar progress_bar disable_tqdm enable_progress_bar ncols
    logging_steps log_every_n_steps color label report_to run_name logging_dir verbose_eval log_every
    output_dir save_dir log_dir default_root_dir
    """
)
_RUNNING = word_set("fit train run main learn fit_predict")
"""What sets off a training; with which parameters is told where they are set."""

_CONVERSIONS = word_set(
    """
    to cpu cuda detach numpy item clone copy contiguous tolist float long int half double astype reset_index
    view reshape squeeze unsqueeze flatten sum mean max min argmax
    """
)
_REGULARIZING = re.compile(r"(?:F|torch|nn|jax|keras|tf)\.(?:\w+\.){0,3}\w*drop(?:out|path)?(?:\dd)?$")
"""A choice also in the middle of a computation: ``fc(F.dropout(x, 0.3))``."""

_DECORATORS = word_set(
    """
    property setter staticmethod classmethod dataclass abstractmethod wraps override overload cached_property
    contextmanager timer timeit dataclasses
    """
)


def is_noise(callee: str) -> bool:
    """Whether a call only shows or stores: nothing in it is a parameter.

    Examples
    --------
    >>> [is_noise(name) for name in ("plt.plot", "print", "nn.Linear", "optimizer.step")]
    [True, True, False, False]
    """
    first, _, rest = callee.partition(".")
    last = callee.rpartition(".")[2]
    if first in _MATHEMATICS and last == "log":
        return False
    if last.startswith("from_"):  # a class that makes itself
        last = callee.split(".")[-2] if rest else last
    return (rest != "" and first in _SHOWING_OBJECTS) or last in _SHOWING or bool(_LOOKING.search(last))


def is_wrapper(callee: str) -> bool:
    """Whether a call hands on what it is given: ``tqdm(loader)``."""
    return callee.rpartition(".")[2] in WRAPPERS


def is_noise_keyword(name: str) -> bool:
    """Whether an argument only says how much is shown, or where a result is saved."""
    return name in _KEYWORDS


def is_noise_decorator(callee: str) -> bool:
    """Whether a decorator only says what kind of thing a function or class is."""
    return callee.rpartition(".")[2] in _DECORATORS


def is_conversion(name: str) -> bool:
    """Whether a method only gives the same in another form."""
    return name in _CONVERSIONS


def is_measuring(callee: str) -> bool:
    """Whether a call measures."""
    return bool(_MEASURING.search(callee.rpartition(".")[2]))


def stands_for_itself(callee: str, *, alone: bool, of_itself: bool) -> bool:
    """Whether it is worth telling that a call was added or removed.

    Parameters
    ----------
    alone : bool
        Whether it is a statement of its own.
    of_itself : bool
        Whether it gives a variable a new form of itself: ``model = compile(model)``.
    """
    if is_measuring(callee) or callee.rpartition(".")[2] == "Path":  # another way to write one
        return False
    if callee.rpartition(".")[2] in _RUNNING:
        return False
    return alone or of_itself or is_constructor(callee) or bool(_REGULARIZING.match(callee))
