"""Every route is described, asks who is there, and asks whether they may."""

from __future__ import annotations

import json
import re

import pytest
from jupyter_server.auth import AllowAllAuthorizer
from tornado.httpclient import HTTPClientError
from tornado.web import RequestHandler

from jupyterlab_journal.server import app
from jupyterlab_journal.server.app import API
from jupyterlab_journal.server.openapi_document import openapi_document

METHODS = ("get", "post", "put", "patch", "delete")


def routes():
    """List (path as in OpenAPI, method) of each route that the application has."""
    for pattern, handler in app.ROUTES:
        path = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", pattern).replace("\\", "")
        for method in METHODS:
            if getattr(handler, method) is not getattr(RequestHandler, method):
                yield path, method


ROUTES = sorted(routes())


class DenyJournal(AllowAllAuthorizer):
    """Allows everything but the resource of this extension."""

    def is_authorized(self, handler, user, action, resource):
        return resource != "journal"


def request(path, method):
    url = re.sub(r"\{\w+\}", "00000000-0000-0000-0000-000000000000", path)
    parts = (*API.strip("/").split("/"), *url.strip("/").split("/"))
    return parts, {"method": method.upper(), **({} if method in {"get", "delete"} else {"body": "{}"})}


def test_the_application_and_the_document_list_the_same_routes():
    described = {
        (path, method)
        for path, item in openapi_document()["paths"].items()
        for method in item
        if method in METHODS
    }
    assert set(ROUTES) == described


@pytest.mark.parametrize(("path", "method"), ROUTES)
async def test_nobody_gets_in_without_a_token(path, method, jp_fetch):
    parts, options = request(path, method)
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*parts, **options, headers={"Authorization": "token wrong"})
    assert caught.value.code == 403


class TestDenied:
    @pytest.fixture
    def jp_server_config(self, jp_server_config):
        jp_server_config["ServerApp"]["authorizer_class"] = DenyJournal
        return jp_server_config

    @pytest.mark.parametrize(("path", "method"), ROUTES)
    async def test_nobody_gets_in_whom_the_authorizer_denies_the_journal(self, path, method, jp_fetch):
        parts, options = request(path, method)
        with pytest.raises(HTTPClientError) as caught:
            await jp_fetch(*parts, **options)
        assert caught.value.code == 403


async def log_in(jp_fetch):
    """Return the cookie that a browser holds after following the link with the token."""
    response = await jp_fetch("api", "status")
    morsels = [header.split(";")[0] for header in response.headers.get_list("Set-Cookie")]
    cookie = "; ".join(morsel for morsel in morsels if not morsel.startswith("_xsrf"))
    # It is a real login: reading is allowed with it.
    headers = {"Authorization": "", "Cookie": cookie}
    reading = await jp_fetch(*API.strip("/").split("/"), "openapi.json", headers=headers)
    assert reading.code == 200
    return headers


@pytest.mark.parametrize(("path", "method"), [route for route in ROUTES if route[1] != "get"])
async def test_a_foreign_page_cannot_write_with_the_users_cookie(path, method, jp_fetch):
    parts, options = request(path, method)
    headers = await log_in(jp_fetch)
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*parts, **options, headers=headers)
    assert caught.value.code == 403


async def test_the_document_is_served_as_it_is_checked_against(jp_fetch):
    response = await jp_fetch(*API.strip("/").split("/"), "openapi.json")
    assert json.loads(response.body) == openapi_document()
    assert response.headers["Content-Type"].startswith("application/json")
