"""Numbers of documents: one register per agency and kind, one row per year, no gaps."""

from django.db import transaction

from yuegang.base import clock
from yuegang.base.models import DocumentNumber


def next_number(register: str, year: int | None = None) -> tuple[int, int]:
    """Take the next number of a register and return (year, number).

    The register's row stays locked until the caller's transaction ends: if it rolls back, the number is free again.
    Raises TransactionManagementError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a number belongs to the transaction of its document")
    when = year or clock.today().year
    DocumentNumber.objects.bulk_create([DocumentNumber(register=register, year=when)], ignore_conflicts=True)
    row = DocumentNumber.objects.select_for_update().get(register=register, year=when)
    row.last += 1
    row.save(update_fields=["last"])
    return when, row.last
