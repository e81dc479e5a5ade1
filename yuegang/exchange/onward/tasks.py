"""Tasks of the worker for passing on."""

from procrastinate.contrib.django import app

from yuegang.exchange.keystore import own_keystore
from yuegang.exchange.onward import sending
from yuegang.exchange.onward.actions import PASS_ON, SIGN_GRANT


@app.task(name=SIGN_GRANT)
def sign_grant(request_id: str) -> str:
    """Sign and send the answer to a request."""
    return sending.send_answer(request_id, own_keystore().load())


@app.task(name=PASS_ON)
def pass_on(request_id: str) -> str:
    """Send the copy that a grant allows."""
    return sending.pass_on(request_id, own_keystore().load())
