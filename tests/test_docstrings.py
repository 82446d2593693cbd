"""What one room takes from another is documented in numpy style.

Inside a room a short docstring may do, since its reader sees the neighbouring
modules; a caller from outside sees only this.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from typing import NamedTuple

import pytest
from rooms import defined, modules, room, used_by_others

Function = ast.FunctionDef | ast.AsyncFunctionDef

_PLAIN = frozenset({"str", "int", "float", "bool", "None"})
_SAYS_ITS_RESULT = ("Return ", "Whether ", "Count ")
_ITEM = re.compile(r"(?P<names>\*{0,2}\w+(?:, \*{0,2}\w+)*)(?: :|$)")


class Door(NamedTuple):
    """A public function or class that a module of another room imports."""

    name: str
    node: Function | ast.ClassDef


def doors(kinds: type | tuple[type, ...], *, called: bool = False) -> list[Door]:
    return [
        Door(f"{module}.{name}", node)
        for module, name in sorted(used_by_others(called=called))
        for node in modules()[module].body
        if isinstance(node, kinds) and node.name == name and not name.startswith("_")
        if not any(ast.unparse(decorator) == "overload" for decorator in node.decorator_list)
    ]


def arguments(function: Function) -> list[str]:
    """Return the names of a function's arguments, without ``self``."""
    given = function.args
    listed = [*given.posonlyargs, *given.args, *filter(None, [given.vararg]), *given.kwonlyargs]
    names = [argument.arg for argument in [*listed, *filter(None, [given.kwarg])]]
    return [name for name in names if name not in {"self", "cls"}]


def sections(node: ast.AST) -> dict[str, list[str]]:
    """Return the lines of a docstring's sections, by heading."""
    lines = (ast.get_docstring(node) or "").splitlines()
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        if re.fullmatch(r"-{3,}", below) and line:
            current = found.setdefault(line, [])
        elif not re.fullmatch(r"-{3,}", line):
            current.append(line)
    return found


def items(lines: Iterable[str]) -> list[str]:
    """Return the names that a section explains: those of its lines that are not indented."""
    matches = [_ITEM.match(line) for line in lines]
    return [name.lstrip("*") for match in matches if match for name in match["names"].split(", ")]


def says_its_result(function: Function) -> bool:
    """Whether a docstring says what comes back.

    Either in a section ``Returns`` or ``Yields``, or, for a plain value, in a
    first line that begins with "Return", "Whether" or "Count".
    """
    returns = ast.unparse(function.returns) if function.returns else "None"
    if returns in {"None", "Never", "NoReturn"} or {"Returns", "Yields"} & set(sections(function)):
        return True
    is_plain = {part.strip() for part in returns.split("|")} <= _PLAIN
    return is_plain and (ast.get_docstring(function) or "").startswith(_SAYS_ITS_RESULT)


def raises(function: Function) -> bool:
    """Whether the body itself raises; functions inside it do that at their own time."""
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Raise):
            return True
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))
    return False


def faults(function: Function) -> list[str]:
    """Return what the docstring of a function lacks, and what it explains that is no argument."""
    names, found = arguments(function), sections(function)
    explained = items(found.get("Parameters", []))
    return [
        *(f"Parameters lacks {name}" for name in names if name not in explained),
        *(f"Parameters explains {name}" for name in explained if name not in names),
        *([] if says_its_result(function) else ["no Returns"]),
        *(["no Raises"] if raises(function) and "Raises" not in found else []),
    ]


def fields(class_: ast.ClassDef) -> dict[str, str]:
    """Return the annotations of a dataclass or named tuple by field."""
    kinds = {ast.unparse(node).partition("(")[0] for node in [*class_.decorator_list, *class_.bases]}
    if not kinds & {"dataclass", "NamedTuple"}:
        return {}
    return {
        ast.unparse(node.target): ast.unparse(node.annotation)
        for node in class_.body
        if isinstance(node, ast.AnnAssign) and not ast.unparse(node.annotation).startswith("ClassVar")
    }


def constructor_arguments(class_: ast.ClassDef) -> list[str]:
    for node in class_.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            return arguments(node)
    return list(fields(class_))


def needs_words(annotation: str) -> bool:
    """Whether the type of a field leaves open what it is: its unit, or what None means.

    A description within the annotation goes into the schema and says it.
    """
    return bool(re.search(r"\b(None|int|float)\b", annotation)) and "description=" not in annotation


