"""A supervisor that a test kills: python -m tests.deploy.killed_parent FOLDER."""

import os
import sys
import time
from pathlib import Path

from yuegang.base.embedded import throw_away
from yuegang.deploy.supervisor import Program, Supervisor

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    supervisor = Supervisor(lambda line: None)
    supervisor.start_database(throw_away(folder / "pg"))
    command = [sys.executable, "-m", "tests.deploy.sleeper", str(folder / "pids")]
    supervisor.add(Program("sleeper", command, dict(os.environ), folder / "sleeper.log"))
    assert supervisor.database is not None and supervisor.database.server.process is not None
    while not (folder / "pids").exists():
        time.sleep(0.05)
    with (folder / "pids").open("a") as file:
        file.write(f"{supervisor.database.server.process.pid}\n")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    supervisor.run()
