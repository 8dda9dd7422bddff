"""A cancellation calls every function that is registered for it."""

import threading

from data.cancellation import CancelToken, current_cancel_token


def test_who_is_registered_is_told() -> None:
    token, told = CancelToken(), list[str]()
    with token.on_cancel(lambda: told.append("within")):
        token.cancel()
    assert (token.cancelled, told) == (True, ["within"])
    with token.on_cancel(lambda: told.append("late")):
        assert told == ["within", "late"]


def test_who_is_not_registered_any_more_is_not_told() -> None:
    token, told = CancelToken(), list[str]()
    with token.on_cancel(lambda: told.append("within")):
        pass
    token.cancel()
    assert told == []


def test_the_current_token_is_that_of_the_thread() -> None:
    token, others = CancelToken(), list[CancelToken]()
    with token.active():
        assert current_cancel_token() is token
        thread = threading.Thread(target=lambda: others.append(current_cancel_token()))
        thread.start()
        thread.join()
    assert others != [token]
    assert current_cancel_token() is not token
    assert not current_cancel_token().cancelled
