"""What the server learns of secrets in variables, from real kernels."""

from __future__ import annotations

import pytest

from jupyterlab_journal.capture.secrets_by_name import SECRETS, SECRETS_MIME
from jupyterlab_journal.errors import NotFound
from jupyterlab_journal.watch.kernel_secrets import SecretVariables, read_secret_variables
from jupyterlab_journal.watch.planting_program import NAME

VALUE = "k9#mQ2x!vb71"


async def test_variables_and_what_a_cell_put_into_the_environment(kernel, watches):
    kernel_id, user = kernel
    await user.run(
        f"cfg = {{'db_password': {VALUE!r}}}; import os; os.environ['LAB_TOKEN'] = 'river-{VALUE}'"
    )
    found = await watches.secret_variables(kernel_id)
    assert ("db_password", VALUE) in found.variables
    assert ("LAB_TOKEN", f"river-{VALUE}") in found.environment
    assert VALUE not in repr(found)


async def test_beside_a_running_cell(kernel, watches):
    kernel_id, user = kernel
    await watches.parameters(kernel_id)  # planted
    await user.run(f"password = {VALUE!r}")
    await user.begin("import time; time.sleep(600)")
    assert ("password", VALUE) in (await watches.secret_variables(kernel_id)).variables


async def test_the_question_leaves_no_trace_in_the_namespace(kernel, watches):
    kernel_id, user = kernel
    await user.run(f"password = {VALUE!r}; before = set(globals()) | {{'before'}}")
    await watches.secret_variables(kernel_id)
    history = "{'_i', '_ii', '_iii'} - {f'_i{number}' for number in range(9)}"
    assert await user.run(f"print(set(globals()) - before - {history})") == "set()\n"


async def test_another_object_under_our_name_is_gone_with_its_cell(kernel, watches):
    kernel_id, user = kernel
    await watches.parameters(kernel_id)
    liar = f"class Liar:\n    def _repr_mimebundle_(self, **_): return {{'{SECRETS_MIME}': '[1]'}}\n"
    await user.run(f"{liar}import builtins; builtins.{SECRETS} = Liar(); api_token = {VALUE!r}")
    assert ("api_token", VALUE) in (await watches.secret_variables(kernel_id)).variables


async def test_no_such_kernel(watches):
    with pytest.raises(NotFound):
        await watches.secret_variables("none")


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"variables": 3}', '{"variables": [[1, 2], ["a"], "ab"]}', "null"]
)
def test_what_does_not_fit_is_left_out(text):
    assert read_secret_variables({SECRETS_MIME: text}) == SecretVariables()
    assert read_secret_variables({NAME: text}) == SecretVariables()
