"""Where the project's own files are."""

import subprocess
import tomllib
from pathlib import Path

import zhongshu

PACKAGE = Path(zhongshu.__path__[0])
ROOT = Path(__file__).resolve().parents[2]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BINARY = {".png", ".jpg", ".ico", ".woff2", ".mpp", ".gz", ".xlsx", ".sqlite3", ".whl", ".npz"}


def python_files() -> list[Path]:
    """Every Python file of the package but its migrations."""
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def layers() -> list[str]:
    """The domains from high to low, as the import contract has them."""
    contracts = PYPROJECT["tool"]["importlinter"]["contracts"]
    return [name.strip(" ()") for line in contracts[0]["layers"] for name in line.split("|")]


def text_files() -> list[Path]:
    """Every text file that belongs to the project: what git holds or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix.lower() not in BINARY]
