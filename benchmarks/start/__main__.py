"""PERF-14: a second start of the server to its first answer, and its resident memory."""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

N_RUNS = 5
PORT = int(os.environ.get("ZHONGSHU_BENCHMARK_PORT", "8471"))
LIMIT_SECONDS, LIMIT_MEGABYTES = 3.0, 400.0
PATHS = ("/healthz", "/")


def answers(path: str) -> bool:
    """Whether the server answers a GET; nobody listening is no answer."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def resident_megabytes(pid: int) -> float:
    """Resident memory as Linux counts it."""
    status = Path(f"/proc/{pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def start_once(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Start the server; return seconds to its first answer and megabytes once it has settled."""
    began = time.perf_counter()
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        while not answers(PATHS[0]):
            if server.poll() is not None:
                sys.exit(f"the server ended with {server.returncode}")
            time.sleep(0.01)
        seconds = time.perf_counter() - began
        for path in PATHS:
            answers(path)
        time.sleep(3)
        return seconds, resident_megabytes(server.pid)
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """Load the demo company, start once unmeasured, then measure."""
    zhongshu = str(Path(sys.executable).parent / "zhongshu")
    with tempfile.TemporaryDirectory() as home:
        environment = dict(os.environ, ZHONGSHU_HOME=home)
        environment.pop("ZHONGSHU_DATABASE_URL", None)
        subprocess.run([zhongshu, "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
        command = [zhongshu, "serve", "--demo", "--port", str(PORT)]
        start_once(command, environment)
        runs = [start_once(command, environment) for _ in range(N_RUNS)]

    print(f"{'what':<28} {'median':>8} {'min':>8} {'max':>8} {'bar':>8}")
    rows = [
        ("start to first answer, s", [run[0] for run in runs], LIMIT_SECONDS),
        ("resident memory, MB", [run[1] for run in runs], LIMIT_MEGABYTES),
    ]
    for name, values, limit in rows:
        middle = statistics.median(values)
        print(f"{name:<28} {middle:>8.2f} {min(values):>8.2f} {max(values):>8.2f} {limit:>8.0f}")


if __name__ == "__main__":
    main()
