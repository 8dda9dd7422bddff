"""The answers of links and routes if an engine is slow, unreachable or gives up."""

import asyncio
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components.application import Application
from components.pages import PAGES
from components.pages.error_pages import error_page
from data import Dataset, EngineError, Report
from data.model import EngineUnavailableError, QueryTooLongError, UnreadableError
from data.validation import Problem
from tests.applications import application_of
from tests.engines import SlowEngine
from tests.waiting import until
from tests.web.conftest import client_of
from web import application_routes


@pytest.fixture
def engine(tiny: Dataset) -> SlowEngine:
    return SlowEngine(tiny.engine)


@pytest.fixture
def application(tiny: Dataset, engine: SlowEngine) -> Iterator[Application]:
    application = application_of(replace(tiny, engine=engine))
    yield application
    application.close()


@pytest.fixture
def client(application: Application) -> TestClient:
    return client_of(application)


@pytest.fixture
def impatient_client(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """The same, but no document waits for its page."""
    monkeypatch.setattr("web.first_paint.FIRST_PAINT_TIMEOUT_SECONDS", 0.01)
    return client


def test_link_to_a_slow_page_gets_the_document_without_it(
    impatient_client: TestClient, engine: SlowEngine, monkeypatch
) -> None:
    engine.go.clear()
    # In one event loop, as on a server: there the page goes on for the reader who comes back.
    with impatient_client:
        answer = impatient_client.get("/compare?party=east")
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in answer.text
        assert '<meta name="robots" content="noindex">' in answer.text
        assert '<div id="root">' in answer.text
        assert 'id="first-paint"' not in answer.text
        until(lambda: engine.begun > 0)
        begun = engine.begun
        assert 'id="first-paint"' not in impatient_client.get("/compare?party=east").text
        assert engine.begun == begun, "the page was begun twice"
        assert engine.cancelled == 0
        engine.go.set()
        monkeypatch.setattr("web.first_paint.FIRST_PAINT_TIMEOUT_SECONDS", 20.0)
        answer = impatient_client.get("/compare?party=east")
    assert "Bases near the border" in answer.text
    assert "noindex" not in answer.text
    assert "ETag" in answer.headers


def test_abandoned_page_is_cancelled(
    impatient_client: TestClient, engine: SlowEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.first_paint.RENDER_GRACE_SECONDS", 0.05)
    engine.go.clear()
    with impatient_client:
        impatient_client.get("/compare?party=east")
        until(lambda: engine.cancelled == 1)


def test_disconnecting_cancels(application: Application, engine: SlowEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.first_paint.FIRST_PAINT_TIMEOUT_SECONDS", 0.01)
    app = Starlette(routes=application_routes(application, ""))
    engine.go.clear()

    async def disconnected() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def ignore(_: object) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/compare", "query_string": b"", "headers": [], "scheme": "http"}
    request = app(scope | {"server": ("example.org", 80)}, disconnected, ignore)  # type: ignore[arg-type]
    # In a thread of its own: in this one, tests with a browser may have left a loop running.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, request).result()
    # Nobody waits any more, whether its rendering had begun or not.
    until(lambda: application.page_service.pending == 0 and engine.cancelled == engine.begun)


def test_cached_pages_are_served_while_the_statements_are_not_reached(client: TestClient, engine: SlowEngine) -> None:
    assert client.get("/compare?party=east").status_code == 200
    engine.error = EngineUnavailableError(4.2)
    answer = client.get("/compare?party=west")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["cache-control"] == "no-store"
    assert "The cluster that holds the statements cannot be reached." in answer.text
    assert "tries again by itself in 4 seconds" in answer.text
    assert '<a href="compare?party=west">Try it now</a>' in answer.text
    assert "Traceback" not in answer.text
    assert "Bases near the border" in client.get("/compare?party=east").text
    engine.error = None
    assert client.get("/compare?party=west").status_code == 200


def test_page_of_a_stopped_query_offers_to_try_again(client: TestClient, engine: SlowEngine) -> None:
    engine.error = QueryTooLongError(20)
    answer = client.get("/compare?party=west")
    assert answer.status_code == 503
    assert "The query was stopped after 20 seconds. Narrower filters take less time." in answer.text
    assert '<a href="compare?party=west">Try again</a>' in answer.text
    assert not re.search("data-again|by itself", answer.text)


def test_a_page_that_cannot_be_read_names_the_files_that_are_damaged(tiny: Dataset, engine: SlowEngine) -> None:
    report = Report("dataset", [Problem("statements.duckdb", "is not the <file> that was built", "built")])
    engine.error = UnreadableError()
    answer = client_of(application_of(replace(tiny, engine=engine), report)).get("/compare?party=east")
    assert answer.status_code == 503
    assert "The files that hold the statements cannot be read at the moment." in answer.text
    assert "<li><bdi>statements.duckdb: is not the &lt;file&gt; that was built</bdi></li>" in answer.text
    assert "can still be read" not in answer.text


def test_operators_see_that_the_statements_are_not_reached(client: TestClient, engine: SlowEngine) -> None:
    assert client.get("/healthz").json()["status"] == "ok"
    engine.last_error = "The cluster that holds the statements cannot be reached."
    answer = client.get("/healthz")
    assert answer.status_code == 200, "cached pages are still served"
    assert answer.json()["status"] == "engine in trouble"
    assert answer.json()["trouble"] == engine.last_error


@pytest.mark.parametrize(
    "path",
    ["/feed.atom", "/download/statements.csv", "/print", "/print?of=timeline", "/embed", "/api/v1/statements"],
)
def test_routes_answer_503_with_a_clear_text(client: TestClient, engine: SlowEngine, path: str) -> None:
    engine.error = EngineUnavailableError(2)
    answer = client.get(path)
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "The cluster that holds the statements cannot be reached." in answer.text
    engine.error = None
    assert client.get(path).status_code == 200


def test_an_address_that_a_notice_repeats_is_escaped(client: TestClient, engine: SlowEngine) -> None:
    engine.error = EngineError("<script>alert(1)</script>")
    text = client.get('/compare?q="><script>alert(1)</script>').text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_error_page_names_no_second_that_is_none() -> None:
    assert "in 1 second." in error_page("compare", {}, EngineUnavailableError(0.2)).html


# What is rendered before a reader asks for it


def test_each_page_and_a_ratio_are_rendered_ahead(application: Application, engine: SlowEngine) -> None:
    application.prewarm()
    begun = engine.begun
    for name in PAGES:
        application.page(name, {})
    application.page("figures", {"figure": ["ratio-east"]})
    assert engine.begun == begun


def test_a_cluster_is_not_asked_ahead(tiny: Dataset) -> None:
    engine = SlowEngine(tiny.engine, remote=True)
    application_of(replace(tiny, engine=engine)).prewarm()
    assert engine.begun == 0


def test_prewarmed_pages_are_those_of_the_configured_url(tiny: Dataset) -> None:
    engine = SlowEngine(tiny.engine)
    application = application_of(replace(tiny, engine=engine), url="https://example.org/")
    application.prewarm()
    begun = engine.begun
    assert client_of(application).get("/compare").status_code == 200
    assert engine.begun == begun


def test_prewarm_logs_failures(application: Application, engine: SlowEngine, caplog: pytest.LogCaptureFixture) -> None:
    engine.error = RuntimeError("broken")
    application.prewarm()
    assert "The page compare could not be rendered" in caplog.messages


def test_clear_caches_has_all_rendered_again(client: TestClient, application: Application, engine: SlowEngine) -> None:
    begun = []
    for clear in (lambda: None, lambda: None, application.clear_caches):
        clear()
        client.get("/compare")
        begun.append(engine.begun)
    assert 0 < begun[0] == begun[1] < begun[2]


@pytest.mark.parametrize(("settings", "concurrent"), [({}, 2), ({"engine": "sc://host"}, 32)])
def test_a_cluster_has_more_pages_rendered_at_once(tiny: Dataset, settings, concurrent: int, monkeypatch) -> None:
    monkeypatch.setattr("components.application.MAX_CONCURRENT_HERE", 2)
    engine = SlowEngine(tiny.engine)
    engine.go.clear()
    application = application_of(replace(tiny, engine=engine), **settings)
    for number in range(40):
        application.submit_page("compare", {"q": [f"word {number}"]})
    until(lambda: engine.begun == concurrent)
    application.close()
    until(lambda: engine.cancelled == concurrent)
