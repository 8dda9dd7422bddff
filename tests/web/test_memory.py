from __future__ import annotations

import subprocess
import sys

import pytest

from web.memory import _of_glibc

# Blocks that Python leaves to the C library; what is kept lies between what goes, and at the end.
HOLES = """
import resource
from web.memory import trim

def megabytes():
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() // 2**20

blocks = [bytes(10_000) for _ in range(20_000)]
kept = blocks[::100]
full = megabytes()
del blocks
trim()
print(full - megabytes())
"""


@pytest.mark.skipif(_of_glibc("malloc_trim") is None, reason="the C library is not glibc")
def test_holes_in_the_heap_are_given_back() -> None:
    found = subprocess.run([sys.executable, "-c", HOLES], capture_output=True, text=True, check=True, timeout=60)
    assert int(found.stdout) > 100, "of 200 MB that were freed"
