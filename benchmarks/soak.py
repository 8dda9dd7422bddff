"""`python -m benchmarks.soak`: whether the server grows while it is used for a long time.

First so many addresses drawn at random are fetched that all caches are full: that they fill is no growth.
Then readers filter, search, page and leave over Streamlit's own protocol; beside them further such
addresses are fetched. The memory of the process is noted every few seconds. The slope is that of a
straight line through the second half.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from data.settings import SHIPPED

from .addresses import addresses, fetch, fetched_all
from .readers import Waited, acts, visits
from .serving import DASHBOARD, Server, server

SAMPLE_EVERY = 10.0
READER_EVERY = (2.0, 4.0)
READERS, REQUESTS = 20, 1.0
# More than the caches hold: pages fill theirs after some 7,600, documents after 2,500.
FILLING = 10_000


@dataclass(frozen=True)
class Sample:
    """The process at one moment: seconds since the start, bytes of memory, open files, threads."""

    seconds: float
    memory: int
    files: int
    threads: int


@dataclass
class Fetched:
    """How many addresses were fetched, and what was no answer of the server's own making."""

    requests: int = 0
    failures: list[str] = field(default_factory=list)


def sampled(on: Server, started: float) -> Sample:
    """What the system says of the process now."""
    files = len(list(Path(f"/proc/{on.process}/fd").iterdir()))
    threads = len(list(Path(f"/proc/{on.process}/task").iterdir()))
    return Sample(time.monotonic() - started, on.memory(), files, threads)


def slope(samples: Sequence[Sample]) -> tuple[float, float]:
    """MB an hour by least squares, and the standard error of that as if samples
    did not depend on the ones before."""
    hours = [sample.seconds / 3600 for sample in samples]
    memory = [sample.memory / 2**20 for sample in samples]
    steep, start = statistics.linear_regression(hours, memory)
    rest = sum((seen - start - steep * at) ** 2 for at, seen in zip(hours, memory, strict=True))
    middle = statistics.mean(hours)
    return steep, math.sqrt(rest / (len(hours) - 2) / sum((at - middle) ** 2 for at in hours))


async def _fetching(on: Server, paths: Iterator[str], a_second: float, end: float, fetched: Fetched) -> None:
    while time.monotonic() < end:
        begun = time.monotonic()
        problem = await asyncio.to_thread(fetch, f"{on.address}{next(paths)}")
        fetched.requests += 1
        if problem:
            fetched.failures.append(problem)
        await asyncio.sleep(max(0.0, 1 / a_second - (time.monotonic() - begun)))


async def _sampling(on: Server, started: float, end: float, samples: list[Sample]) -> None:
    while time.monotonic() < end:
        samples.append(sampled(on, started))
        await asyncio.sleep(SAMPLE_EVERY)


async def soaked(
    on: Server, dataset: Path, readers: int, a_second: float, minutes: float
) -> tuple[list[Sample], Waited, Fetched]:
    """Samples of a server's process under a low load of some minutes, and what the load met."""
    todo = acts(dataset, seed=7)
    samples: list[Sample] = []
    waited, fetched = Waited(), Fetched()
    started = time.monotonic()
    end = started + minutes * 60
    low, high = READER_EVERY
    async with asyncio.TaskGroup() as group:
        group.create_task(_sampling(on, started, end, samples))
        group.create_task(_fetching(on, addresses(dataset, seed=7), a_second, end, fetched))
        for number in range(readers):
            first = number * len(todo) // readers
            every = low + (high - low) * number / readers
            own = [*todo[first:], *todo[:first]]
            group.create_task(visits(on.port, own, every, every * number / readers, end, waited))
    return samples, waited, fetched


def soak(dataset: Path, minutes: float, readers: int = READERS, a_second: float = REQUESTS) -> dict[str, Any]:
    """What a server of its own, whose caches are full, met in some minutes under a low load, how much of one core it
    took, and how its memory went: bytes at most, all samples, and the slope of the second half in MB an hour with its
    standard error."""
    with server(DASHBOARD, dataset) as running:
        filling = fetched_all(running.address, islice(addresses(dataset, seed=5), FILLING))
        before = running.processor_seconds()
        samples, waited, fetched = asyncio.run(soaked(running, dataset, readers, a_second, minutes))
        cores = (running.processor_seconds() - before) / (minutes * 60)
        peak = running.memory("VmHWM")
    steep, error = slope(samples[len(samples) // 2 :])
    return {
        "minutes": minutes,
        "acts": len(waited.seconds),
        "requests": fetched.requests,
        "filled": FILLING,
        "failures": filling + waited.failures + fetched.failures,
        "cores": cores,
        "peak": peak,
        "slope_mb_an_hour": steep,
        "standard_error": error,
        "samples": [asdict(sample) for sample in samples],
    }


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30, help="how long (30)")
    parser.add_argument("--readers", type=int, default=READERS, help="readers at once, each acting every 2 to 4 s (20)")
    parser.add_argument("--requests", type=float, default=REQUESTS, help="plain requests a second (1)")
    parser.add_argument("--dataset", type=Path, default=SHIPPED, help="folder of a dataset")
    parser.add_argument("--json", type=Path, help="file to write the figures and all samples to")
    options = parser.parse_args()
    found = soak(options.dataset, options.minutes, options.readers, options.requests)
    ends = {"start": found["samples"][0], "end": found["samples"][-1]}
    print(json.dumps({name: each for name, each in found.items() if name != "samples"} | ends, indent=1))
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
