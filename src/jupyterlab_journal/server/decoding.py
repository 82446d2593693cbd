"""From the bytes of a request's body to what was asked, or to the place of the fault."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from msgspec import ValidationError, convert

from jupyterlab_journal.entry.faults import split_place
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.locale import Message
from jupyterlab_journal.server.openapi_document import openapi_document

if TYPE_CHECKING:
    from collections.abc import Mapping

Body = TypeVar("Body")

# What the decoder says, and the keywords of the schema that say the same; the first that it has counts.
_KEYWORDS = (
    ("missing required field", ("required",)),
    ("contains unknown field", ("additionalProperties",)),
    ("Invalid enum value", ("enum",)),
    ("of length <=", ("maxItems", "maxLength")),
    ("of length >=", ("minItems", "minLength")),
    ("matching regex", ("pattern",)),
    ("Expected", ("type",)),
)


def decode_body(body: bytes, kind: type[Body]) -> Body:
    """Return the request of a body.

    Raises
    ------
    InvalidRequest
        When it is not JSON, or does not fit; then naming one faulty field.
    """
    return decode_value(parse_body(body), kind)


def parse_body(body: bytes) -> Any:  # noqa: ANN401 (any JSON)
    """Return the JSON value in a body.

    Raises
    ------
    InvalidRequest
        When there is none.
    """
    try:
        return json.loads(body, parse_constant=_refuse_constant)
    except RecursionError:
        raise _not_json(Message("body_too_deep")) from None
    except ValueError as error:  # includes UnicodeDecodeError and JSONDecodeError
        raise _not_json(Message("body_no_json", problem=str(error))) from None


def decode_value(value: object, kind: type[Body]) -> Body:
    """Return the request that a JSON value is.

    Raises
    ------
    InvalidRequest
        Naming one faulty field.
    """
    try:
        return convert(value, kind)
    except ValidationError as error:
        place, problem = split_place(error)
        rule, expected = _demand(problem, kind.__name__, place)
        raise InvalidRequest(
            "body_does_not_fit", place=place or Message("whole_body"), rule=rule, expected=expected
        ) from None


def _demand(problem: str, name: str, place: str) -> tuple[str, str]:
    """Return the keyword of the schema that a place does not meet, and its value."""
    schema = _schema_at(name, place)
    keywords = next((keywords for words, keywords in _KEYWORDS if words in problem), ())
    return next(
        ((keyword, _brief(schema[keyword])) for keyword in keywords if keyword in schema), ("type", problem)
    )


def _schema_at(name: str, place: str) -> Mapping[str, Any]:
    """Return the schema of a place in the body, such as ``cell.outputs[0]``; empty where any value fits."""
    schemas = openapi_document()["components"]["schemas"]
    schema: Mapping[str, Any] = schemas[name]
    for part in re.findall(r"\[|[^.\[\]]+(?!\])", place):
        if part == "[":  # an item of a list, or what has a free name
            schema = schema.get("items", schema.get("additionalProperties", {}))
        else:
            schema = schema.get("properties", {}).get(part, {})
        options = schema.get("anyOf", ())
        schema = next((option for option in options if "$ref" in option), schema)
        schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return schema


def _brief(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 120 else text[:117] + "..."


def _not_json(problem: Message) -> InvalidRequest:
    return InvalidRequest("body_not_json", code="not_json", problem=problem)


def _refuse_constant(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON value")
