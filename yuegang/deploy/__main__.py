"""Commands around nodes: python -m yuegang.deploy COMMAND; what is not named here goes to Django's management."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence

from yuegang.base.embedded import EmbeddedError
from yuegang.deploy import provision, serve
from yuegang.deploy.backup import run_backup, run_restore
from yuegang.deploy.demo.once import run_once
from yuegang.deploy.demo.people import PAIR
from yuegang.deploy.demo.show import chosen_nodes, run_codes, run_demo
from yuegang.deploy.doctor import doctor
from yuegang.deploy.node import MANAGE, ROOT, Home, NodeError, served, take_option
from yuegang.deploy.supervisor import StopRequested, Supervisor, signals_stop


def say(line: str) -> None:
    """Print one line of progress at once."""
    print(line, flush=True)


def run_serve(words: Sequence[str]) -> int:
    """Keep the nodes of YUEGANG_HOME running; words: codes of nodes, all by default."""
    home = Home.from_environment()
    codes = list(words) or [node.code for node in home.nodes()]
    if not codes:
        raise NodeError(f"no node in {home.folder}: name the code of the one to make, e.g. ./run serve gd-customs")
    with signals_stop():
        supervisor = Supervisor(say)
        try:
            server = home.server
            if home.needs_server:
                supervisor.start_database(server)
            nodes = provision.prepare(home, server, codes, say)
            serve.start(supervisor, nodes)
            serve.wait(supervisor, nodes, say)
            for node in nodes:
                say(f"{node.code}: office {node.url('office')}  portal {node.url('portal')}")
            supervisor.run()
        finally:
            supervisor.stop()
    return 0


def run_management(words: Sequence[str]) -> int:
    """Run a command of Django's management as the owner of a node."""
    words, code = take_option(words, "--node")
    home = Home.from_environment()
    if not home.nodes() and words[:1] != ["help"]:
        # Commands that need no database (makemessages, check) work before the first node stands.
        os.execv(sys.executable, [sys.executable, "-m", "yuegang", *words])
    node = home.node(code)
    with served(home):
        child = subprocess.Popen([sys.executable, "-m", "yuegang", *words], cwd=ROOT, env=node.environment(MANAGE))
        with contextlib.suppress(KeyboardInterrupt):
            return child.wait()
        child.send_signal(signal.SIGTERM)
        return child.wait()


def run_demonstration(words: Sequence[str]) -> int:
    """./run demo [--fresh] [--nodes CODE,CODE…] until Ctrl-C, or ./run demo --once [--closed] [--nodes CODE,CODE…]."""
    rest, listed = take_option(words, "--nodes", ",".join(PAIR))
    if "--once" in rest and set(rest) <= {"--once", "--closed"}:
        return run_once(chosen_nodes(listed), is_closed="--closed" in rest)
    return run_demo(words)


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "demo": run_demonstration,
    "codes": run_codes,
    "serve": run_serve,
    "doctor": doctor,
    "backup": run_backup,
    "restore": run_restore,
}


def main(words: Sequence[str]) -> int:
    """Run one command; print what is wrong as one line."""
    if not words:
        raise NodeError("name a command")
    command = COMMANDS.get(words[0])
    try:
        return command(words[1:]) if command else run_management(words)
    except (NodeError, EmbeddedError) as error:
        print(f"{words[0]}: {error}", file=sys.stderr)
        return 1
    except (StopRequested, KeyboardInterrupt):
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
