"""The shape of what ``log`` leaves in a notebook: its name and its bounds.

The kernel writes it and the server reads it; ``schema/metrics.v1.json`` says
the same to everybody else.
"""

from __future__ import annotations

METRICS_MIME = "application/vnd.jupyterlab-journal.metrics.v1+json"
MAX_COLUMNS = 40
MAX_ROWS = 1000  # a curve is not wider
MAX_VALUES = 10_000  # rows times columns: about 100 kB
MIN_ROWS = MAX_VALUES // MAX_COLUMNS
MAX_NAME = 100  # characters
LARGEST_WHOLE = 2**53  # beyond it other languages read another number
