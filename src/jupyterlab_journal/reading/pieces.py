"""What of a cell's source is compared: its settings and its calls, as an entry keeps them.

The source itself is not kept: it lies in the notebook, and only what may turn
out to be a parameter is wanted of an earlier run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_TEXT = 300  # characters of one value
MAX_NAME = 100  # characters; nobody reads a longer one


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A name bound to something written down: ``lr = 1e-3``.

    Parameters
    ----------
    where : str
        Function or class it stands in, dotted; empty in the cell itself.
    name : str
        ``lr``, ``config.lr``; a class is part of the name of its attribute.
    value : str
        As the user wrote it.
    short : str
        The name by which a reader knows an item or a field: ``lr`` of ``config.lr``; else empty.
    state : bool
        Whether the cell itself goes on to change it: a counter, a list that grows.
    """

    where: str
    name: str
    value: str
    short: str = ""
    state: bool = False

    @property
    def key(self) -> str:
        """The last part of its name as Python spells it: ``weight_decay`` of ``--weight-decay``."""
        return (self.short or self.name).rpartition(".")[2].lstrip("-").replace("-", "_")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call.

    Parameters
    ----------
    owner : str
        Variable that its result is bound to; empty when it is part of something larger.
    within : str
        Variable or argument that the larger whole is bound to.
    callee : str
        As written: ``nn.Linear``; ``.batch`` behind another call.
    arguments : str
        The positional ones, as written.
    keywords : mapping of str to str
        By name.
    stands_alone : bool
        Whether adding or removing it is worth telling: it is no part of a computation.
    """

    where: str
    owner: str = ""
    within: str = ""
    callee: str
    arguments: str = ""
    keywords: Mapping[str, str] = field(default_factory=dict)
    stands_alone: bool = False

    @property
    def name(self) -> str:
        """What a reader calls it."""
        return self.callee.lstrip(".")

    @property
    def last_name(self) -> str:
        """The name without what stands before its last dot: ``Linear``."""
        return self.callee.rpartition(".")[2]

    @property
    def constructs(self) -> bool:
        """Whether it makes an object, as far as a name can tell."""
        return is_constructor(self.callee)

    @property
    def text(self) -> str:
        """The call as written, on one line."""
        if self.callee.startswith("@") and not self.arguments and not self.keywords and not self.owner:
            return self.callee
        keywords = [f"{name}={value}" for name, value in self.keywords.items()]
        return f"{self.name}({', '.join(filter(None, [self.arguments, *keywords]))})"


Piece = Setting | Call


def is_constructor(callee: str) -> bool:
    """Whether what is called makes an object, as far as names tell: ``nn.Linear``, ``Net.from_file``."""
    names = callee.lstrip("@").split(".")
    made = names[-1].startswith(("from_", "create", "build", "load")) and names[-2:-1] != []
    return any(name.lstrip("_")[:1].isupper() for name in (names[-2:] if made else names[-1:]))


@dataclass(frozen=True, kw_only=True)
class Binding:
    """Names that a loop, a function or a statement gives to what it takes from somewhere.

    Parameters
    ----------
    at : int
        How many pieces of the code come before it.
    where : str
        Function or class that the names belong to.
    source : str
        What they are taken from: ``for train_loader``.
    pieces : int
        How many pieces they are bound for; 0 when they stay bound.
    explicit : bool
        Whether it is no piece of the code itself.
    """

    at: int
    where: str
    names: tuple[str, ...]
    source: str
    pieces: int = 0
    explicit: bool = True


@dataclass(frozen=True, kw_only=True)
class Code:
    """What is known of one version of a cell.

    Parameters
    ----------
    pieces : tuple of Piece
        In the order of the source.
    bound : frozenset of str
        Names that the cell itself gives; those on ``self`` as ``self.name``.
    whole : bool
        Whether these are all its pieces; an entry keeps a limited number.
    bindings : tuple of Binding
        What loops, functions and statements with several targets bind, in order.
    """

    pieces: tuple[Piece, ...] = ()
    bound: frozenset[str] = frozenset()
    whole: bool = True
    bindings: tuple[Binding, ...] = ()
