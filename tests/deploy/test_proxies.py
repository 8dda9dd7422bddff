"""The refusals of the proxies as `deploy/` configures them."""

import http.client

import pytest

from benchmarks.server import free_port
from tests.deploy.processes import PROXIES, Processes, nginx


def answer(address: str, path: str, host: str = "", body: bytes = b"") -> tuple[int, str]:
    """Status of an answer, and the address of its redirect or the methods that it allows. RemoteDisconnected if there
    is none."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=10)
    method = "POST" if body else "GET"
    connection.request(method, path, body, {"Host": host or address.removeprefix("http://").partition(":")[0]})
    response = connection.getresponse()
    return response.status, response.headers.get("location") or response.headers.get("allow", "")


@pytest.mark.parametrize("name", PROXIES)
def test_a_proxy_bounds_what_the_world_may_ask(proxies: dict[str, str], name: str) -> None:
    address = proxies[name]
    assert answer(address, "/healthz")[0] == 200
    assert [answer(address, path)[0] for path in ("/metrics", "/_stcore/metrics")] == [404, 404]
    assert answer(address, "/compare", body=b"a") == (405, "GET, HEAD, OPTIONS")
    assert answer(address, "/compare", body=b"a" * 100_000)[0] == (413 if name == "nginx" else 405)
    with pytest.raises(http.client.RemoteDisconnected):
        answer(address, "/", host="evil.example")


def test_nginx_answers_whoever_asks_too_much_with_429(started: Processes) -> None:
    with nginx(started.ports, rate="1r/m") as running:
        connection = http.client.HTTPConnection(running.address.removeprefix("http://"), timeout=10)
        statuses = []
        for _ in range(510):
            connection.request("GET", "/version")
            response = connection.getresponse()
            response.read()
            statuses.append(response.status)
    assert statuses.count(429) >= 5
    assert statuses.index(429) == statuses.count(200) > 450


def test_nginx_redirects_to_https(started: Processes) -> None:
    port = free_port()
    with nginx(started.ports, redirecting=port):
        assert answer(f"http://127.0.0.1:{port}", "/compare?q=a") == (308, "https://127.0.0.1/compare?q=a")
