"""What a notebook file holds: read, checked and brought to format 4 in one place for all who need it."""

from jupyterlab_journal.notebook.read import check_notebook, parse_json, read_code_cell, read_notebook

__all__ = ["check_notebook", "parse_json", "read_code_cell", "read_notebook"]
