"""The templates, as the panel asks for them."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.server.contract import validator

ROUTE = ("jupyterlab-journal", "api", "templates")


@pytest.mark.parametrize(("locale", "title"), [(None, "Step"), ("en", "Step"), ("zh-CN", "调试步骤")])
async def test_templates_of_a_language(locale, title, jp_fetch):
    response = await jp_fetch(*ROUTE, params={"locale": locale} if locale else None)
    body = json.loads(response.body)
    validator("Templates").validate(body)
    assert len(body["templates"]) == 9
    step = next(template for template in body["templates"] if template["kind"] == "step")
    assert step["title"] == title
    assert step["source"] == "shipped"
    assert step["sections"] == ["analysis", "next"]


async def test_a_language_without_templates_is_refused(jp_fetch):
    with pytest.raises(HTTPClientError) as caught:
        await jp_fetch(*ROUTE, params={"locale": "xx"})
    assert caught.value.code == 400
    assert json.loads(caught.value.response.body)["hint"] == "Use one of en, zh-CN."


async def test_every_route_refuses_an_unknown_language_alike(jp_fetch):
    answers = []
    for route in (ROUTE, (*ROUTE[:2], "kernels", "none", "snapshot")):
        with pytest.raises(HTTPClientError) as caught:
            await jp_fetch(*route, params={"locale": "xx"})
        answers.append((caught.value.code, json.loads(caught.value.response.body)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 400
    assert "'xx'" in answers[0][1]["message"]
