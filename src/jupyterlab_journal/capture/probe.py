"""What a probe is, and how a set of them is run."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CAPTURE_LIMIT_S = 1.0  # below the two seconds after which the server stops waiting


class Absent(Exception):
    """There is nothing to read here; the message says why."""


class Context:
    """Where probes look.

    Parameters
    ----------
    namespace : mapping
        The user's variables, without what the shell itself put there.
    folder : str, optional
        The folder whose surroundings are meant, such as the notebook's.
    """

    def __init__(self, namespace: Mapping[str, Any], folder: str | None = None) -> None:
        self.namespace = namespace
        self.folder = folder


class Probe(Protocol):
    """A small, named, independent reader of one group of facts."""

    name: str

    def read(self, context: Context) -> Any:  # noqa: ANN401 (any JSON)
        """Return the facts as JSON; raise `Absent` when there is nothing to read."""


def run_probes(probes: Iterable[Probe], context: Context, limit_s: float = CAPTURE_LIMIT_S) -> dict[str, Any]:
    """Run each probe to one of three ends: read, absent or failed.

    One broken probe never costs the record, and nothing escapes: an exception
    in a kernel would overwrite the user's own in ``sys.last_value``.

    Parameters
    ----------
    probes : iterable of Probe
        Run in this order.
    context : Context
        Handed to each.
    limit_s : float
        Probes that have not begun after this many seconds fail unread.

    Returns
    -------
    dict
        By name of the probe: ``facts`` (JSON), ``absent`` and ``failed``
        (reasons), ``milliseconds`` (how long each took).
    """
    ends: dict[str, Any] = {"facts": {}, "absent": {}, "failed": {}, "milliseconds": {}}
    start = perf_counter()
    for probe in probes:
        begun = perf_counter()
        if begun - start > limit_s:
            ends["failed"][probe.name] = f"not read: the probes before it took over {limit_s:g} s"
            continue
        try:
            ends["facts"][probe.name] = probe.read(context)
        except Absent as reason:
            ends["absent"][probe.name] = str(reason)
        except BaseException as error:  # noqa: BLE001 (see above: nothing may escape)
            ends["failed"][probe.name] = describe(error)
        ends["milliseconds"][probe.name] = round((perf_counter() - begun) * 1000, 3)
    return ends


def describe(error: BaseException) -> str:
    """Name an exception in at most 200 characters, even one that cannot be printed."""
    try:
        text = str(error)
    except BaseException:  # noqa: BLE001 (an exception class of the user's may do anything here)
        text = "(its message cannot be read)"
    return f"{type(error).__name__}: {text}"[:200]
