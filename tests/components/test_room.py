"""One page after another, but not behind one that takes long. Every wait is for something that comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from components import room
from components.room import Room
from data.errors import QueryStoppedError
from data.work import Work
from tests.waiting import until


class Guest:
    """Somebody who enters in a thread and stays until told to leave."""

    def __init__(self, place: Room) -> None:
        self.inside, self._leave = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._visit, args=(place,), daemon=True)
        self._thread.start()

    def _visit(self, place: Room) -> None:
        with place.entered():
            self.inside.set()
            self._leave.wait(30)

    def leaves(self) -> None:
        self._leave.set()
        self._thread.join(30)


@pytest.fixture
def for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing takes long."""
    monkeypatch.setattr(room, "LONG", 1e6)


def waiting(place: Room) -> Callable[[int], None]:
    return lambda count: until(lambda: len(place._waiting) == count, 10)


@pytest.mark.usefixtures("for_ever")
def test_pages_are_made_one_after_another_in_their_order() -> None:
    place = Room(1, 2)
    guests = []
    for number in range(4):
        guests.append(Guest(place))
        assert guests[0].inside.wait(10)
        waiting(place)(number)
    for guest, *later in (guests[number:] for number in range(4)):
        assert guest.inside.wait(10)
        assert not any(other.inside.is_set() for other in later)
        guest.leaves()
    assert not place._inside


@pytest.mark.usefixtures("for_ever")
def test_there_may_be_more_places_than_one() -> None:
    place = Room(2, 2)
    first, second = Guest(place), Guest(place)
    assert first.inside.wait(10)
    assert second.inside.wait(10)
    third = Guest(place)
    waiting(place)(1)
    second.leaves()
    assert third.inside.wait(10)
    first.leaves()
    third.leaves()


def test_one_that_takes_long_lets_the_next_begin_but_no_more_than_there_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LONG", 0.05)
    place = Room(1, 2)
    slow, next_one = Guest(place), Guest(place)
    assert slow.inside.wait(10)
    assert next_one.inside.wait(10)
    third = Guest(place)
    waiting(place)(1)
    time.sleep(0.2)
    assert not third.inside.is_set()
    slow.leaves()
    assert third.inside.wait(10)
    next_one.leaves()
    third.leaves()


@pytest.mark.usefixtures("for_ever")
def test_a_page_that_fails_leaves_its_place() -> None:
    place = Room(1, 1)
    with pytest.raises(ZeroDivisionError), place.entered():
        1 / 0  # noqa: B018
    with place.entered():
        pass


@pytest.mark.usefixtures("for_ever")
def test_a_page_for_which_nobody_waits_any_more_leaves_the_queue_at_once() -> None:
    place, work, failed = Room(1, 1), Work(), threading.Event()
    first = Guest(place)
    assert first.inside.wait(10)

    def wait_in_vain() -> None:
        with pytest.raises(QueryStoppedError), work.at_hand(), place.entered():
            raise AssertionError
        failed.set()

    threading.Thread(target=wait_in_vain, daemon=True).start()
    waiting(place)(1)
    second = Guest(place)
    waiting(place)(2)
    work.stop()
    assert failed.wait(10)
    waiting(place)(1)
    with pytest.raises(QueryStoppedError), work.at_hand(), place.entered():
        raise AssertionError
    first.leaves()
    assert second.inside.wait(10)
    second.leaves()


@pytest.mark.usefixtures("for_ever")
def test_who_is_interrupted_while_waiting_keeps_nobody_from_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    place = Room(1, 1)
    first = Guest(place)
    assert first.inside.wait(10)

    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(room.threading, "Event", Interrupted)
        with pytest.raises(KeyboardInterrupt), place.entered():
            raise AssertionError
    second = Guest(place)
    waiting(place)(1)
    first.leaves()
    assert second.inside.wait(10)
    second.leaves()


def test_many_come_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LONG", 0.001)
    place, at_once, most = Room(1, 3), [], []

    def come() -> None:
        for _ in range(20):
            with place.entered():
                at_once.append(None)
                most.append(len(at_once))
                time.sleep(0.0005)
                at_once.pop()

    threads = [threading.Thread(target=come) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert len(most) == 400
    assert max(most) <= 3
