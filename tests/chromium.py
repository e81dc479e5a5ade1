"""Find a real browser or install one; a missing browser is an error that names the remedies, never a skip."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
UNPACKED = ROOT / "var" / "browser" / "chromium"
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
REMEDIES = """no browser was found and none could be installed. Any one of these helps:
  - as root on Debian or Ubuntu: apt-get install chromium
  - install Google Chrome or Chromium so that it is on PATH
  - set CHROMIUM to the program of a Chromium or Chrome
  - unpack the npm package @sparticuz/chromium so that its program is var/browser/chromium"""


class NoBrowser(Exception):
    """There is no browser; the text names the remedies."""


def find() -> Path | None:
    """Return the browser: CHROMIUM, then the PATH, then an unpacked copy."""
    told = os.environ.get("CHROMIUM")
    if told:
        return Path(told) if os.access(told, os.X_OK) else None
    found = [path for name in NAMES if (path := shutil.which(name))]
    places = [Path(path) for path in found] + [UNPACKED, MAC]
    return next((path for path in places if os.access(path, os.X_OK)), None)


def install() -> None:
    """Install Debian's chromium if this is root on Debian or Ubuntu."""
    if platform.system() != "Linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("test: no browser found, installing chromium (about 290 MB) …", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", *words], env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"test: apt-get {words[0]}: {(done.stderr.strip().splitlines() or ['failed'])[-1]}", flush=True)
            return


def provide() -> Path:
    """Return a browser that starts; raises NoBrowser naming the remedies."""
    path = find()
    if path is None and not os.environ.get("CHROMIUM"):
        install()
        path = find()
    if path is None:
        raise NoBrowser(REMEDIES)
    return path


def version(path: Path) -> str:
    """Return what the browser calls itself."""
    done = subprocess.run([str(path), "--version"], capture_output=True, text=True, check=False)
    return done.stdout.strip() or f"does not start: {done.stderr.strip()[:200]}"


if __name__ == "__main__":
    try:
        print(provide())
    except NoBrowser as error:
        sys.exit(str(error))
