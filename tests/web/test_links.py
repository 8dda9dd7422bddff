"""Links are read the same everywhere, and HTTP behaves as clients expect."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import feedparser
import pytest
from starlette.testclient import TestClient

from data import Dataset, check, load
from data.package import DESCRIPTOR_FILE
from data.publishing.releases import write_release
from tests.applications import application_of

from .conftest import client_of

Make = Callable[..., Path]
NATO = "/api/v1/statements?party=nato&issue=crimea"


def ids(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/api/v1/statements?per_page=200&{query}")
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


@pytest.mark.parametrize(
    "query",
    [
        "party=nato&amp;issue=crimea",
        "Party=nato&ISSUE=crimea",
        "party=nato&issue=crimea&utm_source=a&fbclid=b",
        "party%3Dnato%26issue%3Dcrimea",
        "party=nato&issue=%63rimea&",
    ],
)
def test_links_that_programs_have_changed_mean_the_same(client: TestClient, query: str) -> None:
    assert ids(client, query) == ids(client, "party=nato&issue=crimea") != []
    assert "Statements by NATO on “Crimea”" in client.get(f"/compare?{query}").text
    assert client.get(f"/feed.atom?{query}").text.count("<entry>") == len(ids(client, query))


def test_a_text_that_is_escaped_twice_is_read_once(client: TestClient) -> None:
    assert ids(client, "q=missile%2520defence") == ids(client, "q=missile%20defence") != []


@pytest.mark.parametrize("path", ["/compare", "/feed.atom", "/download/statements.csv", "/api/v1/statements", "/print"])
@pytest.mark.parametrize("query", ["party=nato" + "&a=b" * 1_000, "party=nato&q=" + "a" * 32_000])
def test_an_address_beyond_the_bounds_is_refused_and_never_cut(client: TestClient, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 414
    assert "32,000 characters" in answer.text


def test_a_link_with_many_values_is_read_whole(client: TestClient, shipped: Dataset) -> None:
    query = "&".join(f"speaker={name}" for name in shipped.speakers)
    assert len(ids(client, query)) == 200 < client.get(f"/api/v1/statements?{query}").json()["total"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/feed", 404),
        ("/favicon.ico", 404),
        ("/compare/x", 404),
        ("/a/b/c", 404),
        ("/Compare?party=nato", 308),
        ("/statement?id=nobody", 404),
        ("/api/v1/nothing", 404),
    ],
)
def test_paths_and_ids_that_there_are_not(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path, follow_redirects=False)
    assert answer.status_code == status
    if status == 308:
        assert answer.headers["location"] == "/compare?party=nato"
    elif not path.startswith("/api"):
        assert "timeline" in answer.text


def test_a_withdrawn_statement_is_gone(make_dataset: Make) -> None:
    directory = make_dataset()
    write_release(directory, dt.date(2026, 5, 4))
    table = directory / "statements.csv"
    gone = table.read_text("utf-8").splitlines()[-1].split(",")[0]
    table.write_text("".join(line for line in table.read_text("utf-8").splitlines(True) if gone not in line), "utf-8")
    answer = client_of(application_of(load(directory))).get(f"/statement?id={gone}")
    assert answer.status_code == 410
    assert "Withdrawn statement" in answer.text


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip", "gzip"), ("gzip;q=0", ""), ("br, *;q=0.5", "gzip"), ("identity", ""), ("gzip;q=0.000, *", "")],
)
def test_encodings_are_negotiated(client: TestClient, accepted: str, encoding: str) -> None:
    answer = client.get("/about", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding", "") == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.headers["etag"].startswith('W/"')
    known = {"If-None-Match": f'"other", {answer.headers["etag"]}', "Accept-Encoding": accepted}
    assert client.get("/about", headers=known).status_code == 304


@pytest.mark.parametrize("path", ["/about", "/api/v1/statements", "/feed.atom", "/healthz", "/download/statements.csv"])
def test_whatever_can_be_read_answers_head(client: TestClient, path: str) -> None:
    assert client.head(path).status_code == 200


def test_a_public_address_stands_in_all_links(shipped: Dataset) -> None:
    client = client_of(application_of(shipped, url="https://public.example/counter/"))
    headers = {"Host": "forged.example", "X-Forwarded-Proto": "gopher"}
    for path in ("/compare", "/feed.atom", "/sitemap.xml", "/cite?format=csl-json", "/robots.txt", "/print"):
        text = client.get(path, headers=headers).text
        assert "https://public.example/counter/" in text, path
        assert "forged" not in text, path


@pytest.mark.parametrize("host", ["under_score.example", "xn--bcher-kva.example", "[::1]:8501"])
def test_any_host_that_there_can_be_is_named(client: TestClient, host: str) -> None:
    text = client.get("/feed.atom", headers={"Host": host}).text
    assert feedparser.parse(text).feed.id.startswith("tag:")
    assert f"https://{host}/" in text


def test_entries_of_a_feed_keep_their_ids_and_are_of_no_day_to_come(make_dataset: Make) -> None:
    directory = make_dataset(cells={("statements", 13, "date"): "2999"})
    clients = [client_of(application_of(load(directory)))]
    entries = feedparser.parse(clients[0].get("/feed.atom").text).entries
    today = dt.datetime.now(dt.UTC).date().isoformat()
    assert all(entry.updated[:10] <= today for entry in entries)
    plain = feedparser.parse(clients[0].get("http://example.org/feed.atom").text)
    assert [entry.id for entry in plain.entries] == [entry.id for entry in entries]
    write_release(directory, dt.date(2026, 5, 4))
    released = feedparser.parse(client_of(application_of(load(directory))).get("/feed.atom").text)
    assert {entry.updated[:10] for entry in released.entries} == {"2026-05-04"}


def test_the_archive_is_the_state_that_is_served_or_none(make_dataset: Make, tmp_path: Path) -> None:
    directory = make_dataset()
    secret = tmp_path / "secret"
    secret.write_text("secret")
    (directory / "README.txt").symlink_to(secret)
    client = client_of(application_of(load(directory)))
    with zipfile.ZipFile(io.BytesIO(client.get("/download/dataset.zip").content)) as archive:
        assert "README.txt" not in archive.namelist()
        assert archive.read("statements.csv") == (directory / "statements.csv").read_bytes()
    with (directory / "statements.csv").open("a") as file:
        file.write("broken")
    answer = client.get("/download/dataset.zip")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    (directory / DESCRIPTOR_FILE).unlink()
    assert client.get("/download/dataset.zip").status_code == 503


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "half HALF"}, "title"),
        ({"title": "a\0b"}, "title"),
        ({"description": "a\x1b[31m"}, "description"),
        ({"title": "a" * 10_001}, "title"),
        ({"contributors": [{"title": "x"}] * 1_001}, "contributors"),
        ({"licenses": [{"name": "a\x07"}]}, "licenses 1.name"),
    ],
)
def test_texts_of_the_descriptor_obey_the_rules_of_cells(make_dataset: Make, change: dict, place: str) -> None:
    directory = make_dataset(descriptor=lambda descriptor: descriptor.update(change))
    text = (directory / DESCRIPTOR_FILE).read_text("utf-8")
    (directory / DESCRIPTOR_FILE).write_text(text.replace("HALF", "\\ud800"), "utf-8")
    _, report = check(directory)
    (problem,) = report.problems
    assert place in str(problem).replace("'", "")
