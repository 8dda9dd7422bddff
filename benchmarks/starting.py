"""`python -m benchmarks.starting`: from the start of the process to the first answer, beside an empty Streamlit app."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
import urllib.request

from .processes import free_ports
from .serving import ROOT

# What is started, and where each answers once it serves.
APPS = {"Counterpoint": ("dashboard:app", "/healthz"), "empty app": ("benchmarks.empty:app", "/_stcore/health")}
PATIENCE = 120.0


def started(app: str, health: str) -> float:
    """Seconds until a process of its own answers. TimeoutError if it does not."""
    (port,) = free_ports(1)
    begun = time.monotonic()
    command = [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--no-access-log"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            while time.monotonic() < begun + PATIENCE:
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}{health}", timeout=5)
                except OSError:
                    time.sleep(0.01)
                else:
                    return time.monotonic() - begun
        finally:
            process.terminate()
    raise TimeoutError(f"{app} has not answered for {PATIENCE:.0f} s")


def main() -> None:
    """Prints one line for each, in turn, so that a busy machine slows both."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.starting", description=__doc__)
    parser.add_argument("--times", type=int, default=5, help="starts of each (5)")
    options = parser.parse_args()
    took: dict[str, list[float]] = {name: [] for name in APPS}
    for _ in range(options.times):
        for name, (app, health) in APPS.items():
            took[name].append(started(app, health))
    medians = {name: statistics.median(seconds) for name, seconds in took.items()}
    for name, seconds in took.items():
        print(f"{name:<14}{medians[name]:>6.2f} s   {', '.join(f'{each:.2f}' for each in seconds)}")
    print(f"{'ratio':<14}{medians['Counterpoint'] / medians['empty app']:>6.2f}")


if __name__ == "__main__":
    main()
