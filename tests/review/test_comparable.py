from __future__ import annotations

import pytest

from jupyterlab_journal.review.comparable import comparable


def notebook(language_info):
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": language_info}, "cells": []}


def test_what_a_kernel_writes_on_opening_is_no_change():
    before = notebook({"name": "python", "mimetype": "text/x-python", "version": "3.10.1"})
    after = notebook(
        {"name": "python", "mimetype": "text/x-python", "version": "3.11.7", "codemirror_mode": {}}
    )
    assert comparable(before, "one") == comparable(after, "other")


def test_another_language_is_a_change():
    before = notebook({"name": "python", "mimetype": "text/x-python"})
    assert comparable(before, "one") != comparable(
        notebook({"name": "R", "mimetype": "text/x-r-source"}), "other"
    )


@pytest.mark.parametrize("language_info", [None, "python", ["python"]])
def test_language_info_of_any_shape_is_compared_as_it_is(language_info):
    assert comparable(notebook(language_info), "one")["metadata"] == {"language_info": language_info}
