"""`log` in cells of a real kernel."""

from __future__ import annotations

import re
import threading
import time
from pathlib import Path

import pytest

from jupyterlab_journal.entry.logged import METRICS_MIME


def column(record, name):
    index = record["columns"].index(name)
    return [row[index] for row in record["rows"]]


def test_a_loop_leaves_one_output_with_all_its_values(notebook):
    notebook.run("for epoch in range(5): log(loss=1 / (epoch + 1), accuracy=epoch / 5, epoch=epoch)")
    (record,) = notebook.records()
    assert column(record, "loss") == [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]
    assert column(record, "accuracy") == [0, 1 / 5, 2 / 5, 3 / 5, 4 / 5]
    assert record["steps"] == [1, 2, 3, 4, 5]
    assert record["epochs"] == [0, 1, 2, 3, 4]
    (output,) = notebook.outputs
    assert output["data"]["text/plain"].count("\n") == 5
    assert "<table>" in output["data"]["text/html"]


def test_the_example_in_the_documentation_runs(notebook):
    page = (Path(__file__).parents[2] / "docs" / "users" / "log.md").read_text("utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    notebook.run(example)
    (record,) = notebook.records()
    assert column(record, "loss") == [1, 1 / 2, 1 / 3]
    assert record["epochs"] == [0, 1, 2]


def test_each_cell_has_its_own_record(notebook):
    notebook.run("log(loss=0.5)")
    first = notebook.records()
    notebook.run("log(loss=0.25)")
    (record,) = notebook.records()
    assert record["id"] != first[0]["id"]
    assert (record["steps"], record["logged"]) == ([1], 1)


def test_ten_thousand_calls_send_few_messages(notebook):
    notebook.run("for i in range(10_000): log(loss=1 / (i + 1))")
    (record,) = notebook.records()
    assert record["logged"] == 10_000
    assert column(record, "loss")[-1] == 1 / 10_000
    sent = [message for message in notebook.messages if METRICS_MIME in message["content"]["data"]]
    seconds = record["seconds"][-1]
    assert 2 <= len(sent) <= 2 + seconds / 0.5


def test_a_long_cell_shows_its_values_while_it_runs(notebook):
    notebook.run("import time\nfor i in range(15): log(loss=i); time.sleep(0.2)")
    sent = [message["content"]["data"][METRICS_MIME]["logged"] for message in notebook.messages]
    assert sent[0] == 1
    assert 3 <= len(sent) <= 8
    assert sent[-1] == 15


def test_what_was_logged_before_an_error_is_kept(notebook):
    notebook.run("for i in range(3): log(loss=i)\nraise ValueError('stop')")
    (record,) = notebook.records()
    assert column(record, "loss") == [0, 1, 2]
    assert notebook.error()["ename"] == "ValueError"


def test_a_value_that_is_no_number_stops_the_cell_with_the_name_and_the_type(notebook):
    notebook.run("import torch\nlog(loss=0.5)\nlog(loss=torch.ones(2, 3))")
    assert notebook.error()["evalue"].startswith("log: 'loss' is a Tensor of shape (2, 3)")
    (record,) = notebook.records()
    assert record["logged"] == 1


def test_what_was_logged_before_an_interrupt_is_kept(notebook, kernel):
    manager, _ = kernel
    timer = threading.Timer(1.5, manager.interrupt_kernel)
    timer.start()
    notebook.run("import time\nfor i in range(100_000): log(loss=i); time.sleep(0.01)\nprint('ended')")
    timer.join()
    assert notebook.error()["ename"] == "KeyboardInterrupt"
    assert notebook.printed() == ""
    (record,) = notebook.records()
    # Every row that the loop came to, not only what was shown by then.
    notebook.run("print(i)")
    assert column(record, "loss")[-1] in {int(notebook.printed()), int(notebook.printed()) - 1}


def test_several_threads_share_the_output_of_their_cell(notebook):
    notebook.run(
        "import threading\n"
        "def work(name):\n"
        "    for i in range(200): log(**{name: i})\n"
        "threads = [threading.Thread(target=work, args=(f'loss_{n}',)) for n in range(4)]\n"
        "for thread in threads: thread.start()\n"
        "for thread in threads: thread.join()"
    )
    (record,) = notebook.records()
    assert record["logged"] == 800
    assert sorted(record["columns"]) == ["loss_0", "loss_1", "loss_2", "loss_3"]
    for name in record["columns"]:
        assert [value for value in column(record, name) if value is not None] == list(range(200))


def test_a_thread_that_outlives_its_cell_stays_with_it(notebook):
    notebook.run(
        "import threading, time\n"
        "def work():\n"
        "    for i in range(30): log(loss=i); time.sleep(0.05)\n"
        "thread = threading.Thread(target=work); thread.start(); time.sleep(0.2)"
    )
    first = notebook.outputs
    (record,) = notebook.records()
    assert record["logged"] < 30
    notebook.run("log(accuracy=0.5)\nthread.join()\ntime.sleep(2.5)")
    assert [record["columns"] for record in notebook.records()] == [["accuracy"]]
    later = first[0]["data"][METRICS_MIME]
    assert (later["id"], later["logged"]) == (record["id"], 30)


def test_outputs_that_are_cleared_in_a_loop_do_not_take_the_record_with_them(notebook):
    notebook.run(
        "from IPython.display import clear_output\n"
        "for i in range(4):\n    clear_output()\n    log(loss=i)\n    print('plot', i)"
    )
    (record,) = notebook.records()
    assert column(record, "loss") == [0, 1, 2, 3]
    assert notebook.printed() == "plot 3\n"


def test_a_cell_that_runs_other_code_keeps_one_output(notebook):
    notebook.run("log(loss=1)\nget_ipython().run_cell('log(loss=2)')\nlog(loss=3)")
    (record,) = notebook.records()
    assert column(record, "loss") == [1, 2, 3]


def test_captured_output_is_the_users(notebook):
    notebook.run("%%capture captured\nlog(loss=0.5)\nlog(loss=0.25)")
    assert notebook.records() == []
    notebook.run("log(loss=0.75)")
    assert [column(record, "loss") for record in notebook.records()] == [[0.75]]


def test_a_forked_process_prints_instead(notebook):
    notebook.run(
        "import os, sys\nlog(loss=1)\npid = os.fork()\n"
        "if pid == 0:\n    log(loss=2.5); sys.stdout.flush(); os._exit(0)\n"
        "os.waitpid(pid, 0)\nlog(loss=3)\nimport time; time.sleep(0.3)"
    )
    (record,) = notebook.records()
    assert column(record, "loss") == [1, 3]
    assert notebook.printed().startswith("step 1: loss=2.5")


@pytest.mark.parametrize("rank", [1])
def test_another_rank_shows_nothing(notebook, rank):
    notebook.run(f"import os; os.environ['RANK'] = '{rank}'\nlog(loss=1)\ndel os.environ['RANK']")
    assert notebook.outputs == []


def test_cells_that_run_beside_each_other_have_a_record_each(notebook, kernel):
    """A subshell: a second cell in a thread of its own, while the first one runs."""
    _, client = kernel
    information = client.kernel_info(reply=True, timeout=30)["content"]
    if "kernel subshells" not in information.get("supported_features", []):
        pytest.skip("this kernel has no subshells")
    client.control_channel.send(client.session.msg("create_subshell_request"))
    answer = client.get_control_msg(timeout=30)["content"]
    code = "import time\nfor i in range(8): log(loss=i); time.sleep(0.1)"
    sent = {}
    for subshell, text in ((None, code), (answer["subshell_id"], code.replace("loss", "accuracy"))):
        message = client.session.msg(
            "execute_request", {"code": text, "silent": False, "store_history": False, "allow_stdin": False}
        )
        message["header"]["subshell_id"] = subshell
        client.shell_channel.send(message)
        sent[message["header"]["msg_id"]] = "loss" if subshell is None else "accuracy"
    last, idle = {}, 0
    while idle < 2:
        message = client.get_iopub_msg(timeout=30)
        name = sent.get(message["parent_header"].get("msg_id"))
        if name and message["msg_type"] in {"display_data", "update_display_data"}:
            record = message["content"]["data"][METRICS_MIME]
            last.setdefault(record["id"], []).append((name, record["columns"], record["logged"]))
        idle += bool(name) and message["content"].get("execution_state") == "idle"
    for _ in sent:
        client.get_shell_msg(timeout=30)
    assert sorted(states[-1][1:] for states in last.values()) == [(["accuracy"], 8), (["loss"], 8)]
    assert all(states[0][0] == states[0][1][0] for states in last.values())


def test_nothing_stays_behind_after_a_cell(notebook):
    left = (
        "ip = get_ipython()\nprint(ip.events.callbacks['post_execute'], ip.display_pub._hooks,"
        " [t for t in threading.enumerate() if isinstance(t, threading.Timer)])"
    )
    notebook.run("import threading, time; time.sleep(1)")  # what other cells had begun
    notebook.run(left)
    before = notebook.printed()
    notebook.run("for i in range(100): log(loss=i)")
    notebook.run(left)
    assert notebook.printed() == before


def test_values_are_complete_also_after_all_callbacks_were_taken_away(notebook):
    notebook.run("callbacks = get_ipython().events.callbacks['post_execute']\nkept = callbacks[:]")
    notebook.run("log(loss=1); callbacks.clear()")
    notebook.run("log(loss=1); log(loss=2)")
    (record,) = notebook.records()
    assert column(record, "loss") == [1, 2]
    notebook.run("callbacks[:] = kept")
    assert notebook.printed() == ""


def test_importing_it_loads_nothing_heavy_into_the_kernel(notebook):
    notebook.run(
        "import subprocess, sys\nprint(sorted(n for n in sys.modules if n.startswith('jupyterlab_journal')))"
    )
    assert "server" not in notebook.printed()
    assert "compose" not in notebook.printed()


def test_a_tensor_that_needs_a_gradient_is_logged_and_keeps_its_graph(notebook):
    notebook.run(
        "import torch\nw = torch.ones(1, requires_grad=True)\nloss = (w * 0.5).sum()\nlog(loss=loss)\n"
        "loss.backward(); print(w.grad.item())"
    )
    (record,) = notebook.records()
    assert column(record, "loss") == [0.5]
    assert notebook.printed() == "0.5\n"


def test_a_signal_handler_may_log_in_the_middle_of_a_call(notebook):
    begun = time.monotonic()
    notebook.run(
        "import signal, time\n"
        "signal.signal(signal.SIGALRM, lambda *_: log(alarm=1))\n"
        "signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)\n"
        "for i in range(20_000): log(loss=i)\n"
        "signal.setitimer(signal.ITIMER_REAL, 0)"
    )
    (record,) = notebook.records()
    assert record["logged"] > 20_000
    assert set(record["columns"]) == {"loss", "alarm"}
    assert time.monotonic() - begun < 30
