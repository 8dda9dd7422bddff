"""Feeds hold to RFC 4287 and to the rules of the W3C's validator that need no network, and say when entries changed."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from starlette.testclient import TestClient

from data import load
from data.publishing.releases import write_release
from tests.applications import application_of
from tests.conftest import write_hostile

from .conftest import client_of

Make = Callable[..., Path]
ATOM = "{http://www.w3.org/2005/Atom}"
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[0-9a-zA-Z;/?:@&=+$._!~*'()%,-]*")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
QUERIES = (
    "",
    "party=nato&issue=crimea",
    "q=%C3%A4+%22b%22&from=2014",
    "q=<a>&utm_source=x",
    "q=nowhereatall",
    "page=2",
)


def valid_feed(client: TestClient, query: str, host: str = "example.org") -> ElementTree.Element:
    answer = client.get(f"/feed.atom?{query}", headers={"Host": host})
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert not feedparser.parse(answer.content).bozo
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall(f"{ATOM}entry")
    now = dt.datetime.now(dt.UTC)
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            (only,) = element.findall(f"{ATOM}{name}")
            assert only.text
        assert TAG.fullmatch(element.findtext(f"{ATOM}id", ""))
        updated = element.findtext(f"{ATOM}updated", "")
        assert RFC_3339.fullmatch(updated)
        assert dt.datetime.fromisoformat(updated) <= now
        assert all(author.findtext(f"{ATOM}name", "").strip() for author in element.findall(f"{ATOM}author"))
        assert element.findall(f"{ATOM}author")
        links = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in element.findall(f"{ATOM}link")]
        assert len(links) == len(set(links))
    assert all(URL.fullmatch(link.get("href", "")) for link in feed.iter(f"{ATOM}link"))
    assert [link.get("rel") for link in feed.findall(f"{ATOM}link")].count("self") == 1
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids))
    return feed


@pytest.mark.parametrize("query", QUERIES)
def test_feeds_are_valid(client: TestClient, query: str) -> None:
    feed = valid_feed(client, query)
    own = next(link.get("href", "") for link in feed.iter(f"{ATOM}link") if link.get("rel") == "self")
    assert client.get(own).content == client.get(f"/feed.atom?{query}").content


@pytest.mark.parametrize("host", ["under_score.example", "[::1]:8501", "EXAMPLE.org:80"])
def test_feeds_are_valid_under_any_host(client: TestClient, host: str) -> None:
    valid_feed(client, "party=nato", host)


def test_there_is_no_feed_without_a_host(client: TestClient) -> None:
    assert client.get("/feed.atom", headers={"Host": "a b"}).status_code == 400


@pytest.mark.parametrize("text", ["]]><entry>&\ufffe\uffff", "\u202eمرحبا 1917", "<a href='x'>b</a> " * 30])
def test_feeds_of_hostile_datasets_are_valid(tmp_path: Path, text: str) -> None:
    valid_feed(client_of(application_of(load(write_hostile(tmp_path / "dataset", text)))), "")


def test_an_entry_is_updated_when_it_is_added_or_changed(make_dataset: Make) -> None:
    def days() -> dict[str, str]:
        feed = valid_feed(client_of(application_of(load(directory))), "")
        entries = feed.findall(f"{ATOM}entry")
        return {
            entry.findtext(f"{ATOM}id", "").rpartition("/")[2]: entry.findtext(f"{ATOM}updated", "")[:10]
            for entry in entries
        }

    directory = make_dataset()
    table = directory / "statements.csv"
    rows = table.read_text("utf-8").splitlines(keepends=True)
    table.write_text("".join(rows[:-1]), "utf-8")
    write_release(directory, dt.date(2026, 5, 4))
    added = "".join(rows)
    table.write_text(added, "utf-8")
    write_release(directory, dt.date(2026, 6, 1))
    changed = added.replace("Berg sees no threat.", "Berg saw no threat.")
    table.write_text(changed, "utf-8")
    write_release(directory, dt.date(2026, 7, 2))
    released = days()
    assert (released.pop("east-2021-drills"), released.pop("east-2014-bases")) == ("2026-06-01", "2026-07-02")
    assert set(released.values()) == {"2026-05-04"}
    table.write_text(changed.replace("It helps nobody.", "It helps no one."), "utf-8")
    today = dt.datetime.now(dt.UTC).date().isoformat()
    assert days() == released | {
        "east-2021-drills": "2026-06-01",
        "east-2014-bases": "2026-07-02",
        "west-2017-drills": today,
    }
