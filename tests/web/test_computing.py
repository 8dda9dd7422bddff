from __future__ import annotations

import os
import subprocess
import sys

import pytest

ASKED = """
import dashboard, sys
assert "polars" not in sys.modules
dashboard.compute_in_one_thread()
import polars
print(polars.thread_pool_size())
"""


@pytest.mark.parametrize(("told", "threads"), [(None, "1"), ("2", "2")])
def test_polars_computes_in_one_thread_unless_told_otherwise(told: str | None, threads: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "POLARS_MAX_THREADS"}
    if told:
        environment["POLARS_MAX_THREADS"] = told
    found = subprocess.run(
        [sys.executable, "-c", ASKED], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert found.stdout.split()[-1] == threads
