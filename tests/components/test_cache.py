"""The cache that is bounded in bytes."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from components.cache import MEGABYTE, SizedCache
from tests.waiting import until


@pytest.fixture
def cache() -> SizedCache[str, bytes]:
    """A cache of one megabyte."""
    return SizedCache(1, len)


def test_a_value_is_created_once(cache: SizedCache[str, bytes]) -> None:
    assert cache.get("a") is None
    assert cache.get_or_create("a", lambda: b"first") == b"first"
    assert cache.get_or_create("a", lambda: b"second") == b"first"
    assert cache.get("a") == b"first"


def test_the_least_recently_used_value_goes_first(cache: SizedCache[str, bytes]) -> None:
    for key in "abc":
        cache.get_or_create(key, lambda: bytes(MEGABYTE // 3))
    assert cache.get("a") is not None
    cache.get_or_create("d", lambda: bytes(MEGABYTE // 3))
    assert [key for key in "abcd" if cache.get(key) is not None] == ["a", "c", "d"]


def test_large_keys_count(cache: SizedCache[str, bytes]) -> None:
    cache.get_or_create("a", lambda: b"a", MEGABYTE // 2)
    cache.get_or_create("b", lambda: b"b", MEGABYTE // 2)
    assert (cache.get("a"), cache.get("b")) == (None, b"b")


def test_a_value_larger_than_the_cache_is_returned_and_not_held(cache: SizedCache[str, bytes]) -> None:
    cache.get_or_create("a", lambda: b"a")
    assert len(cache.get_or_create("b", lambda: bytes(2 * MEGABYTE))) == 2 * MEGABYTE
    assert (cache.get("a"), cache.get("b")) == (b"a", None)


def test_a_cache_without_memory_holds_nothing_and_one_that_is_cleared_neither(cache: SizedCache[str, bytes]) -> None:
    empty: SizedCache[str, bytes] = SizedCache(0, len)
    assert empty.get_or_create("a", lambda: b"first") == b"first"
    assert empty.get_or_create("a", lambda: b"second") == b"second"
    cache.get_or_create("a", lambda: b"a")
    cache.clear()
    assert cache.get("a") is None


def test_an_error_is_raised_and_the_next_one_tries_again(cache: SizedCache[str, bytes]) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.get_or_create("a", lambda: bytes(1 // 0))
    assert cache.get_or_create("a", lambda: b"a") == b"a"


def test_one_of_many_threads_creates_a_value(cache: SizedCache[str, bytes]) -> None:
    ready, go, created = threading.Barrier(9), threading.Event(), list[str]()

    def create() -> bytes:
        created.append("a")
        go.wait(30)
        return b"a"

    def ask() -> bytes:
        ready.wait(30)
        return cache.get_or_create("a", create)

    with ThreadPoolExecutor(8) as pool:
        values = [pool.submit(ask) for _ in range(8)]
        ready.wait(30)
        until(lambda: bool(created))
        go.set()
        assert [value.result(30) for value in values] == [b"a"] * 8
    assert created == ["a"]
