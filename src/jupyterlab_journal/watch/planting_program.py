"""The program that plants the probes in a kernel.

It is a constant: nothing of the user's goes into it. It travels as one
expression in ``user_expressions`` of a silent, empty ``execute_request``, so
that it leaves no name, no history and no output.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from jupyterlab_journal.capture.cell_recorder import CELLS, CELLS_MIME
from jupyterlab_journal.capture.code_before_edits import EARLIER, EARLIER_MIME
from jupyterlab_journal.capture.code_that_ran import RAN, RAN_MIME
from jupyterlab_journal.capture.planted import MIME, NAME
from jupyterlab_journal.capture.secrets_by_name import SECRETS, SECRETS_MIME

__all__ = [
    "CELLS",
    "CELLS_MIME",
    "EARLIER",
    "EARLIER_MIME",
    "MIME",
    "MIMES",
    "NAME",
    "PLANTED",
    "RAN",
    "RAN_MIME",
    "expression",
]

PLANTED = "planted"
MIMES = {
    NAME: MIME,
    CELLS: CELLS_MIME,
    EARLIER: EARLIER_MIME,
    RAN: RAN_MIME,
    SECRETS: SECRETS_MIME,
}
"""By name of a planted object: the type of what it displays; another object there is not ours."""
_PACKAGE = "jupyterlab_journal.capture"

# Runs in the kernel. Each source gets a namespace whose __import__ finds our own modules among the
# sources, so that nothing is put into sys.modules. An exception must not reach IPython, which would
# store it as the user's own. Debuggers neither stop in files called <frozen ...> nor step into them:
# the hooks run in the thread of the user's cells.
_LOADER = """
def load(sources, package):
    import builtins, types
    from IPython.core.getipython import get_ipython
    modules = {}
    def find(name, globals=None, locals=None, fromlist=(), level=0):
        if name not in sources:
            return builtins.__import__(name, globals, locals, fromlist, level)
        if name not in modules:
            module = modules[name] = types.ModuleType(name)
            module.__dict__["__builtins__"] = {**vars(builtins), "__import__": find}
            code = compile(sources[name], "<frozen " + name + ">", "exec", dont_inherit=True, optimize=2)
            exec(code, module.__dict__)
        return modules[name]
    return "planted " + find(package + ".planted").plant(get_ipython(), WATCH_CELLS)
try:
    answer = load(SOURCES, PACKAGE)
except BaseException as error:
    answer = type(error).__name__ + ": " + str(error)[:200]
"""


def planted_sources() -> dict[str, str]:
    """Return the source of each module that is planted, by its full name: all of `capture`."""
    modules = (file for file in files(_PACKAGE).iterdir() if file.name.endswith(".py"))
    return {
        f"{_PACKAGE}.{file.name[:-3]}": file.read_text(encoding="utf-8")
        for file in sorted(modules, key=lambda file: file.name)
        if file.name != "__init__.py"
    }


@lru_cache(maxsize=2)
def expression(*, watch_cells: bool) -> str:
    """Return the expression that plants the probes.

    It evaluates to `PLANTED`, a blank and the topic of the kernel's status,
    or to what went wrong.

    Parameters
    ----------
    watch_cells : bool
        Whether to plant the hooks that note what each cell did.
    """
    sources = planted_sources()
    constants = f"SOURCES = {sources!r}\nPACKAGE = {_PACKAGE!r}\nWATCH_CELLS = {watch_cells!r}"
    program = f"{constants}\n{_LOADER}"
    builtins = "__import__('builtins')"
    compiled = f"{builtins}.compile({program!r}, '<jupyterlab_journal>', 'exec', dont_inherit=True)"
    return f"(lambda space: {builtins}.exec({compiled}, space) or space['answer'])({{}})"
