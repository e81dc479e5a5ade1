"""Start the processes of nodes and wait until each answers."""

import http.client
import ssl
import time
from collections.abc import Callable, Sequence

from yuegang.deploy.node import Node, NodeError
from yuegang.deploy.supervisor import Supervisor, webs_of, worker_of

READY_TIMEOUT = 60.0  # seconds
WEB = ("office", "portal")


def start(supervisor: Supervisor, nodes: Sequence[Node]) -> None:
    """Start every process of these nodes."""
    start_webs(supervisor, nodes)
    start_workers(supervisor, nodes)


def start_webs(supervisor: Supervisor, nodes: Sequence[Node]) -> None:
    """Start the web processes, which do nothing until they are asked."""
    for program in [program for node in nodes for program in webs_of(node)]:
        supervisor.add(program)


def start_workers(supervisor: Supervisor, nodes: Sequence[Node]) -> None:
    """Start the workers, which seal, fetch and run jobs from now on."""
    for node in nodes:
        supervisor.add(worker_of(node))


def wait(supervisor: Supervisor, nodes: Sequence[Node], progress: Callable[[str], None]) -> None:
    """Wait until every web process answers; raises NodeError naming the one that does not."""
    began = said = time.monotonic()
    waiting = [(node, zone) for node in nodes for zone in WEB]
    waiting += [(node, "exchange") for node in nodes if not node.is_closed]
    while waiting:
        supervisor.tick()
        waiting = [(node, zone) for node, zone in waiting if not answers(node, zone)]
        now = time.monotonic()
        if waiting and now - began > READY_TIMEOUT:
            node, zone = waiting[0]
            raise NodeError(f"{node.code} {zone} does not answer: see {node.folder / 'log' / zone}.log")
        if waiting and now - said > 5:
            said = now
            progress("waiting for " + ", ".join(f"{node.code} {zone}" for node, zone in waiting))
        time.sleep(0.1)


def answers(node: Node, zone: str) -> bool:
    """Return whether a web process of a node says that it is well."""
    if zone == "exchange":
        # The listener talks only to the peer; ourselves it refuses in the handshake, which is an answer too.
        context = ssl.create_default_context(cafile=str(node.listener / "root.pem"))
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            node.host, node.ports[zone], timeout=5, context=context
        )
    else:
        connection = http.client.HTTPConnection(node.host, node.ports[zone], timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200 or zone == "exchange"
    except ssl.SSLError:
        return True
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
