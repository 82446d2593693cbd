"""What stays in the kernel: one object that runs the probes when it is displayed.

It is displayed by the debugger's ``richInspectVariables``, which the kernel
answers in its control thread, beside a running cell. Nothing here may raise:
IPython would store the exception as the user's own.
"""

from __future__ import annotations

import builtins
from json import dumps
from typing import Any

from jupyterlab_journal.capture.anatomy import name_of
from jupyterlab_journal.capture.cell_recorder import CELLS, CellRecorder
from jupyterlab_journal.capture.code_before_edits import EARLIER
from jupyterlab_journal.capture.code_that_ran import RAN
from jupyterlab_journal.capture.container import ContainerProbe
from jupyterlab_journal.capture.determinism import DeterminismProbe
from jupyterlab_journal.capture.devices import CudaProbe, DevicesProbe, Driver
from jupyterlab_journal.capture.distributed import DistributedProbe
from jupyterlab_journal.capture.frames import FramesProbe
from jupyterlab_journal.capture.frameworks import FrameworksProbe, ImportedProbe, LibrariesProbe
from jupyterlab_journal.capture.host import HostProbe
from jupyterlab_journal.capture.interpreter import PythonProbe
from jupyterlab_journal.capture.object_settings import ObjectsProbe
from jupyterlab_journal.capture.packages import PackagesProbe
from jupyterlab_journal.capture.parameters import ParametersProbe
from jupyterlab_journal.capture.probe import Context, describe, run_probes
from jupyterlab_journal.capture.secrets_by_name import SECRETS, SecretVariables
from jupyterlab_journal.capture.seeds import SeedsProbe

NAME = "__jupyterlab_journal__"
MIME = "application/vnd.jupyterlab-journal.capture.v1+json"
_DRIVER = Driver()
_PROBES = (
    *(
        PythonProbe(),
        HostProbe(),
        FrameworksProbe(),
        LibrariesProbe(),
        ImportedProbe(),
        DevicesProbe(_DRIVER),
        CudaProbe(_DRIVER),
    ),
    *(
        SeedsProbe(),
        DeterminismProbe(),
        DistributedProbe(),
        PackagesProbe(),
        ContainerProbe(),
        ParametersProbe(),
        ObjectsProbe(),
        FramesProbe(),
    ),
)


class Planted:
    """Answers a display with the facts of the kernel, as JSON text.

    Parameters
    ----------
    shell : IPython shell
        Whose namespace is meant.
    """

    def __init__(self, shell: Any) -> None:  # noqa: ANN401 (IPython is no dependency of this package)
        self._shell = shell

    def __repr__(self) -> str:
        return "<jupyterlab-journal>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:  # noqa: ANN401 (the display protocol's options)
        try:
            # As text, so that no packer of the kernel's can alter it or fail on it.
            text = dumps(run_probes(_PROBES, Context(namespace=self._namespace())))
        except BaseException as error:  # noqa: BLE001 (see above)
            text = dumps({"failed": {"capture": describe(error)}})
        return {MIME: text, "text/plain": repr(self)}

    def _namespace(self) -> dict[str, Any]:
        """Copy the user's variables: a running cell may add others meanwhile."""
        hidden: dict[str, Any] = self._shell.user_ns_hidden
        variables = dict.copy(self._shell.user_ns)
        return {name: value for name, value in variables.items() if hidden.get(name, _ABSENT) is not value}


_ABSENT = object()


def plant(shell: Any, watch_cells: bool) -> str:  # noqa: ANN401 (as above)
    """Put the objects where the control thread finds them and no listing of variables does.

    What another server has planted before gives way, but never leaves its
    name empty: that server may ask for it at any moment.

    Returns
    -------
    str
        Topic under which the kernel publishes that it is busy or idle; empty
        when that is not known.
    """
    planted: dict[str, object] = {NAME: Planted(shell), SECRETS: SecretVariables(shell)}
    earlier = builtins.__dict__.get(CELLS)
    if (
        earlier is not None and name_of(type(earlier)) == CellRecorder.__name__
    ):  # else the user's own, under our name
        earlier.uproot()
    if watch_cells:
        recorder = CellRecorder(shell)
        planted.update({CELLS: recorder, EARLIER: recorder.earlier, RAN: recorder.ran})
        recorder.begin(planted)
    builtins.__dict__.update(planted)
    topic = getattr(getattr(shell, "kernel", None), "_topic", None)
    return "" if topic is None else topic("status").decode()
