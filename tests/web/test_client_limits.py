"""The limits on one client. Each bound is met once from below and once from above."""

import logging
import time
from functools import partial

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from components.application import Application
from components.fair_semaphore import FairSemaphore
from data import Dataset
from tests.applications import application_of
from web import ClientLimits, LogThrottle
from web.middleware.client_limits import MAX_MESSAGE_BYTES, MAX_MESSAGES_AT_ONCE, TokenBucket

from .conftest import client_of


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        # As Streamlit does, whose sender notices later.
        await socket.send_bytes(b"late")


@pytest.fixture
def echo_client(monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setattr("web.middleware.client_limits.CLOSE_DELAY_SECONDS", 0.1)
    routes = [
        WebSocketRoute("/socket", echo),
        Route("/", lambda _: PlainTextResponse("page"), methods=["GET", "PUT", "POST"]),
    ]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(ClientLimits, sockets=2)]))


def test_a_bucket_allows_a_burst_and_then_a_rate() -> None:
    seconds = 0.0
    bucket = TokenBucket(2, 3, lambda: seconds)
    assert [bucket.take() for _ in range(4)] == [True, True, True, False]
    seconds = 1.0
    assert [bucket.take() for _ in range(3)] == [True, True, False]


TOO_MUCH = {
    "too many": (MAX_MESSAGES_AT_ONCE, 1008, [b"a"] * (MAX_MESSAGES_AT_ONCE + 20)),
    "too large": (1, 1009, [b"a" * MAX_MESSAGE_BYTES, b"a" * (MAX_MESSAGE_BYTES + 1)]),
    "text": (0, 1003, ["text"]),
}


@pytest.mark.parametrize(("allowed", "code", "messages"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_socket_that_sends_too_much_is_closed_with_the_reason(echo_client: TestClient, allowed: int, code, messages):
    with echo_client.websocket_connect("/socket") as socket:
        for message in messages:
            (socket.send_text if isinstance(message, str) else socket.send_bytes)(message)
        for _ in range(allowed):
            socket.receive_bytes()
        # The bucket fills a little while the messages come.
        with pytest.raises(WebSocketDisconnect) as closed:  # noqa: PT012
            for _ in range(20):
                socket.receive_bytes()
        assert closed.value.code == code


def test_a_socket_with_too_many_messages_is_left_unread_before_it_is_closed(echo_client: TestClient) -> None:
    with echo_client.websocket_connect("/socket") as socket:
        begun = time.monotonic()
        for _ in range(MAX_MESSAGES_AT_ONCE + 20):
            socket.send_bytes(b"a")
        with pytest.raises(WebSocketDisconnect):
            list(iter(socket.receive_bytes, None))
        assert time.monotonic() - begun >= 0.1


def test_an_address_has_so_many_sockets_and_no_more(echo_client: TestClient) -> None:
    socket = partial(echo_client.websocket_connect, "/socket")
    with socket():
        with socket(), pytest.raises(WebSocketDisconnect), socket():
            pass
        with socket() as third:
            third.send_bytes(b"a")
            assert third.receive_bytes() == b"a"


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH", "TRACE", "BREW"])
def test_nothing_is_uploaded(echo_client: TestClient, method: str) -> None:
    answer = echo_client.request(method, "/", content=b"a" * 100)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
    assert echo_client.get("/").text == "page"


def test_files_are_taken_where_the_workbench_is_on() -> None:
    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(str(len(await request.body())))

    path = "/_stcore/upload_file/session/file"
    routes = [Route("/{path:path}", echo, methods=["GET", "PUT", "DELETE", "POST"])]
    limits = Middleware(ClientLimits, sockets=4, uploads=True)
    client = TestClient(Starlette(routes=routes, middleware=[limits]))
    assert client.put(path, content=b"abc").text == "3"
    assert client.post(path).status_code == 405
    assert client.put("/other", content=b"abc").status_code == 405
    statuses = [client.delete(path).status_code for _ in range(25)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    assert client.delete(path).headers["retry-after"] == "5"
    assert client.get("/page").status_code == 200


def test_many_lines_of_the_log_become_a_few_without_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("counterpoint.tests.throttled")
    throttle = LogThrottle()
    logger.addFilter(throttle)
    for number in range(100):
        logger.warning("Message %d is none", number, exc_info=ValueError("a traceback"))
        throttle.warning("Socket %d is closed", number)
    assert len(caplog.records) == 10
    assert all(record.exc_info is None for record in caplog.records)


@pytest.fixture
def busy(shipped: Dataset, monkeypatch: pytest.MonkeyPatch) -> tuple[Application, TestClient]:
    """An application that works on one file for somebody, and lets nobody wait."""
    monkeypatch.setattr("web.requests.REFUSAL_DELAY_SECONDS", 0.1)
    application = application_of(shipped)
    application.file_permits = FairSemaphore(1, waiting_in_all=1)
    application.page_service._permits = FairSemaphore(1, waiting_in_all=1)
    return application, client_of(application)


@pytest.mark.parametrize(
    "path",
    ["/compare?q=treaty", "/api/v1/statements", "/download/statements.csv", "/feed.atom", "/print", "/preview.png"],
)
def test_who_cannot_wait_is_told_when_to_come_again(busy: tuple[Application, TestClient], path: str) -> None:
    application, client = busy
    semaphores = application.file_permits, application.page_service._permits
    waiting = [semaphore.acquire("b") for semaphore in semaphores for _ in range(2)]
    asked_at = time.monotonic()
    answer = client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    # Who asks again at once does not keep the server busy with refusals.
    assert time.monotonic() - asked_at >= 0.1
    assert [client.get(path).status_code for path in ("/healthz", "/version")] == [200, 200]
    for permit in waiting:
        permit.cancel()
    for semaphore in semaphores:
        semaphore.release()
    assert client.get(path).status_code == 200
