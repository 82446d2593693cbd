"""Bodies over the limit, bodies that are not JSON, and what an error says."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

API = ("jupyterlab-journal", "api")


async def refused(jp_fetch, *path, **request):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*API, *path, **request)
    return caught.value.code, json.loads(caught.value.response.body)


async def test_openapi_document_is_served(jp_fetch):
    response = await jp_fetch(*API, "openapi.json")
    assert json.loads(response.body)["openapi"] == "3.1.0"
