"""Continuous requests over persistent connections, and the number of readers of a process."""

import http.client
import itertools
import re
import threading
import time
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

PATHS = (
    "/compare",
    "/compare?sort=recent",
    "/timeline?issue=crimea",
    "/api/v1/issues",
    "/api/v1/statements?per_page=5",
)
PATHS += ("/version", "/healthz", "/assets/fonts/sans-latin.woff2", "/_stcore/health", "/download/statements.csv")
THREADS = 3
# Enough to meet every moment of a process's end, and little enough that another one starts beside it.
PAUSE = 0.02


@dataclass
class Answers:
    """The number of right answers, and what was wrong with others."""

    right: int = 0
    failures: list[str] = field(default_factory=list)


@contextmanager
def under_load(addresses: Sequence[str]) -> Iterator[dict[str, Answers]]:
    """Asks each address from several threads for as long as the block lasts."""
    found = {address: Answers() for address in addresses}
    ended = threading.Event()
    with ThreadPoolExecutor(THREADS * len(addresses)) as pool:
        for address, start in itertools.product(addresses, range(THREADS)):
            pool.submit(_asking, address, found[address], ended, start)
        try:
            yield found
        finally:
            ended.set()


def _asking(address: str, answers: Answers, ended: threading.Event, start: int) -> None:
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=15)
    for path in itertools.islice(itertools.cycle(PATHS), start, None):
        if ended.wait(PAUSE):
            break
        begun = time.monotonic()
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            said = "" if answer.status == 200 else str(answer.status)
        except (OSError, http.client.HTTPException) as error:
            said = f"{type(error).__name__} {error}"
            connection.close()
        if said:
            answers.failures.append(f"{path}: {said} after {time.monotonic() - begun:.2f} s")
        else:
            answers.right += 1
    connection.close()


def sockets(port: int) -> int:
    """The number of readers that a process holds."""
    text = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
    found = re.search(r"^counterpoint_sockets (\S+)$", text, re.MULTILINE)
    return int(float(found[1]))
