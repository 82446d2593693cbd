"""The kinds of entry: one row each, which says all that the rest has to know of it.

A new kind is a row here, its template and words in each language (``locale/``), and, where it writes more
than the words of its user, a function below `jupyterlab_journal.compose.kinds`. The front end's table,
``labextension/src/_kinds.ts``, is made from these rows by ``npm run build:schema``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import cast


@dataclass(frozen=True, kw_only=True)
class KindCommand:
    """The command that inserts entries of one kind; kinds without one go through ``journal:insert-entry``.

    Parameters
    ----------
    id : str
        Other extensions and users' shortcuts name it: it never changes.
    label : str
        In English, as the next; the front end translates both.
    caption : str
        What it does, in one line.
    """

    id: str
    label: str
    caption: str


@dataclass(frozen=True, kw_only=True)
class KindTraits:
    """What the server and the front end do differently for a kind.

    Parameters
    ----------
    label : str
        What a person calls such an entry, in English; the front end translates it.
    panel_rank : int
        Its place among the buttons of the panel.
    content : str
        The function that says what the machine writes, as ``"module:function"`` below
        `jupyterlab_journal.compose.kinds`; by default that is nothing.
    command : KindCommand, optional
        A command of its own.
    button : str, optional
        Text, in English, of a large button of its own at the top of the panel.
    slide : str
        How nbconvert shows its cell in slides.
    describes_run : bool
        Whether it is about the run of the active code cell.
    compares_runs : bool
        Whether it compares that run with an earlier state.
    records_error : bool
        Whether it is about how that run failed, also when the kernel died of it.
    needs_picture : bool
        Whether the run that it is about has to have drawn something.
    records_facts : bool
        Whether it is about the kernel: it holds all facts, and later entries refer to them.
    repeated : str, optional
        Code of the warning that an entry about the same run exists already; None where it may be repeated.
    opens_notebook : bool
        Whether it opens an empty notebook, and heads what follows it in the list of entries.
    shows_number : bool
        Whether the list of entries shows its number in place of its icon.
    titled_by_text : bool
        Whether its first section says by itself what it is about.
    starts_editing : bool
        Whether a person writes in it at once; the others show first what was captured.
    """

    label: str
    panel_rank: int
    content: str = "written:written"
    command: KindCommand | None = None
    button: str | None = None
    slide: str = "slide"
    describes_run: bool = False
    compares_runs: bool = False
    records_error: bool = False
    needs_picture: bool = False
    records_facts: bool = False
    repeated: str | None = None
    opens_notebook: bool = False
    shows_number: bool = False
    titled_by_text: bool = False
    starts_editing: bool = False

    @property
    def asks_kernel(self) -> bool:
        """Whether facts of the kernel are kept in it.

        Not in what a user writes alone: a note between two steps must not become what the second step is
        compared with.
        """
        return self.describes_run or self.records_facts


class Kind(str, Enum):
    """The kinds of entry, in the order in which research proceeds."""

    _value_: str

    # A row is (name, traits), and only the name is the value; ``Kind("step")`` finds a row by it.
    def __new__(cls, name: str, traits: KindTraits | None = None) -> Kind:  # noqa: ARG004, D102
        kind = str.__new__(cls, name)
        kind._value_ = name
        return kind

    def __init__(self, name: str, traits: KindTraits | None = None) -> None:  # noqa: ARG002
        self.traits = cast("KindTraits", traits)

    GOAL = (
        "goal",
        KindTraits(
            label="Goal",
            panel_rank=0,
            content="written:goal",
            opens_notebook=True,
            titled_by_text=True,
            starts_editing=True,
        ),
    )
    HYPOTHESIS = (
        "hypothesis",
        KindTraits(label="Hypothesis", panel_rank=1, titled_by_text=True, starts_editing=True),
    )
    STEP = (
        "step",
        KindTraits(
            label="Debug step",
            panel_rank=3,
            content="step:step",
            command=KindCommand(
                id="journal:insert-debug-step",
                label="Insert Debug Step",
                caption="Record what you changed and what happened, after the last entry about the cell",
            ),
            button="Insert debug step",
            describes_run=True,
            compares_runs=True,
            repeated="unchanged_step",
            shows_number=True,
            starts_editing=True,
        ),
    )
    ERROR = (
        "error",
        KindTraits(
            label="Error",
            panel_rank=4,
            content="error:error",
            command=KindCommand(
                id="journal:insert-error",
                label="Insert Error",
                caption="Record the error of the nearest failed cell, below that cell",
            ),
            describes_run=True,
            records_error=True,
            repeated="known_error",
        ),
    )
    RESULT = (
        "result",
        KindTraits(
            label="Result",
            panel_rank=5,
            content="result:result",
            command=KindCommand(
                id="journal:insert-result",
                label="Insert Result",
                caption="Record metrics and figures of the nearest cell that ran, below that cell",
            ),
            describes_run=True,
        ),
    )
    FIGURE = (
        "figure",
        KindTraits(
            label="Figure",
            panel_rank=6,
            content="result:figure",
            command=KindCommand(
                id="journal:insert-figure",
                label="Insert Figure",
                caption="Keep the pictures of the nearest cell that drew any, below that cell",
            ),
            slide="subslide",
            describes_run=True,
            needs_picture=True,
            starts_editing=True,
        ),
    )
    ENVIRONMENT = (
        "environment",
        KindTraits(
            label="Environment",
            panel_rank=2,
            content="environment:environment",
            command=KindCommand(
                id="journal:insert-environment",
                label="Insert Environment",
                caption="Record the facts of the kernel, below the active cell",
            ),
            records_facts=True,
        ),
    )
    CONCLUSION = "conclusion", KindTraits(label="Conclusion", panel_rank=7, starts_editing=True)
    NOTE = "note", KindTraits(label="Note", panel_rank=8, slide="fragment", starts_editing=True)
