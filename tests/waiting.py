"""Waiting for what happens in other threads and processes."""

import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from data.cancellation import CancelToken

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Returns when a condition holds; fails when it does not in time."""
    ends = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < ends, "did not happen in time"
        time.sleep(0.02)


def within(
    token: CancelToken, function: Callable[Arguments, Result], *arguments: Arguments.args, **named: Arguments.kwargs
) -> Result:
    """The result of a function whose queries the token cancels."""
    with token.active():
        return function(*arguments, **named)
