"""A child process that computes what would stall the server or could hang.

``process`` is the server's side, ``child`` the other one, ``frames`` what
passes between them.
"""

from jupyterlab_journal.server.worker.pipe_frames import Frame
from jupyterlab_journal.server.worker.worker_process import Worker, WorkerDied, WorkerTimeout

__all__ = ["Frame", "Worker", "WorkerDied", "WorkerTimeout"]
