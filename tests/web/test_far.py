"""Statements that are many or elsewhere: an engine that takes long, that nobody reaches, and that is stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient

from components import making
from components.content import begun, content
from components.kept import forget
from components.making import begin
from data import Dataset, EngineError, Report, Standing
from data.errors import EngineUnavailableError, QueryStoppedError, UnreadableError
from data.report import Problem
from data.work import current
from tests.waiting import until


class FarEngine:
    """The engine of a dataset, whose every query waits until it may go, and fails with `fails`."""

    stoppable = True

    def __init__(self, near: Any, remote: bool) -> None:
        self.remote = remote
        self.near, self.go, self.fails, self.trouble = near, threading.Event(), None, ""
        self.begun = self.stopped = 0
        self.go.set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.near, name)

    def run(self, query: Callable[[], Any]) -> Any:
        self.begun += 1
        if self.fails:
            raise self.fails
        work = current()
        with work.telling(self.go.set):
            self.go.wait(20)
        if work.stopped:
            self.stopped += 1
            raise QueryStoppedError("stopped")
        return self.near.run(query)


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a page that no query holds up comes soon."""
    monkeypatch.setattr("web.first_paint.SOON", 20.0)


@pytest.fixture(params=[True, False], ids=["elsewhere", "here"])
def far(request: pytest.FixtureRequest, tiny: Dataset, monkeypatch: pytest.MonkeyPatch) -> Iterator[FarEngine]:
    engine = FarEngine(tiny.engine, request.param)
    dataset = replace(tiny, engine=engine)
    for place in ("components.content", "web.first_paint", "web.answering", "web.api"):
        monkeypatch.setattr(f"{place}.served_as", lambda _: dataset)
    forget()
    yield engine
    engine.go.set()
    # What is still made then would be kept for the next test.
    until(lambda: not making._under_way, 20)
    forget()


@pytest.mark.usefixtures("patient")
def test_page_that_comes_soon_is_a_page_like_any_other(client: TestClient, far: FarEngine) -> None:
    answer = client.get("/compare?party=east")
    assert answer.status_code == 200
    assert "Bases near the border" in answer.text
    assert "ETag" in answer.headers


def test_reader_is_told_that_a_page_takes_long_and_shown_it_when_it_is_there(
    client: TestClient, far: FarEngine
) -> None:
    far.go.clear()
    answer = client.get("/compare?party=east")
    assert answer.status_code == 202
    assert answer.headers["cache-control"] == "no-store"
    assert "Still working on this view, since 1 second" in answer.text
    assert 'href="compare?party=east&amp;stopped=1"' in answer.text
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert 'rel="canonical"' not in answer.text
    asked = far.begun
    assert client.get("/compare?party=east").status_code == 202
    assert far.begun == asked, "the page was begun twice"
    far.go.set()
    until(lambda: not making._under_way, 10)
    answer = client.get("/compare?party=east")
    assert answer.status_code == 200
    assert "Bases near the border" in answer.text
    assert "noindex" not in answer.text


