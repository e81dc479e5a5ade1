"""Tell numba to keep what it compiles under var/; import this before anything that compiles.

numba reads the folder when a function is decorated, hence at import. It only looks whether the file of a function
changed, not whether the files of what it calls did: so each state of the engine has a folder of its own.
"""

import hashlib
import os
from pathlib import Path

_HERE = Path(__file__).parent


def _state() -> str:
    digest = hashlib.sha256()
    for path in sorted((_HERE / "engine").rglob("*.py")):
        if "njit(" in (source := path.read_text(encoding="utf-8")):
            digest.update(source.encode())
    return digest.hexdigest()[:16]


FOLDER = Path(os.environ.setdefault("NUMBA_CACHE_DIR", str(_HERE.parent / "var" / "numba" / _state())))
