"""Refuse to start when the table of kinds names what is not there."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.module_loading import import_string

from yuegang.engine.protocol.fields import is_kind
from yuegang.engine.protocol.receipt import KIND as RECEIPT
from yuegang.engine.protocol.schema import KindSchema


def check_handlers(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:  # Any: Django's signature
    """Check that each kind of settings.EXCHANGE_HANDLERS has a handler whose schema bears its name."""
    return [message for kind, path in settings.EXCHANGE_HANDLERS.items() if (message := _fault(kind, path)) is not None]


def _fault(kind: str, path: str) -> CheckMessage | None:
    try:
        handler = import_string(path)
    except ImportError as error:
        return Error(f"EXCHANGE_HANDLERS[{kind!r}]: {path} cannot be imported: {error}", id="exchange.E001")
    schema = getattr(handler, "schema", None)
    if not isinstance(schema, KindSchema) or schema.kind != kind or not is_kind(kind) or kind == RECEIPT:
        return Error(f"EXCHANGE_HANDLERS[{kind!r}]: {path} has no schema of this kind", id="exchange.E002")
    if not callable(getattr(handler, "apply", None)):
        return Error(f"EXCHANGE_HANDLERS[{kind!r}]: {path} cannot apply what arrives", id="exchange.E003")
    return None