def class_faults(class_: ast.ClassDef) -> list[str]:
    """Return what the docstring of a class lacks.

    An ``__init__`` has its arguments explained under ``Parameters``. Of a
    dataclass or a named tuple, whose fields stand below with their types, it
    explains numbers and what may be None, in a section or in its text.
    """
    found, taken = sections(class_), constructor_arguments(class_)
    explained = items([*found.get("Parameters", []), *found.get("Attributes", [])])
    mentioned = set(re.findall(r"`+(\w+)`+", ast.get_docstring(class_) or "")) | set(explained)
    own = fields(class_)
    return [
        *(f"Parameters explains {name}" for name in explained if name not in taken),
        *(f"Parameters lacks {name}" for name in taken if name not in own and name not in explained),
        *(f"no words on {name}" for name in own if needs_words(own[name]) and name not in mentioned),
    ]


FUNCTIONS = [
    door
    for door in doors((ast.FunctionDef, ast.AsyncFunctionDef))
    if isinstance(door.node, (ast.FunctionDef, ast.AsyncFunctionDef)) and len(arguments(door.node)) > 1
]
CLASSES = [
    door
    for door in doors(ast.ClassDef, called=True)
    if isinstance(door.node, ast.ClassDef) and len(constructor_arguments(door.node)) > 1
]


def test_there_are_doors():
    assert len(FUNCTIONS) > 50
    assert len(CLASSES) > 30


@pytest.mark.parametrize("function", [pytest.param(door.node, id=door.name) for door in FUNCTIONS])
def test_a_function_that_another_room_calls_explains_arguments_result_and_errors(function):
    assert faults(function) == []


@pytest.mark.parametrize("class_", [pytest.param(door.node, id=door.name) for door in CLASSES])
def test_a_class_that_another_room_constructs_explains_what_it_takes(class_):
    assert class_faults(class_) == []


def test_the_folders_of_compose_are_rooms_of_their_own():
    modules = ("compose.text.bars", "compose.run_line", "entry.templates.x", "errors")
    assert [room(module) for module in modules] == ["compose.text", "compose", "entry", "errors"]


def test_a_name_is_found_where_it_is_defined_though_a_folder_passes_it_on():
    assert defined("redact", "Redactor") == ("redact.engine", "Redactor")
    assert defined("redact", "no_such_name") is None


SHORT = '''
def weigh(mass: float, *, unit: str) -> Scale:
    """Weigh.{parameters}{returns}{raises}
    """
    if unit != "kg":
        raise ValueError(unit)
    return Scale(mass)
'''
PARAMETERS = (
    "\n\n    Parameters\n    ----------\n    mass : float\n        In kg.\n    unit : str\n        ``kg``."
)
RETURNS = "\n\n    Returns\n    -------\n    Scale\n        At rest."
RAISES = "\n\n    Raises\n    ------\n    ValueError\n        For another unit."


@pytest.mark.parametrize(
    ("parameters", "returns", "raises", "missing"),
    [
        (PARAMETERS, RETURNS, RAISES, []),
        ("", RETURNS, RAISES, ["Parameters lacks mass", "Parameters lacks unit"]),
        (
            PARAMETERS.replace("unit :", "units :"),
            RETURNS,
            RAISES,
            ["Parameters lacks unit", "Parameters explains units"],
        ),
        (PARAMETERS, "", RAISES, ["no Returns"]),
        (PARAMETERS, RETURNS, "", ["no Raises"]),
    ],
    ids=["whole", "no arguments", "another argument", "no result", "no errors"],
)
def test_what_a_docstring_lacks_is_found(parameters, returns, raises, missing):
    text = SHORT.format(parameters=parameters, returns=returns, raises=raises)
    (function,) = ast.parse(text).body
    assert faults(function) == missing


def test_a_plain_result_may_be_described_by_the_first_line():
    one, two, three = ast.parse(
        'def a(x) -> bool:\n    """Whether it is."""\n'
        'def b(x) -> str | None:\n    """Return its name, or None."""\n'
        'def c(x) -> list[str]:\n    """Return its names."""\n'
    ).body
    assert [says_its_result(one), says_its_result(two), says_its_result(three)] == [True, True, False]


def test_a_field_needs_words_when_its_type_leaves_unit_or_absence_open():
    (class_,) = ast.parse(
        "@dataclass\nclass Run:\n"
        '    """One run; ``seconds`` by a clock that is never set."""\n'
        "    name: str\n    seconds: float\n    epoch: int | None\n"
        "    size: Annotated[int, Meta(description='Bytes.')]"
    ).body
    assert class_faults(class_) == ["no words on epoch"]