def test_pages_are_made_one_after_another_here_and_beside_one_another_elsewhere(
    client: TestClient, far: FarEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Views with a period: what stands in the cells of all others is asked for once, and they would wait for that.
    monkeypatch.setattr("components.room.LONG", 1e6)
    until(lambda: client.get("/compare?party=east").status_code == 200, 30)
    far.go.clear()
    assert client.get("/compare?party=west&from=1990").status_code == 202
    asked = far.begun
    assert client.get("/compare?party=east&from=1990").status_code == 202
    if far.remote:
        until(lambda: far.begun > asked, 10)
    else:
        assert far.begun == asked
    assert client.get("/compare?party=east").status_code == 200, "what is kept waited for what is made"
    far.go.set()
    until(lambda: not making._under_way, 10)
    assert client.get("/compare?party=east&from=1990").status_code == 200


def test_a_page_that_takes_long_lets_the_next_begin(
    client: TestClient, far: FarEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("components.room.LONG", 0.05)
    far.go.clear()
    assert client.get("/compare?party=west&from=1990").status_code == 202
    asked = far.begun
    assert client.get("/compare?party=east&from=1990").status_code == 202
    until(lambda: far.begun > asked, 10)


def test_no_more_views_are_begun_for_those_who_may_not_come_back(
    client: TestClient, far: FarEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.first_paint.UNDER_WAY_MOST", 1)
    far.go.clear()
    assert client.get("/compare?party=east").status_code == 202
    asked = far.begun
    answer = client.get("/compare?party=west")
    assert answer.status_code == 503
    assert "Many other views are being worked out." in answer.text
    assert answer.headers["retry-after"] == "10"
    assert far.begun == asked
    far.go.set()
    until(lambda: not making._under_way, 10)
    assert client.get("/compare?party=west").status_code == 200


@pytest.mark.usefixtures("patient")
def test_view_that_is_stopped_for_another_who_left_is_made_for_this_reader(client: TestClient, far: FarEngine) -> None:
    far.go.clear()
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(client.get, "/compare?party=east")
        until(lambda: far.begun > 0, 10)
        with begun("compare", {"party": ["east"]}, "https://example.org").waited_for():
            assert not answer.done()
        assert answer.result(20).status_code == 200
    assert far.stopped == 1


@pytest.mark.usefixtures("patient")
def test_page_that_cannot_be_read_names_the_files_that_are_damaged(
    client: TestClient, far: FarEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = Report("dataset", [Problem("statements.duckdb", "is not the <file> that was built", "built")])
    monkeypatch.setattr("components.content.standing", lambda: Standing(None, report))
    far.fails = UnreadableError()
    answer = client.get("/compare?party=east")
    assert answer.status_code == 503
    assert "The files that hold the statements cannot be read at the moment." in answer.text
    assert "<li><bdi>statements.duckdb: is not the &lt;file&gt; that was built</bdi></li>" in answer.text
    assert "can still be read" not in answer.text


def test_view_that_a_reader_stopped_asks_nothing(client: TestClient, far: FarEngine) -> None:
    answer = client.get("/compare?party=east&stopped=1")
    assert answer.status_code == 200
    assert "You stopped it." in answer.text
    assert '<a href="compare?party=east">Work it out</a>' in answer.text
    assert far.begun == 0


def test_query_is_stopped_when_the_last_who_waits_leaves(far: FarEngine) -> None:
    far.go.clear()
    first = begun("compare", {"party": ["east"]})
    second = begun("compare", {"party": ["east"]})
    assert first is second
    with first.waited_for(), second.waited_for():
        until(lambda: far.begun > 0, 10)
    with pytest.raises(EngineError):
        first.page()
    assert far.stopped == 1
    far.go.set()
    assert "Bases near the border" in content("compare", {"party": ["east"]}).html


def test_view_that_has_failed_is_begun_anew_by_who_asks_after_that(far: FarEngine) -> None:
    far.fails = EngineUnavailableError(2)
    failed = begun("compare", {"party": ["east"]})
    with pytest.raises(EngineUnavailableError):
        failed.page()
    until(lambda: not making._under_way, 10)
    far.fails = None
    # The moment between a failure and its leaving the list, which no test can hit by waiting.
    key = ("compare", "the same view")
    making._under_way[key] = failed
    assert begin(key, lambda: content("compare", {"party": ["east"]})).page().html
    until(lambda: not making._under_way, 10)


def test_query_goes_on_while_another_waits(far: FarEngine) -> None:
    far.go.clear()
    page = begun("compare", {"party": ["east"]})
    with page.waited_for():
        with page.waited_for():
            until(lambda: far.begun > 0, 10)
        assert not page.ready(0.1)
        far.go.set()
        assert "Bases near the border" in page.page().html
    assert far.stopped == 0


@pytest.mark.usefixtures("patient")
def test_page_says_that_the_statements_are_not_reached_and_keeps_what_it_has(
    client: TestClient, far: FarEngine
) -> None:
    assert client.get("/compare?party=east").status_code == 200
    far.fails = EngineUnavailableError(4.2)
    answer = client.get("/compare?party=west")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["cache-control"] == "no-store"
    assert "The cluster that holds the statements is not reached." in answer.text
    assert "tries again by itself in 4 seconds" in answer.text
    assert "Traceback" not in answer.text
    assert "Bases near the border" in client.get("/compare?party=east").text, "what is kept is still served"
    far.fails = None
    assert client.get("/compare?party=west").status_code == 200


def test_operators_are_told_that_the_statements_are_not_reached(
    client: TestClient, tiny: Dataset, far: FarEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = replace(tiny, engine=far)
    monkeypatch.setattr("web.health.served", lambda: dataset)
    assert client.get("/healthz").json()["status"] == "ok"
    far.trouble = "The cluster that holds the statements is not reached."
    answer = client.get("/healthz")
    assert answer.status_code == 200, "what is kept is still served"
    assert answer.json()["status"] == "engine in trouble"
    assert answer.json()["trouble"] == far.trouble
    far.trouble = ""
    assert client.get("/healthz").json()["status"] == "ok"


@pytest.mark.parametrize(
    "path",
    ["/feed.atom", "/download/statements.csv", "/print", "/print?of=timeline", "/embed", "/api/v1/statements"],
)
def test_routes_answer_503_with_a_clear_text(client: TestClient, far: FarEngine, path: str) -> None:
    far.fails = EngineUnavailableError(2)
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "The cluster that holds the statements is not reached." in answer.text
    far.fails = None
    assert client.get(path).status_code == 200


def test_address_that_is_repeated_in_a_notice_is_escaped(client: TestClient, far: FarEngine) -> None:
    far.fails = EngineError("<script>alert(1)</script>")
    text = client.get('/compare?q="><script>alert(1)</script>').text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
