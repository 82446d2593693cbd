"""Messages and remarks come in the language that a request asks for."""

from __future__ import annotations

import asyncio
import json

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from tornado.httpclient import HTTPClientError

API = ("jupyterlab-journal", "api")


@pytest.fixture
def ask(jp_fetch):
    """Ask in a language; return status and answer."""

    async def fetch(*path, languages="zh-CN", **request):
        try:
            reply = await jp_fetch(*API, *path, headers={"Accept-Language": languages}, **request)
        except HTTPClientError as error:
            return error.code, json.loads(error.response.body)
        return reply.code, json.loads(reply.body or "null")

    return fetch


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        ("zh-CN", "这里没有此导出任务。"),
        ("zh-TW,en;q=0.5", "这里没有此导出任务。"),
        ("fr, zh;q=0.8, en;q=0.5", "这里没有此导出任务。"),
        ("en-US,zh-CN;q=0.9", "No such export here."),
        ("fr", "No such export here."),
        ("*", "No such export here."),
        ("", "No such export here."),
    ],
)
async def test_an_error_comes_in_the_first_language_that_there_is(ask, languages, message):
    status, reply = await ask("exports", "unknown", languages=languages)
    assert (status, reply["code"], reply["message"]) == (404, "not_found", message)


async def test_the_fault_of_a_notebook_is_named_in_chinese(ask, jp_root_dir):
    (jp_root_dir / "bad.ipynb").write_text('{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": 7}]}')
    body = json.dumps({"path": "bad.ipynb", "format": "html"})
    status, reply = await ask("exports", method="POST", body=body)
    assert (status, reply) == (
        400,
        {
            "code": "malformed_notebook",
            "message": "笔记本有误，位置：cells[0].cell_type，原因：应为文本，实际为数字。",
            "hint": "没有做任何改动。请用文本编辑器更正该处，或从 git 恢复文件。",
        },
    )


async def test_what_a_chinese_message_quotes_is_searched_for_secrets(ask):
    token = "ghp_" + "a1B2" * 9
    body = json.dumps({"kind": "goal", "path": "a.ipynb", "locale": "zh-CN", "fields": {token: "x"}})
    status, reply = await ask("entries", method="POST", body=body)
    assert (status, reply["message"][:12]) == (400, "“目标”条目没有字段 '")
    assert token not in json.dumps(reply)
    assert reply["hint"] == "可用的字段有：title、problem、criteria。"


async def test_the_servers_own_answers_are_chinese_too(ask):
    status, reply = await ask("status", method="DELETE")
    assert (status, reply) == (
        405,
        {"code": "method_not_allowed", "message": "此地址不支持这种请求方法。", "hint": ""},
    )


async def test_an_export_makes_its_remarks_in_the_language_of_who_started_it(ask, jp_root_dir):
    notebook = new_notebook(cells=[new_code_cell("1")])
    notebook.cells[0]["outputs"] = [{"output_type": "strange"}]
    (jp_root_dir / "odd.ipynb").write_text(json.dumps(notebook))
    job = (await ask("exports", method="POST", body=json.dumps({"path": "odd.ipynb", "format": "html"})))[1]
    while job["stage"] not in {"done", "failed"}:
        await asyncio.sleep(0.05)
        job = (await ask("exports", job["id"], languages="en"))[1]
    assert job["warnings"] == ['第 1 个单元格：已略去一个输出：类型为 "strange"。']
    assert "[已略去输出：类型为" in (jp_root_dir / "odd.html").read_text(encoding="utf-8")


async def test_a_review_names_its_base_in_chinese(ask, jp_root_dir):
    nbformat.write(new_notebook(), jp_root_dir / "a.ipynb")
    body = json.dumps({"path": "a.ipynb", "base": "saved"})
    assert (await ask("reviews", method="POST", body=body))[1]["base_label"] == "上次保存"
    body = json.dumps({"path": "a.ipynb", "base": "git:HEAD"})
    assert (await ask("reviews", method="POST", body=body))[1]["message"] == "“a.ipynb”不在 git 仓库中。"
