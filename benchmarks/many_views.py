"""`python -m benchmarks.many_views`: what 10,000 different views leave in a server's memory.

Addresses drawn at random are fetched over a few connections, one after the other on each.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from data.settings import SHIPPED

from .addresses import addresses, fetched_all
from .serving import DASHBOARD, Server, server

STEPS = 20


@dataclass(frozen=True)
class Seen:
    """The process after so many views: bytes of memory, and seconds since the first."""

    views: int
    memory: int
    seconds: float


def viewed(on: Server, dataset: Path, count: int) -> tuple[list[Seen], list[str]]:
    """The memory of a server's process at some points on the way through `count`
    views, and what failed."""
    drawn, failures = addresses(dataset, seed=11), list[str]()
    started = time.monotonic()
    seen = [Seen(0, on.memory(), 0.0)]
    for step in range(1, STEPS + 1):
        failures += fetched_all(on.address, islice(drawn, count // STEPS))
        seen.append(Seen(step * (count // STEPS), on.memory(), time.monotonic() - started))
    return seen, failures


def many_views(dataset: Path, count: int) -> dict[str, Any]:
    """What `count` views leave in a server of its own: bytes at most and on the way, and what failed."""
    with server(DASHBOARD, dataset) as running:
        seen, failures = viewed(running, dataset, count)
        peak = running.memory("VmHWM")
    return {"peak": peak, "failures": failures, "seen": [asdict(point) for point in seen]}


def main() -> None:
    """Prints the memory on the way, and the highest."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_views", description=__doc__)
    parser.add_argument("--views", type=int, default=10_000, help="how many (10,000)")
    parser.add_argument("--dataset", type=Path, default=SHIPPED, help="folder of a dataset")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    options = parser.parse_args()
    found = many_views(options.dataset, options.views)
    for point in found["seen"]:
        print(f"{point['views']:>7,} views {point['memory'] / 2**20:>6.0f} MB {point['seconds']:>6.0f} s")
    failures = found["failures"]
    print(f"highest {found['peak'] / 2**20:.0f} MB, failed {len(failures)} {failures[:3]}")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
