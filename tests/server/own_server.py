"""A Jupyter server in a process of its own, which a test may kill or share with other tests."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TOKEN = "test"


def until(condition, seconds=30.0):
    """Return the first true answer of a condition, which must come in time."""
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, f"not after {seconds} seconds"
        time.sleep(0.02)
    return found


class Server:
    """A Jupyter server with the extension on, and with folders of its own."""

    def __init__(self, folder, **environment):
        self.temporary = folder / "temporary"
        self.runtime = folder / "runtime"
        self.root = folder / "root"
        for made in (self.temporary, self.runtime, self.root):
            made.mkdir(exist_ok=True)
        self._environment = {
            **os.environ,
            "TMPDIR": str(self.temporary),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "JUPYTER_CONFIG_DIR": str(folder / "config"),
            "JUPYTER_DATA_DIR": str(folder / "data"),
            **environment,
        }

    def start(self):
        command = [sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root", "--port=0"]
        settings = [f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={self.root}"]
        extension = "--ServerApp.jpserver_extensions={'jupyterlab_journal': True}"
        self.process = subprocess.Popen(
            [*command, *settings, extension],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.url = until(self._url)
        until(lambda: self.ask("templates") is not None)

    def _url(self):
        for file in self.runtime.glob("jpserver-*.json"):
            facts = json.loads(file.read_text() or "{}")
            if facts.get("pid") == self.process.pid:
                return facts["url"]
        assert self.process.poll() is None
        return None

    def ask(self, route, **body):
        """Ask for a route of the journal; with a body, post it."""
        return self.request(f"jupyterlab-journal/api/{route}", body or None)

    def request(self, path, body=None, method=None):
        """Return the answer to a request, None as long as the server does not listen."""
        headers = {"Authorization": f"token {TOKEN}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return json.loads(reply.read() or "null")
        except urllib.error.HTTPError:
            raise
        except urllib.error.URLError:
            return None

    def workers(self):
        return [
            int(child)
            for task in Path(f"/proc/{self.process.pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
