"""What a notebook file holds: read, checked and brought to format 4 in one place for all who need it."""

from jupyterlab_journal.notebook.read import check_notebook, parse_json, read_notebook
from jupyterlab_journal.notebook.shape import check_cell

__all__ = ["check_cell", "check_notebook", "parse_json", "read_notebook"]
