"""Tell numba to keep what it compiles under var/; import this before anything that compiles.

numba reads the folder when a function is decorated, hence at import.
"""

import os
from pathlib import Path

FOLDER = Path(os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(__file__).parent.parent / "var" / "numba")))
