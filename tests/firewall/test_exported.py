"""Every planted secret in a page, its message cut by a flush: nothing of it is left."""

from __future__ import annotations

import html
import json

import pytest
from firewall_carriers import left_of, stream
from nbformat.v4 import new_code_cell, new_notebook

from jupyterlab_journal.export.formats import FORMATS
from jupyterlab_journal.export.model import Options
from jupyterlab_journal.export.render import render
from jupyterlab_journal.redact import Redactor

SPLITS = 6


def exported(kind, outputs):
    text = json.dumps(new_notebook(cells=[new_code_cell(outputs=outputs)]))
    page = render(text, "notebook", Options(format=FORMATS[kind]), lambda _: None, Redactor())
    return html.unescape(page.content.decode()).encode()


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize("between", [(), stream("50%\n", name="stderr")], ids=["at once", "interrupted"])
def test_nothing_is_left_of_a_secret_that_arrives_in_two_messages(planted, kind, between):
    left = []
    for name, text, secret in planted:
        begin = text.index(secret)
        for at in sorted({begin + len(secret) * step // SPLITS for step in range(SPLITS + 1)}):
            if left_of(secret, exported(kind, [*stream(text[:at]), *between, *stream(f"{text[at:]}\n")])):
                left.append((name, at - begin))
    assert left == []
