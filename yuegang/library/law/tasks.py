"""Tasks of the worker for law."""

from procrastinate.contrib.django import app

from yuegang.library.law import actions


@app.task(name=actions.PUBLISH, queueing_lock=None)
def publish(load_id: int, checked_by: str) -> int:
    """Write what a second person approved."""
    return len(actions.publish(load_id, checked_by))
