"""What is declared in Python is what the schemas and the front end have, and it is declared once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from jupyterlab_journal.entry.contract import SCHEMAS, schema_files
from jupyterlab_journal.server.openapi_document import DOCUMENT, made_document

STALE = "stale: run `npm run build:schema` and commit what it writes"
ROOT = Path(__file__).parents[2]
PACKAGE = Path("src", "jupyterlab_journal")


def test_the_schema_files_are_those_of_the_declarations():
    written = {path.name: json.loads(path.read_text("utf-8")) for path in SCHEMAS.glob("*.json")}
    assert written == schema_files(), STALE


def test_the_openapi_document_is_that_of_the_declarations():
    assert json.loads(DOCUMENT.read_text("utf-8")) == made_document(), STALE


@pytest.fixture
def copy(tmp_path):
    """A copy of all that declares, or is made from what is declared."""
    without = shutil.ignore_patterns("labextension", "assets", "__pycache__")
    shutil.copytree(ROOT / PACKAGE, tmp_path / PACKAGE, ignore=without)
    shutil.copytree(ROOT / "labextension" / "scripts", tmp_path / "labextension" / "scripts")
    (tmp_path / "labextension" / "src").mkdir()
    for name in ("package.json", "node_modules"):
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def declare(copy, module, after, field):
    """Put one line below the first that begins so: the one edit that a new field costs."""
    path = copy / PACKAGE / module
    lines = path.read_text("utf-8").splitlines(keepends=True)
    place = next(number for number, line in enumerate(lines) if line.startswith(after))
    lines.insert(place + 1, f"{field}\n")
    path.write_text("".join(lines), "utf-8")


def run_python(copy, program):
    command = [sys.executable, "-c", program]
    environment = {"PYTHONPATH": str(copy / "src"), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout or "null")


def generated_types(copy):
    command = ["npm", "run", "--silent", "build:schema"]
    environment = {"PYTHONPATH": str(copy / "src")}
    subprocess.run(command, cwd=copy, env={**os.environ, **environment}, check=True, capture_output=True)
    return (copy / "labextension" / "src" / "_schema.ts").read_text("utf-8")


ROUND_TRIP = """
import json
import os
from jupyterlab_journal.entry.codec import decode_entry, encode_entry
from jupyterlab_journal.errors import InvalidEntry

entry = {"version": 1, "id": "01KAG4X2M8ZQ3YB6T5R7W9V0CD", "kind": "step",
         "created": "2026-11-20T12:00:00.123+08:00", "weather": "rain",
         "metrics": [{"name": "loss", "before": 1, "after": 2, "unit": "1", "spread": 0.25}]}
decoded = decode_entry(entry)
faults = []
for fault in ({"weather": 7}, {"metrics": [{"name": "loss", "unit": "1", "spread": "wide"}]}):
    try:
        decode_entry(entry | fault)
    except InvalidEntry as error:
        faults.append(error.field)
print(json.dumps({"typed": [decoded.weather, decoded.metrics[0].spread], "unknown": dict(decoded.extra),
                  "same": encode_entry(decoded) == entry, "faults": faults}))
"""


def test_a_field_of_an_entry_is_declared_in_one_place(copy):
    declare(copy, "entry/model.py", "    title: ", "    weather: OmitDefault[str | None] = None")
    declare(copy, "entry/model.py", "    unit: ", "    spread: OmitDefault[float | None] = None")
    assert run_python(copy, ROUND_TRIP) == {
        "typed": ["rain", 0.25],
        "unknown": {},
        "same": True,
        "faults": ["weather", "metrics[0].spread"],
    }
    types = generated_types(copy)
    assert "\n  weather?: string;" in types
    assert "\n  spread?: number;" in types
    schema = json.loads((copy / PACKAGE / "entry" / "schema" / "entry.v1.json").read_text("utf-8"))
    assert schema["properties"]["weather"] == {"type": "string"}
    assert schema["$defs"]["Metric"]["properties"]["spread"] == {"type": "number"}


def test_a_fact_is_declared_in_one_place(copy):
    declare(copy, "entry/fact_groups.py", "    platform: ", "    clock: str | None")
    assert "\n  clock?: string | null;" in generated_types(copy)
    document = json.loads((copy / PACKAGE / "server" / "openapi.json").read_text("utf-8"))
    clock = document["components"]["schemas"]["Host"]["properties"]["clock"]
    assert clock == {"type": ["string", "null"]}


REQUEST = """
import json
from jupyterlab_journal.errors import InvalidRequest
from jupyterlab_journal.server.bodies import EntryRequest
from jupyterlab_journal.server.decoding import decode_body
from jupyterlab_journal.server.entry_bodies import decode_request, encode_request, read_request, without_bulk

body = {"kind": "step", "path": "a.ipynb", "mood": "calm", "cell": {"source": "x", "colour": "red"}}
request = read_request(json.dumps(body).encode())
sent = decode_request(json.loads(json.dumps(encode_request(without_bulk(request)))))
try:
    decode_body(json.dumps({**body, "mood": 7}).encode(), EntryRequest)
except InvalidRequest as error:
    fault = error.message
print(json.dumps({"typed": [request.mood, request.cell.colour], "sent": [sent.mood, sent.cell.colour],
                  "fault": fault}))
"""


def test_a_field_of_a_request_is_declared_in_one_place(copy):
    declare(copy, "compose/request.py", "    cell: ActiveCell", '    mood: str = ""')
    declare(copy, "entry/active_cell.py", "    execution_count: int | None", "    colour: str | None = None")
    types = generated_types(copy)
    assert run_python(copy, REQUEST) == {
        "typed": ["calm", "red"],
        "sent": ["calm", "red"],
        "fault": 'request body: mood does not fit (type: "string")',
    }
    assert "\n  mood?: string;" in types
    assert "\n  colour?: string | null;" in types


def test_a_field_of_an_answer_is_declared_in_one_place(copy):
    declare(copy, "compose/request.py", "    cell: JournalCell", "    seconds: OmitDefault[float] = 0.0")
    program = (
        "import json; from jupyterlab_journal.compose import ComposedEntry;"
        "from jupyterlab_journal.server.entry_bodies import decode_composed, encode_composed;"
        "made = ComposedEntry(cell={'cell_type': 'markdown', 'source': '', 'metadata': {}}, seconds=0.5);"
        "answer = json.loads(json.dumps(encode_composed(made)));"
        "print(json.dumps([answer['seconds'], decode_composed(answer) == made]))"
    )
    assert run_python(copy, program) == [0.5, True]
    assert "\n  seconds?: number;" in generated_types(copy)
