"""Server for the user interface tests: no login, a folder of its own, our extension switched on.

Never use it for work: Galata's helper removes every protection.
"""

import os
from pathlib import Path

from jupyter_core.paths import jupyter_path
from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821  (given by the configuration loader)
configure_jupyter_server(c)

c.ServerApp.port = int(os.environ["JOURNAL_UI_PORT"])
c.ServerApp.allow_root = True
c.ServerApp.jpserver_extensions = {"jupyterlab_journal": True}
# Where jupyter-collaboration keeps the history of documents; by default in the folder the server starts in.
c.SQLiteYStore.db_path = str(Path(os.environ["JUPYTER_DATA_DIR"]) / "documents.db")
# The same switch as Galata's `LabApp.expose_app_in_browser`, under the name Notebook 7 gives it.
c.JupyterNotebookApp.expose_app_in_browser = True

if not any((Path(folder) / "jupyterlab-journal").is_dir() for folder in jupyter_path("labextensions")):
    raise SystemExit("jupyterlab-journal is not installed where this server looks: run `make build` first.")
