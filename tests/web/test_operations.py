"""Feed, crawlers, health, metrics and the headers of every answer."""

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from starlette.testclient import TestClient

from data import Dataset, DatasetWatcher, Report, parse_dataset_location
from data.validation import Problem
from tests.applications import application_of
from tests.reading import statements_of
from tests.web.conftest import client_of


def test_feed_is_read_by_a_feed_reader(client: TestClient) -> None:
    text = client.get("/feed.atom?issue=crimea&party=nato").text
    found = feedparser.parse(text)
    assert not found.bozo
    assert found.feed.title.endswith("Statements by NATO on “Crimea”")
    assert all("on Crimea" in entry.title for entry in found.entries)
    assert [entry.updated for entry in found.entries] == sorted((e.updated for e in found.entries), reverse=True)
    assert found.entries[0].link.startswith("https://example.org/statement?id=")


def test_feed_without_an_entry_is_one_and_says_no_control_character(client: TestClient) -> None:
    found = feedparser.parse(client.get("/feed.atom?q=nowhereatall").text)
    assert (found.bozo, found.entries) == (False, [])
    ElementTree.fromstring(client.get("/feed.atom", params={"q": "a\x00\x0bb<&"}).text)


def test_sitemap_lists_pages_and_statements(client: TestClient, shipped: Dataset) -> None:
    root = ElementTree.fromstring(client.get("/sitemap.xml").text)
    listed = [place.text or "" for place in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert "https://example.org/compare" in listed
    assert sum("/statement?id=" in address for address in listed) == len(statements_of(shipped))
    path = next(address for address in listed if "/statement?id=" in address).removeprefix("https://example.org")
    assert client.get(path).status_code == 200


def test_robots_find_the_sitemap_below_a_path(served_below: Callable[[str], TestClient]) -> None:
    text = served_below("/data/cp").get("/data/cp/robots.txt").text
    assert "Sitemap: https://example.org/data/cp/sitemap.xml" in text
    assert "Disallow: /data/cp/api/" in text


def test_health_and_version_name_what_is_served(client: TestClient, shipped: Dataset) -> None:
    found = client.get("/healthz").json()
    assert (found["status"], found["version"], found["statements"]) == ("ok", shipped.version, 465)
    answer = client.get("/version")
    assert (answer.text, answer.headers["cache-control"]) == (shipped.version, "no-store")


@pytest.mark.parametrize("path", ["healthz", "cite", "download/statements.csv", "api/v1/issues", "feed.atom"])
def test_bad_dataset_is_no_healthy_server(path: str) -> None:
    report = Report("somewhere", [Problem("statements.csv", "is empty", "table-empty")], [])
    assert client_of(application_of(None, report)).get(f"/{path}").status_code == 503


@pytest.mark.parametrize(
    "path",
    ["about?", "download/statements.csv?issue=bases", "api/v1/statements?issue=bases", "preview.png?issue=bases"],
)
def test_answer_that_the_reader_has_is_not_sent_again(client: TestClient, path: str) -> None:
    tag = client.get(f"/{path}").headers["etag"]
    again = client.get(f"/{path}", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/{path}&party=nato").headers["etag"] != tag


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"assets/{name}", 404) for name in ("000000000000/page.js", "page.js", "fonts/../page.js")),
        *((f"download/{name}", 404) for name in ("statements.exe", "secrets.csv", "../pyproject.toml")),
        ("cite?format=docx", 400),
    ],
)
def test_unknown_address_is_refused(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/{path}").status_code == status


def test_metrics_count_by_kind_of_route_not_by_address(client: TestClient) -> None:
    for number in range(5):
        client.get(f"/made-up-{number}")
        client.get(f"/compare?q={number}")
    text = client.get("/metrics").text
    assert "made-up" not in text
    routes = set(re.findall(r'counterpoint_requests_total\{route="([^"]+)"', text))
    assert {"page", "other"} <= routes
    assert "counterpoint_statements{version=" in text


@pytest.mark.parametrize("path", ["/", "/healthz", "/download/statements.csv", "/api/v1/issues", "/nowhere"])
def test_every_answer_has_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert "unsafe-eval'" not in headers["content-security-policy"].replace("wasm-unsafe-eval'", "")
    assert "strict-transport-security" in headers


def test_no_promise_of_tls_without_tls_and_only_embeds_may_be_framed(client: TestClient) -> None:
    assert "strict-transport-security" not in client.get("http://example.org/healthz").headers
    for embed, ancestors in (("true", "*"), ("maybe", "'self'")):
        policy = client.get(f"/timeline?embed={embed}").headers["content-security-policy"]
        assert f"frame-ancestors {ancestors}" in policy


def test_health_says_what_is_wrong_with_newer_files(shipped: Dataset) -> None:
    report = Report("somewhere", [Problem("statements.csv", "is <empty>", "table-empty")], [])
    client = client_of(application_of(shipped, report))
    answer = client.get("/healthz")
    found = answer.json()
    assert (answer.status_code, found["status"], found["version"]) == (200, "earlier state served", shipped.version)
    assert found["problems"] == ["statements.csv: is <empty>"]
    page = client.get("/compare").text
    assert "You see the last state without problems" in page
    assert "statements.csv: is &lt;empty&gt;" in page


PLACES = {
    "no folder": "{folder}/xyzzy-place",
    "no folder can have this name": "{folder}/xyzzy-place\0",
    "no database": "postgresql://xyzzy-role:xyzzy-word@127.0.0.1:1/xyzzy-base?schema=xyzzy-place",
    "no address": "mysql://xyzzy-role:xyzzy-word@xyzzy-host/xyzzy-base",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("served", [False, True])
def test_places_stand_in_the_log_and_nowhere_else(
    tmp_path: Path, shipped: Dataset, caplog: pytest.LogCaptureFixture, place: str, served: bool
) -> None:
    watcher = DatasetWatcher(parse_dataset_location(place.format(folder=tmp_path)))
    rejected = watcher.status.rejected
    client = client_of(application_of(shipped if served else None, rejected))
    assert rejected
    for path in ("/compare", "/sources", "/healthz", "/api/v1/dataset", "/feed.atom", "/download/dataset.zip", "/cite"):
        text = client.get(path).text
        assert [each for each in ("xyzzy", str(tmp_path), "127.0.0.1", "mysql") if each in text] == [], path
    assert ("log says why" in client.get("/compare").text) == ("xyzzy-role" in place)
    assert rejected.directory in caplog.text
    assert "xyzzy-word" not in caplog.text
