"""Calls and arguments that show, measure or store something, and so set nothing."""

from __future__ import annotations

import re

from jupyterlab_journal.compose.metrics.names import word_set

_SHOWING_OBJECTS = word_set("plt ax axes fig sns px go st wandb logger logging log writer console warnings")
_SHOWING = word_set(
    """
    print pprint display show imshow head tail describe info summary savefig close title legend debug warning
    error sleep time perf_counter write flush save to_csv dump add_scalar add_image set_postfix
    set_description isinstance len str repr format join append extend item enumerate zip sorted list
    tuple super
    """
)
_LOOKING = re.compile(r"(^|_)(plot|plots|show|print|visualize|visualise|draw|display|log|save)(_|$)")
_MEASURING = re.compile(r"(^|_)(evaluate|score|predict|validate|test|report|matrix)(_|$)")
_KEYWORDS = word_set(
    """
    verbose desc description leave prog_bar progress_bar disable_tqdm enable_progress_bar ncols logging_steps
    log_every_n_steps flush end sep color label
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
    return (rest != "" and first in _SHOWING_OBJECTS) or last in _SHOWING or bool(_LOOKING.search(last))


def is_noise_keyword(name: str) -> bool:
    """Whether an argument only says how much is shown."""
    return name in _KEYWORDS


def stands_for_itself(callee: str, *, alone: bool, of_itself: bool) -> bool:
    """Whether it is worth telling that a call was added or removed.

    Parameters
    ----------
    alone : bool
        Whether it is a statement of its own.
    of_itself : bool
        Whether it gives a variable a new form of itself: ``model = compile(model)``.
    """
    last = callee.rpartition(".")[2]
    if _MEASURING.search(last):
        return False
    return alone or of_itself or last[:1].isupper()
