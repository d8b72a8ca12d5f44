"""How kernels are compiled, and where the machine code is kept for the next start."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

import numba


def _cache_folder() -> Path:
    """A folder for exactly these sources.

    Numba renews what it keeps when a file changes, but not when a file that it calls into does.
    """
    digest = hashlib.sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    return _base() / digest.hexdigest()[:16]


def _base() -> Path:
    chosen = os.environ.get("NUMBA_CACHE_DIR")
    if chosen:
        return Path(chosen)
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "zhongshu"
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.gettempdir()) / f"zhongshu-{os.getuid()}"
    return home if os.access(home, os.W_OK) else Path(tempfile.gettempdir()) / "zhongshu"


numba.config.CACHE_DIR = str(_cache_folder())  # type: ignore[attr-defined]

compiled = numba.njit(cache=True, nogil=True, error_model="numpy")

# For functions that make no array: without the reference counts of the arrays they are given,
# which cost an atomic instruction at every call, inner loops run several times as fast.
_LEAN: Any = {"cache": True, "nogil": True, "error_model": "numpy", "_nrt": False}
lean = numba.njit(**_LEAN)

# The same, merged into its caller.
merged = numba.njit(**_LEAN, inline="always")
