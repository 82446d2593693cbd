"""Answers, held against the schemas that the OpenAPI document has for them."""

from __future__ import annotations

from functools import cache

from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from jupyterlab_journal.server.openapi_document import openapi_document

ROOT = "urn:openapi"


@cache
def validator(name):
    """Return the validator of the component schema `name`."""
    registry = Registry().with_resource(ROOT, DRAFT202012.create_resource(openapi_document()))
    return Draft202012Validator({"$ref": f"{ROOT}#/components/schemas/{name}"}, registry=registry)


def check(value, name):
    """Fail when a value does not fit the component schema `name`."""
    validator(name).validate(value)
