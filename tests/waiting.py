"""What tests wait for that happens in other threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from data.cancellation import CancelToken

Asked = ParamSpec("Asked")
Found = TypeVar("Found")


def until(holds: Callable[[], bool], seconds: float = 30) -> None:
    """Returns when something holds; fails when it does not in time."""
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "did not happen in time"
        time.sleep(0.02)


def within(
    token: CancelToken, function: Callable[Asked, Found], *arguments: Asked.args, **choices: Asked.kwargs
) -> Found:
    """What a function returns whose queries the token cancels."""
    with token.active():
        return function(*arguments, **choices)
