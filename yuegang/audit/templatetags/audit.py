"""The trail of one record, for auditors."""

from typing import Any

from django import template

from yuegang.audit import access
from yuegang.audit.rows import rows_of

register = template.Library()
SHOWN = 20  # entries beside a record; the list holds the rest


@register.inclusion_tag("audit/_trail.html", takes_context=True)
def audit_trail(context: dict[str, Any], target: str) -> dict[str, Any]:  # Any: a template context
    """Show an auditor who did or read what with a record; others see nothing."""
    if not access.may_audit(context["request"].user):
        return {"rows": [], "target": target, "shown": False}
    return {"rows": rows_of(access.trail_of(target, SHOWN)), "target": target, "shown": True}
