"""The contract in ``openapi.yaml``: the document, and the check of what comes in against it."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NoReturn

import yaml
from jsonschema import Draft202012Validator
from jsonschema.validators import extend
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from jupyterlab_journal.entry.contract import json_schemas, rewrite_references
from jupyterlab_journal.entry.model import Snapshot
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.locale import LOCALES, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

_ROOT = "urn:openapi"


@cache
def openapi_document() -> dict[str, Any]:
    """Return the document, with schemas, names of formats and languages filled in."""
    text = (resources.files("jupyterlab_journal.server") / "openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    components = json_schemas((Snapshot,))
    places = {name: f"#/components/schemas/{name}" for name in components}
    document["components"]["schemas"] |= rewrite_references(components, places)
    document["components"]["schemas"]["FormatName"]["enum"] = [*FORMATS]
    document["components"]["schemas"]["Locale"]["enum"] = [*LOCALES]
    return document


@cache
def validator(name: str) -> Draft202012Validator:
    """Return the validator of the component schema `name`."""
    registry: Registry[Any] = Registry().with_resource(_ROOT, DRAFT202012.create_resource(openapi_document()))
    return _Validator({"$ref": f"{_ROOT}#/components/schemas/{name}"}, registry=registry)


def _check_items(checker: Validator, items: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:  # noqa: ANN401 (any JSON)
    """Check a list; of items that only have to be of one type, without a validator for each of 20,000."""
    kind = _PLAIN_TYPES.get(items["type"]) if isinstance(items, dict) and [*items] == ["type"] else None
    if kind is None or not isinstance(instance, list) or not all(isinstance(item, kind) for item in instance):
        yield from Draft202012Validator.VALIDATORS["items"](checker, items, instance, schema)


_PLAIN_TYPES: Mapping[str, type] = {"object": dict, "string": str}
_Validator: type[Draft202012Validator] = extend(  # type: ignore[no-untyped-call]  # of a library without types
    Draft202012Validator, {"items": _check_items}
)


def check(value: object, schema: str) -> None:
    """Check a request body against the component schema of that name.

    Raises
    ------
    InvalidRequest
        Naming one faulty field.
    """
    # Only the first: each error quotes its value, and thousands of them would take half a minute.
    error = next(validator(schema).iter_errors(value), None)
    if error is not None:
        where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.path).lstrip(
            "."
        )
        raise InvalidRequest(
            "body_does_not_fit",
            place=where or Message("whole_body"),
            rule=str(error.validator),
            expected=_brief(error.validator_value),
        )


def _brief(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 120 else text[:117] + "..."


def checked_json(body: bytes, schema: str) -> dict[str, Any]:
    """Return a request body, checked against the component schema of that name.

    Raises
    ------
    InvalidRequest
        When it is not JSON, or does not fit.
    """
    try:
        value: dict[str, Any] = json.loads(body, parse_constant=_refuse_constant)
        check(value, schema)  # quotes the faulty value, which may be nested deeper than can be written
    except RecursionError:
        raise _not_json(Message("body_too_deep")) from None
    except ValueError as error:  # includes UnicodeDecodeError and JSONDecodeError
        raise _not_json(Message("body_no_json", problem=str(error))) from None
    return value


def _not_json(problem: Message) -> InvalidRequest:
    return InvalidRequest("body_not_json", code="not_json", problem=problem)


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")
