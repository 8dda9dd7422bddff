"""Pages are rendered once, a bounded number at a time, and only while somebody waits. No test sleeps."""

import threading
from collections.abc import Iterator

import pytest

from components.page_service import PageService
from components.pages import Page
from data.cancellation import current_cancel_token
from data.model import EngineError, QueryStoppedError
from tests.waiting import until

PAGE = Page.from_html("A page", "<p>content</p>")


class Renderer:
    """Renders a page when the test lets it, and records the calls."""

    def __init__(self) -> None:
        self.begun, self.cancelled, self.go = 0, threading.Event(), threading.Event()
        self.error: Exception | None = None

    def __call__(self) -> Page:
        self.begun += 1
        token = current_cancel_token()
        with token.on_cancel(self.go.set):
            assert self.go.wait(30)
        if token.cancelled:
            self.cancelled.set()
            raise QueryStoppedError
        if self.error:
            raise self.error
        return PAGE


@pytest.fixture
def service() -> Iterator[PageService]:
    service = PageService(1, 2)
    yield service
    service.close()


@pytest.fixture
def render() -> Renderer:
    return Renderer()


def page_at_once(service: PageService, key: str, render: Renderer) -> Page:
    render.go.set()
    with service.submit(key, render) as job:
        return job.page()


def test_page_is_rendered_once_until_the_cache_is_cleared(service: PageService, render: Renderer) -> None:
    with service.submit("key", render) as first, service.submit("key", render) as second:
        assert not first.wait(0)
        render.go.set()
        assert first.page() is second.page() is PAGE
    with service.submit("key", render) as third:
        assert third.wait(0)
        assert third.page() is PAGE
    assert (render.begun, service.pending) == (1, 0)
    service.clear()
    assert page_at_once(service, "key", render) is PAGE
    assert render.begun == 2


def test_the_last_one_who_leaves_cancels_the_page(service: PageService, render: Renderer) -> None:
    first, second = service.submit("key", render), service.submit("key", render)
    until(lambda: render.begun == 1)
    first.leave()
    assert not second.token.cancelled
    second.leave()
    assert render.cancelled.wait(30)
    assert service.pending == 0


def test_whoever_asks_after_a_cancellation_gets_the_page(service: PageService, render: Renderer) -> None:
    service.submit("key", render).leave()
    assert page_at_once(service, "key", Renderer()) is PAGE


def test_so_many_pages_are_rendered_at_once_and_no_more(service: PageService) -> None:
    renders = [Renderer() for _ in range(3)]
    jobs = [service.submit(number, render) for number, render in enumerate(renders)]
    until(lambda: renders[0].begun == renders[1].begun == 1)
    assert (renders[2].begun, service.pending) == (0, 3)
    renders[0].go.set()
    until(lambda: renders[2].begun == 1)
    for job in jobs:
        job.leave()


def test_a_page_whose_turn_has_not_come_is_not_begun_for_nobody(service: PageService) -> None:
    busy, waiting = [Renderer(), Renderer()], Renderer()
    jobs = [service.submit(number, render) for number, render in enumerate(busy)]
    until(lambda: all(render.begun for render in busy))
    service.submit("key", waiting).leave()
    for job in jobs:
        job.leave()
    until(lambda: all(render.cancelled.is_set() for render in busy))
    page_at_once(service, "last", Renderer())
    assert waiting.begun == 0


def test_a_cached_page_does_not_wait_for_others(service: PageService, render: Renderer) -> None:
    page_at_once(service, "key", render)
    busy = [service.submit(number, Renderer()) for number in range(2)]
    assert page_at_once(service, "key", render) is PAGE
    for slow in busy:
        slow.leave()


def test_an_error_reaches_all_who_wait_and_is_not_cached(service: PageService, render: Renderer) -> None:
    render.error = EngineError("The cluster is away.")
    with service.submit("key", render) as first, service.submit("key", render) as second:
        render.go.set()
        for job in (first, second):
            with pytest.raises(EngineError, match="The cluster is away"):
                job.page()
    render.error = None
    assert page_at_once(service, "key", render) is PAGE


def test_a_service_that_closes_cancels_what_it_renders(render: Renderer) -> None:
    service = PageService(1, 1)
    running, waiting = service.submit("running", render), service.submit("waiting", Renderer())
    until(lambda: render.begun == 1)
    service.close()
    assert render.cancelled.wait(30)
    for job in (running, waiting):
        with pytest.raises(QueryStoppedError):
            job.page()
