from __future__ import annotations

import os
import subprocess
import sys

import pytest

THREADS = """
import dashboard, sys
assert "polars" not in sys.modules
dashboard.compute_in_one_thread()
import polars
print(polars.thread_pool_size())
"""


def printed(program: str, name: str, told: str | None) -> str:
    """What a program prints last, in a process of its own with a variable set to what an operator says, or not set."""
    environment = {each: value for each, value in os.environ.items() if each != name}
    if told:
        environment[name] = told
    found = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return found.stdout.split()[-1]


@pytest.mark.parametrize(("told", "threads"), [(None, "1"), ("2", "2")])
def test_polars_computes_in_one_thread_unless_told_otherwise(told: str | None, threads: str) -> None:
    assert printed(THREADS, "POLARS_MAX_THREADS", told) == threads
