"""Clients take turns, and too many who wait are refused."""

import pytest

from components.fair_semaphore import FairSemaphore
from data.model import BusyError


def test_a_client_that_asks_for_much_waits_behind_its_own() -> None:
    semaphore = FairSemaphore(1)
    running, *greedy = [semaphore.acquire("greedy") for _ in range(4)]
    assert running.done()
    order = []
    for number, permit in enumerate([*greedy, semaphore.acquire("modest")]):
        permit.add_done_callback(lambda _, number=number: order.append(number))
    for _ in range(4):
        semaphore.release()
    assert order == [0, 3, 1, 2]


def test_whoever_leaves_makes_room() -> None:
    semaphore = FairSemaphore(1, waiting_per_client=2, waiting_in_all=3)
    semaphore.acquire("a")
    first, second = semaphore.acquire("a"), semaphore.acquire("a")
    with pytest.raises(BusyError):
        semaphore.acquire("a")
    semaphore.acquire("b")
    with pytest.raises(BusyError):
        semaphore.acquire("c")
    assert first.cancel()
    last = semaphore.acquire("c")
    assert (second.done(), last.done()) == (False, False)
    for _ in range(3):
        semaphore.release()
    assert (second.done(), last.done()) == (True, True)


def test_a_permit_that_comes_back_goes_to_the_next() -> None:
    semaphore = FairSemaphore(2)
    permits = [semaphore.acquire("a") for _ in range(3)]
    assert [permit.done() for permit in permits] == [True, True, False]
    permits[2].cancel()
    semaphore.release()
    assert semaphore.acquire("a").done()
