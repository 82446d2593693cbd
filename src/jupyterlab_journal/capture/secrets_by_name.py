"""What the user's variables hold under names of secrets: the server takes it out of what it writes.

The values leave the kernel only in the reply to the server that asks, which
keeps them in memory. Nothing of the user's runs: plain texts are read, and the
own fields of dictionaries, namespaces, dataclasses and other objects.
"""

from __future__ import annotations

import os
from collections import OrderedDict, deque
from json import dumps
from time import perf_counter
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from jupyterlab_journal.capture.anatomy import fields_of, is_one_of, kinds_of
from jupyterlab_journal.capture.parameters import sent
from jupyterlab_journal.capture.probe import describe

SECRETS = "__jupyterlab_journal_secrets__"
SECRETS_MIME = "application/vnd.jupyterlab-journal.secrets.v1+json"
STEMS = (
    *("pass", "pwd", "pword", "psk", "psw", "pswd", "pincode", "accesscode", "securitycode", "pin code"),
    *("token", "jwt", "bearer", "pat", "secret", "cred", "dsn", "webhook", "sas", "hmac", "key", "auth"),
    *("mnemonic", "sess", "sid", "otp", "srf", "pw", "ak", "sk", "access code", "security code", "cookie"),
    *("密", "口令", "通行", "登录码", "登陆码", "暗号", "令牌", "权杖", "權杖", "凭", "憑"),
    *("授权码", "授权碼", "授權碼", "校验码", "激活码", "秘钥", "金鑰", "私钥", "私鑰", "访问键", "鉴权码"),
    *("パスワード", "トークン", "비밀번호", "토큰", "пароль", "contraseña", "contrasena", "mot de passe"),
)
"""In lower case; one of them is in every name that may be that of a secret. The server knows better."""

_LIMIT_S = 0.02
_SHORTEST, _LONGEST = 8, 4_096  # characters of a value; a shorter one would be found in ordinary words
_MAX_VALUES = 200
_MAX_CHARACTERS = 24_000  # of a reply, as sent
_MAX_HOLDERS = 2_000  # objects that are looked into
_MAX_FIELDS = 1_000  # of one object
_MAX_DEPTH = 3
_MAX_NAME = 200
_OPAQUE = (ModuleType, FunctionType, BuiltinFunctionType, MethodType, int, float, bool, complex, type(None))


class SecretVariables:
    """Answers a display with names and values, as JSON text.

    Parameters
    ----------
    shell : IPython shell
        Whose namespace is meant.
    """

    def __init__(self, shell: Any) -> None:  # noqa: ANN401 (IPython is no dependency of this package)
        self._shell = shell

    def __repr__(self) -> str:
        return "<jupyterlab-journal>"

    def _repr_mimebundle_(self, **_options: Any) -> dict[str, str]:  # noqa: ANN401 (the display protocol's options)
        try:
            variables = read_secrets(dict.copy(self._shell.user_ns))
            text = dumps({"variables": variables, "environment": _environment()})
        except BaseException as error:  # noqa: BLE001 (nothing may escape: IPython would store it)
            text = dumps({"problem": describe(error)})
        return {SECRETS_MIME: text, "text/plain": repr(self)}


def read_secrets(namespace: dict[str, Any]) -> list[tuple[str, str]]:
    """Return texts under names of secrets with these names, the variables' before those inside objects.

    At most 200, about 24,000 characters, found within 20 ms.
    """
    found: list[tuple[str, str]] = []
    room = _MAX_CHARACTERS
    end = perf_counter() + _LIMIT_S
    waiting: deque[tuple[str, Any, int]] = deque([("", namespace, 0)])
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_HOLDERS and perf_counter() < end:
        outer, holder, depth = waiting.popleft()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        for name, value in _fields(holder):
            label = _label(outer, name)
            text = _text(value)
            if text is None:
                if depth < _MAX_DEPTH and not is_one_of(type(value), _OPAQUE):
                    waiting.append((label, value, depth + 1))
            elif label and _SHORTEST <= len(text) <= _LONGEST:
                room -= sent(label) + sent(text)
                if room < 0 or len(found) >= _MAX_VALUES:
                    return found
                found.append((label, text))
    return found


def _label(outer: str, name: Any) -> str:  # noqa: ANN401 (a key of whatever kind)
    """Return the name that says that a value is secret, its own or that of what holds it; else nothing."""
    own = type(name) is str and len(name) <= _MAX_NAME and may_name_a_secret(name)
    return name if own and not (outer and name.startswith("_")) else outer


def may_name_a_secret(name: str) -> bool:
    """Whether a name may be that of a secret."""
    lowered = name.lower()
    return any(stem in lowered for stem in STEMS)


def _text(value: Any) -> str | None:  # noqa: ANN401 (whatever the user holds)
    if type(value) is str:
        return value
    if type(value) is bytes:
        return value[: _LONGEST + 1].decode("utf-8", "ignore")
    return None


def _fields(holder: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 (as above)
    """Return what an object holds by name; the items of a list have none of their own."""
    kind = type(holder)
    if is_one_of(kind, (list, tuple)):
        return [(None, item) for item in holder[:_MAX_FIELDS]]
    if kind is type:  # settings kept in a class
        own = kinds_of(holder)[0].startswith("__main__.")
        return list(dict(vars(holder)).items())[:_MAX_FIELDS] if own else []
    if "builtins.dict" in kinds_of(kind):
        fields = OrderedDict.copy(holder) if kind is OrderedDict else dict.copy(holder)
        return list(dict.items(fields))[:_MAX_FIELDS]
    return list(fields_of(holder).items())[:_MAX_FIELDS]


def _environment() -> list[tuple[str, str]]:
    """Return the variables of the environment as they are now, also those that were set in a cell."""
    found = []
    room = _MAX_CHARACTERS
    for name, value in os.environ.copy().items():
        if may_name_a_secret(name) and _SHORTEST <= len(value) <= _LONGEST:
            room -= sent(name) + sent(value)
            if room < 0:
                break
            found.append((name, value))
    return found
