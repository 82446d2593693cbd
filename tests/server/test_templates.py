"""The templates, as the front end asks for them."""

from __future__ import annotations

import json

import pytest
from shapes import validator
from tornado.httpclient import HTTPClientError

from jupyterlab_journal.entry.model import Kind
from jupyterlab_journal.entry.template import find_template
from jupyterlab_journal.locale import LOCALES

ROUTE = ("jupyterlab-journal", "api", "templates")


async def templates(jp_fetch, **query):
    body = json.loads((await jp_fetch(*ROUTE, params=query)).body)
    validator("Templates").validate(body)
    return body["templates"]


async def test_the_templates_of_every_language_say_how_their_entries_are_headed(jp_fetch):
    found = await templates(jp_fetch)
    assert [(one["locale"], one["kind"]) for one in found] == [
        (locale, kind.value) for locale in LOCALES for kind in Kind
    ]
    for one in found:
        template = find_template(Kind(one["kind"]), one["locale"])
        # The front end knows no heading but these: it reads titles and numbers by them.
        assert (one["title"], one["numbered"]) == (template.title, template.numbered)
    assert {one["kind"] for one in found if one["numbered"]} == {"step", "hypothesis"}


@pytest.mark.parametrize(("locale", "title"), [("en", "Step"), ("zh-CN", "调试步骤")])
async def test_templates_of_one_language(locale, title, jp_fetch):
    found = await templates(jp_fetch, locale=locale)
    assert len(found) == 9
    step = next(template for template in found if template["kind"] == "step")
    assert step == {
        "kind": "step",
        "title": title,
        "locale": locale,
        "numbered": True,
        "source": "shipped",
        "sections": ["analysis", "next"],
    }


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
