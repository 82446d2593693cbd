"""What every handler shares: permission, body limit, JSON, errors."""

from __future__ import annotations

import asyncio
import json
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeVar

from jupyter_core.utils import ensure_async
from jupyter_server.base.handlers import APIHandler
from jupyter_server.i18n import parse_accept_lang_header
from tornado import web

from jupyterlab_journal.errors import (
    Conflict,
    ExportFailed,
    InvalidEntry,
    InvalidRequest,
    InvalidTemplate,
    JournalError,
    KernelUnavailable,
    NotFound,
    ReviewFailed,
)
from jupyterlab_journal.locale import LOCALES, Message, closest_locale
from jupyterlab_journal.server.decoding import decode_body
from jupyterlab_journal.server.worker import WorkerDied

if TYPE_CHECKING:
    import logging

    from jupyterlab_journal.server.bodies import Error
    from jupyterlab_journal.server.secrets import Secrets

Body = TypeVar("Body")

MAX_BODY_BYTES = 8 * 1024 * 1024
_LARGE_BODY_BYTES = 256 * 1024  # parsing and checking more takes long enough to be felt by others


class BodyTooLarge(InvalidRequest):
    """A body over the limit."""

    code = "body_too_large"


_STATUS: tuple[tuple[type[JournalError], HTTPStatus], ...] = (
    (BodyTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (InvalidRequest, HTTPStatus.BAD_REQUEST),
    (InvalidEntry, HTTPStatus.BAD_REQUEST),
    (InvalidTemplate, HTTPStatus.BAD_REQUEST),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (ExportFailed, HTTPStatus.CONFLICT),
    (ReviewFailed, HTTPStatus.CONFLICT),
    (KernelUnavailable, HTTPStatus.SERVICE_UNAVAILABLE),
    (WorkerDied, HTTPStatus.SERVICE_UNAVAILABLE),
)


_DESCRIBED = {400, 401, 403, 404, 405}
"""Statuses that have a sentence of their own in every language."""


@web.stream_request_body
class JournalHandler(APIHandler):
    """Base of all handlers of this extension.

    The body is taken in pieces and dropped beyond `MAX_BODY_BYTES`, so that a
    huge one costs no memory and still gets a readable answer.
    """

    auth_resource = "journal"
    secrets: Secrets
    journal_log: logging.Logger

    @property
    def log(self) -> logging.Logger:
        """The extension's own log: its lines, those about requests too, are redacted."""
        return self.journal_log

    def initialize(self, **services: Any) -> None:  # noqa: ANN401 (whatever the route hands over)
        """Keep the services that the route table hands over, under their names."""
        self._chunks: list[bytes] = []
        self._received = 0
        for name, service in services.items():
            setattr(self, name, service)

    def data_received(self, chunk: bytes) -> None:
        """Take one piece of the body."""
        self._received += len(chunk)
        if self._received > MAX_BODY_BYTES:
            self._chunks.clear()
        else:
            self._chunks.append(chunk)

    async def may(self, action: str, resource: str) -> bool:
        """Whether the user may do `action` to a resource of the server itself, such as ``kernels``.

        The journal reaches kernels and notebooks by ways of its own: they must
        be open to nobody who is kept from them elsewhere.
        """
        answer = self.authorizer.is_authorized(self, self.current_user, action, resource)
        return bool(await ensure_async(answer))

    async def require(self, action: str, resource: str) -> None:
        """Answer with 403 unless the user may do `action` to `resource`."""
        if not await self.may(action, resource):
            raise web.HTTPError(403, f"User is not authorized to {action} on resource: {resource}.")

    async def read_json(self, kind: type[Body]) -> Body:
        """Return the body of a request of that kind.

        Raises
        ------
        InvalidRequest
            When it is over the limit, not JSON, or does not fit.
        """
        body = self.read_body()
        if len(body) > _LARGE_BODY_BYTES:
            return await asyncio.to_thread(decode_body, body, kind)
        return decode_body(body, kind)

    def read_body(self) -> bytes:
        """Return the body as it was sent.

        Raises
        ------
        BodyTooLarge
            When it is over the limit.
        """
        if self._received > MAX_BODY_BYTES:
            raise BodyTooLarge("body_too_large", size=self._received, limit=MAX_BODY_BYTES)
        return b"".join(self._chunks)

    def read_locale(self) -> str:
        """Return the language that the query asks for; English when it names none.

        Raises
        ------
        InvalidRequest
            When there is no such language.
        """
        locale = self.get_query_argument("locale", LOCALES[0])
        if locale not in LOCALES:
            raise InvalidRequest(
                "unknown_locale", locale=repr(self.secrets.redactor.redact(locale).text[:40]), locales=LOCALES
            )
        return locale

    @property
    def language(self) -> str:
        """Language of messages and remarks: the first of ``Accept-Language`` that there is, else English."""
        asked = parse_accept_lang_header(self.request.headers.get("Accept-Language", ""))
        return closest_locale(*reversed(asked))

    def write_error(self, status_code: int, **kwargs: Any) -> None:  # noqa: ANN401 (tornado's signature)
        """Answer any failure as ``{code, message, hint}``; never a traceback, path or token."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        if isinstance(error, JournalError):
            reply = self.describe(error)
        elif isinstance(error, web.HTTPError) and status_code < 500:
            reply = self._http_reply(status_code)
        else:
            reply = self._unexpected()
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(reply))

    def describe(self, error: JournalError) -> Error:
        """Return the JSON form of an error in the language of the request; it may quote what was sent."""
        reply = _reply(error.code, error.sentence, self.language)
        reply["message"] = self.secrets.redactor.redact(reply["message"]).text
        return reply

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:  # noqa: ANN401 (tornado's signature)
        """Give each of our errors its status."""
        error = (kwargs.get("exc_info") or (None, None, None))[1]
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), status_code)
        super().send_error(int(status), **kwargs)

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:  # noqa: ANN401 (tornado's signature)
        """Log what is unexpected; errors raised on purpose are answers, not faults."""
        if isinstance(value, web.HTTPError):
            super().log_exception(typ, value, tb)
        elif not isinstance(value, JournalError):
            self.log.error("jupyterlab-journal: unexpected", exc_info=(typ, value, tb))

    def _unexpected(self) -> Error:
        reference = uuid.uuid4().hex[:12]
        self.log.error(
            "jupyterlab-journal: error %s in %s %s", reference, self.request.method, self.request.path
        )
        return _reply("internal_error", Message("internal_error", reference=reference), self.language)

    def _http_reply(self, status_code: int) -> Error:
        """Describe an error of the server's own; its message may name a path, so it is not passed on."""
        status = HTTPStatus(status_code)
        if status_code in _DESCRIBED:
            sentence = Message(f"http_{status_code}")
        else:
            sentence = Message("http_other", phrase=status.phrase, description=status.description)
        return _reply(status.name.lower(), sentence, self.language)


def _reply(code: str, sentence: Message, locale: str) -> Error:
    return {"code": code, "message": sentence.written_in(locale), "hint": sentence.hint_in(locale)}
