"""The examples in the documentation of this room are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

from jupyterlab_journal import compose

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(compose.__path__, prefix="jupyterlab_journal.compose.")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
