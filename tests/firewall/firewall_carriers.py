"""The ways a secret travels, and the search for what is left of it."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from urllib.parse import quote

from redact_scoring import leaks


def forms(secret: str) -> set[bytes]:
    """Return the secret as bytes in every form it is searched in."""
    encodings = [secret.encode(), secret.encode("utf-16-le"), secret.encode("utf-16-be")]
    found = set(encodings)
    for data in encodings:
        for lead in range(3):
            encoded = base64.b64encode(bytes(lead) + data)
            # Characters that depend on the neighbours are left out.
            found.add(encoded[(0, 2, 3)[lead] : len(encoded) // 4 * 4 - 4])
    found.add(quote(secret, safe="").encode())
    found.add(json.dumps(secret)[1:-1].encode())
    found.add(json.dumps(secret, ensure_ascii=False)[1:-1].encode())
    return found


def left_of(secret: str, written: bytes) -> bool:
    """Tell whether a form of the secret, or twelve of its characters in a row, are in `written`."""
    return any(form in written for form in forms(secret)) or leaks(secret, written.decode("utf-8", "replace"))


def bytes_under(*folders: Path) -> bytes:
    """Return the content and the names of all files in some folders."""
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return b"\n".join(part for path in files for part in (str(path.name).encode(), path.read_bytes()))


def stream(*pieces, name="stdout"):
    return [{"output_type": "stream", "name": name, "text": piece} for piece in pieces]


def display(**data):
    types = {"html": "text/html", "plain": "text/plain", "markdown": "text/markdown"}
    bundle = {types[name]: value for name, value in data.items()}
    return [{"output_type": "execute_result", "data": bundle, "metadata": {}, "execution_count": 1}]


def as_html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def data_frame(text: str):
    cell = as_html(text.replace("\n", "\\n"))
    html = (
        '<div><table border="1" class="dataframe"><thead><tr><th></th><th>line</th></tr></thead>'
        f"<tbody><tr><th>0</th><td>{cell}</td></tr></tbody></table></div>"
    )
    plain = text.replace("\n", "\\n")
    return display(html=html, plain=f"   line\n0  {plain}")


def traceback(text: str):
    lines = [
        "\x1b[0;31m---------------------------------------------------------------------------\x1b[0m",
        "\x1b[0;31mRuntimeError\x1b[0m                              Traceback (most recent call last)",
        f"Cell \x1b[0;32mIn[3], line 1\x1b[0m\n\x1b[0;32m----> 1\x1b[0m connect({text!r})",
        f"\x1b[0;31mRuntimeError\x1b[0m: cannot connect: {text}",
    ]
    return [
        {
            "output_type": "error",
            "ename": "RuntimeError",
            "evalue": f"cannot connect: {text}",
            "traceback": lines,
        }
    ]


OUTPUTS = {
    "stdout": lambda text: stream(f"epoch 1 loss 0.5\n{text}\nepoch 2 loss 0.4\n"),
    "stderr": lambda text: stream(f"warning: {text}\n", name="stderr"),
    "traceback": traceback,
    "HTML": lambda text: display(html=f"<p>run <b>3</b></p><pre>{as_html(text)}</pre>", plain=text),
    "DataFrame": data_frame,
    "Markdown": lambda text: display(markdown=f"**Result**\n\n    {text}\n", plain=text),
}
"""By carrier: the outputs of a cell in which the text arrives."""
