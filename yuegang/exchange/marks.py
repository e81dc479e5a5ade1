"""Remember outside the database how long each log became: a database restored from a backup does not know it."""

from pathlib import Path

FOLDER = "log"  # beside the keys: whoever restores the database alone leaves it as it is
RESTORED = "restored"  # touched by a restore: every log must be confirmed by its reader before it grows again


def mark(keystore: Path, peer: str, size: int) -> None:
    """Remember that the log for a peer has this size; called once that is committed."""
    folder = keystore / FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    waiting = folder / f".{peer}.new"
    waiting.touch(mode=0o600)
    waiting.write_text(str(size), encoding="ascii")
    waiting.replace(folder / peer)


def is_behind(keystore: Path, peer: str, size: int) -> bool:
    """Tell whether a log of this size lacks entries that were signed, or may lack them after a restore."""
    kept, restored = keystore / FOLDER / peer, keystore / FOLDER / RESTORED
    known = int(kept.read_text(encoding="ascii") or 0) if kept.exists() else 0
    if known > size:
        return True
    return restored.exists() and (not kept.exists() or _changed(kept) <= _changed(restored))


def forget(keystore: Path) -> None:
    """Note that the database was restored."""
    folder = keystore / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / RESTORED).touch(mode=0o600)  # its time counts


def _changed(path: Path) -> int:
    return path.stat().st_mtime_ns
