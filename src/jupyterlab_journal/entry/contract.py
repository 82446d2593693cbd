"""The JSON Schemas of what is declared in Python.

They are files, because other programs and the front end's types are made from
them: ``python -m jupyterlab_journal.entry.contract`` writes them, and a test
fails when one is stale.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec.json import schema_components

from jupyterlab_journal.entry.fact_groups import FactGroups
from jupyterlab_journal.entry.logged_metrics import LoggedMetrics
from jupyterlab_journal.entry.marks import REFERENCE, Mark, marks_of
from jupyterlab_journal.entry.model import Entry, SameSnapshot, Snapshot

SCHEMAS = Path(__file__).parent / "schema"
STORED = (Entry, Snapshot, SameSnapshot, LoggedMetrics)
"""What lies in notebooks; the classes that they refer to are found from them."""

_ROOTS = {"entry.v1.json": Entry, "metrics.v1.json": LoggedMetrics, "snapshot.v1.json": Snapshot}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]


def schema_files() -> dict[str, Schema]:
    """Return the schema of each stored thing, by the name of its file."""
    components = json_schemas(STORED, is_open=True)
    files = {kind.__name__: name for name, kind in _ROOTS.items()}
    return {name: _file(name, kind.__name__, components, files) for name, kind in _ROOTS.items()}


def json_schemas(kinds: Iterable[type], *, is_open: bool) -> dict[str, Schema]:
    """Return the schemas of classes, and of all that they refer to, by name.

    Parameters
    ----------
    kinds : iterable of type
        Dataclasses, typed dictionaries, enums. One schema refers to another by `REFERENCE`.
    is_open : bool
        Whether to say that objects may have other fields, too, and keep them.

    Returns
    -------
    dict of str to Schema
        In the order of the names, without `FactGroups`: those stand in the schema of `Snapshot`.
    """
    found = {kind.__name__: kind for kind in _classes(kinds)}
    _, components = schema_components(found.values(), ref_template=REFERENCE)
    shared: dict[str, Schema] = {}
    for name, schema in components.items():
        described = {**schema, "description": _summary(found[name])}
        shared[name] = _short(_as_written(found[name], described, components, is_open=is_open), shared)
    return {name: shared[name] for name in sorted(shared) if name != FactGroups.__name__}


def rewrite_references(value: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 (any JSON)
    """Return a schema in which the classes of `names` are referred to in another way.

    Parameters
    ----------
    value : JSON value
        A schema, or any part of one.
    names : mapping of str to str
        The new ``$ref`` by name of the class; other references stay.

    Returns
    -------
    JSON value
        A copy; `value` itself stays as it is.
    """
    if isinstance(value, list):
        return [rewrite_references(item, names) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: names.get(item.rpartition("/")[2], item) if key == "$ref" else rewrite_references(item, names)
        for key, item in value.items()
    }


def _classes(hints: Iterable[Any]) -> Iterator[type]:
    """Yield the classes with schemas of their own that annotations name, each once."""
    waiting, seen = list(hints), set()
    while waiting:
        hint = waiting.pop(0)
        waiting += [part for part in (*get_args(hint), *marks_of(hint)) if part is not ...]
        if isinstance(hint, type) and hint not in seen and hint.__module__.startswith("jupyterlab_journal"):
            seen.add(hint)
            yield hint
            waiting += get_type_hints(hint, include_extras=True).values()


def _summary(kind: type) -> str:
    """Return the first paragraph of a docstring, in one line."""
    return " ".join((inspect.getdoc(kind) or "").partition("\n\n")[0].split())


def _as_written(kind: type, schema: Schema, components: Mapping[str, Schema], *, is_open: bool) -> Schema:
    """Apply the marks of a class, which say what is written beyond the types."""
    if issubclass(kind, Enum):
        return {**schema, "enum": [member.value for member in kind]}  # in their order
    properties: Schema = {}
    required = set(schema["required"])
    for name, hint in get_type_hints(kind, include_extras=True).items():
        marks = marks_of(hint)
        if Mark.REST in marks:
            groups = [mark for mark in marks if isinstance(mark, type)]
            properties |= {
                one: components[group.__name__]["properties"][one]
                for group in groups
                for one in get_type_hints(group)
            }
            continue
        part = schema["properties"][name]
        if Mark.ALWAYS in marks:
            required.add(name)
        if Mark.ALWAYS in marks or _is_empty(part.get("default")):
            part = {key: value for key, value in part.items() if key != "default"}
        properties[name] = _without_null(part) if Mark.OMIT_DEFAULT in marks else part
    return {
        **{key: schema[key] for key in ("title", "description", "type")},
        **({"additionalProperties": True} if is_open else {}),
        **{key: schema[key] for key in schema.keys() & {"additionalProperties"}},
        **({"required": [name for name in properties if name in required]} if required else {}),
        "properties": properties,
    }


def _is_empty(default: object) -> bool:
    return default is not False and not default


def _without_null(schema: Schema) -> Schema:
    options = [option for option in schema.get("anyOf", ()) if option != {"type": "null"}]
    return {**schema, "anyOf": options} if options else schema


def _short(value: Any, shared: dict[str, Schema], *, inside: bool = False) -> Any:  # noqa: ANN401 (any JSON)
    """Write unions of plain types as one, and give what has a title of its own a place among the `shared`."""
    if isinstance(value, list):
        return [_short(item, shared, inside=True) for item in value]
    if not isinstance(value, dict):
        return value
    short = {key: _short(item, shared, inside=True) for key, item in value.items()}
    if isinstance(short.get("enum"), list) or "const" in short:
        short.pop("type", None)  # the values say it
    if short.get("additionalProperties") == {}:
        del short["additionalProperties"]
    if isinstance(short.get("pattern"), str):
        short["pattern"] = short["pattern"].replace(r"\Z", "$")  # as the expressions of JSON Schema have it
    if isinstance(short.get("anyOf"), list):
        options = _joined(short.pop("anyOf"))
        short |= options[0] if len(options) == 1 else {"anyOf": options}
    if inside and isinstance(short.get("title"), str):
        place = {key: short.pop(key) for key in ("default",) if key in short}
        shared[short["title"]] = short
        return {"$ref": REFERENCE.format(name=short["title"]), **place}
    return short


def _joined(options: list[Schema]) -> list[Schema]:
    plain = [option["type"] for option in options if [*option] == ["type"]]
    plain = [name for name in plain if name != "integer" or "number" not in plain]
    joined = [{"type": plain if len(plain) > 1 else plain[0]}] if plain else []
    return joined + [option for option in options if [*option] != ["type"]]


def _file(name: str, root: str, components: Mapping[str, Schema], files: Mapping[str, str]) -> Schema:
    """Return the schema of one file, with what only it refers to."""
    own = {other: file for other, file in files.items() if other != root}
    needed = _references({root: components[root]}, components, own)
    schema: Schema = {"$schema": _DIALECT, "$id": name, **components[root]}
    if needed:
        schema["$defs"] = {one: components[one] for one in sorted(needed)}
    rewritten: Schema = rewrite_references(schema, own)
    return rewritten


def _references(value: object, components: Mapping[str, Schema], outside: Mapping[str, str]) -> set[str]:
    """Return the names of all schemas that one leads to, but for those of other files."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (dict, list)):
            waiting += one.values() if isinstance(one, dict) else one
        if isinstance(one, dict) and isinstance(one.get("$ref"), str):
            name = one["$ref"].rpartition("/")[2]
            if name not in found and name not in outside:
                found.add(name)
                waiting.append(components[name])
    return found


def main() -> None:
    """Write the files."""
    for name, schema in schema_files().items():
        text = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        (SCHEMAS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
