"""Take in what the portal wrote: the portal's role may only insert, so the worker validates and writes the rest."""

import logging
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from yuegang.base import clock
from yuegang.base.models import PortalIntake

logger = logging.getLogger(__name__)
BATCH = 100  # rows of one turn of the worker


def announce(kind: str, object_id: UUID) -> PortalIntake:
    """Insert the intake row beside the visitor's row, in the caller's transaction; kind is in settings.INTAKE_KINDS."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an intake row belongs to the transaction of its domain row")
    return PortalIntake.objects.create(kind=kind, object_id=object_id)


def take_in(limit: int = BATCH) -> int:
    """Process new intake rows, each in its own savepoint, and return how many were looked at."""
    with transaction.atomic():
        rows = list(
            PortalIntake.objects.select_for_update(skip_locked=True)
            .filter(state=PortalIntake.State.NEW)
            .order_by("created_at")[:limit]
        )
        for row in rows:
            _process(row)
    return len(rows)


def _process(row: PortalIntake) -> None:
    """Call the kind's function: it returns the rule that refuses the row, or nothing."""
    path = settings.INTAKE_KINDS.get(row.kind)
    try:
        with transaction.atomic():
            row.rule = "kind.unknown" if path is None else cast("str", import_string(path)(row.object_id))
    except ValidationError as error:
        row.rule = "row.invalid"
        fields = sorted(error.message_dict)
        logger.warning("intake.refused", extra={"intake": str(row.id), "kind": row.kind, "fields": fields})
    row.state = PortalIntake.State.REFUSED if row.rule else PortalIntake.State.ACCEPTED
    row.processed_at = clock.now()
    row.save(update_fields=["state", "rule", "processed_at"])
