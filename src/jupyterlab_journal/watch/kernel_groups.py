"""What a kernel is asked for, by group: facts of the snapshot, and what else the server needs."""

import sys
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Meta

from jupyterlab_journal.entry.fact_groups import FROM_SERVER, FactGroups

if sys.version_info >= (3, 11):
    from typing import Required, TypedDict
else:
    from typing_extensions import Required, TypedDict

STATE = "words"
"""The field for the state of a generator: the only long text."""


class GeneratorSeed(TypedDict, total=False):
    """The seed of one generator, and of a Mersenne Twister the state, from which the server recovers it."""

    value: Required[str | None]
    source: Required[Annotated[str, Meta(pattern="^(state|unknown)$")]]
    confidence: Annotated[str, Meta(pattern="^(certain|likely)$")]
    words: str


class Tensor(TypedDict, total=False):
    """A tensor among the variables of a frame."""

    name: Required[str]
    shape: Required[list[int]]
    dtype: Required[str | None]
    device: Required[str | None]
    type: str


class Frame(TypedDict):
    """A frame of the last exception."""

    function: str
    line: int | None
    variables: list[Tensor]


class RaisedError(TypedDict):
    """The last exception."""

    type: str
    message: str | None


class Frames(TypedDict):
    """The last exception, and the tensors in its frames."""

    error: RaisedError
    frames: list[Frame]


def _without_null(hint: Any) -> Any:  # noqa: ANN401 (any annotation)
    """Return the type of a group that is there: an empty one has a reason instead."""
    bare = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    if get_origin(bare) not in (Union, UnionType):
        return bare
    return Union[tuple(part for part in get_args(bare) if part is not type(None))]  # noqa: UP007 (made of a tuple)


GROUPS: dict[str, Any] = {
    **{
        name: _without_null(hint)
        for name, hint in get_type_hints(FactGroups, include_extras=True).items()
        if name not in FROM_SERVER
    },
    "seeds": dict[str, GeneratorSeed],
    "objects": dict[str, str],
    "parameters": dict[str, str],
    "frames": Frames,
}
"""The shape of each group."""
