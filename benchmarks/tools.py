"""Counterpoint and its peers, each behind the same few questions: start it, ask it
for a view, open it in a browser."""

from __future__ import annotations

import csv
import http.client
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlencode

from .opening import EMPTY, Conditions
from .peers.sqlite_file import sqlite_file
from .serving import DASHBOARD, EMPTY_PAGE, ROOT, Server, free_port, launched, server
from .session import Run, Session, arrived
from .views import View

__all__ = ["PATIENCE", "TOOLS", "Cannot", "Running"]

# A reader who waits longer has gone.
PATIENCE = 120.0
PEERS = ROOT / "benchmarks" / "peers"
FACETS = [("_facet", "party"), ("_facet", "issue"), ("_facet", "stance")]
DASH_INPUTS = [("url", "pathname"), ("url", "search")]
DASH_INPUTS += [(name, "value") for name in ("party", "stance", "since", "text", "order")]


class Cannot(Exception):  # noqa: N818
    """A tool has nothing that does this work, or did not do it in time; says why."""


class Asked(Protocol):
    """Does one piece of work and says how long it took. `Cannot` if it cannot."""

    def __call__(self, view: View) -> Run: ...


@dataclass(frozen=True)
class Running:
    """A tool that serves a dataset: its server, how it is asked, what a browser opens
    for a view and what is waited for there, and the bytes of the messages that
    an opening brings besides what is fetched."""

    server: Server
    ask: Asked
    link: str
    conditions: Conditions
    messages: int = 0


@contextmanager
def counterpoint(dataset: Path) -> Iterator[Running]:
    """Counterpoint itself."""
    with server(DASHBOARD, dataset, "/healthz", PATIENCE) as running, Session(running.port) as session:
        first = session.run("", "compare")
        shown = {"readable": (".cp h1", ""), "in place": (".stApp .cp .filters", "")}
        yield Running(
            running, lambda view: session.run(view.query, view.page, patience=PATIENCE), "/compare", shown, first.wire
        )


@contextmanager
def empty_page(_: Path) -> Iterator[Running]:
    """The floor of the framework: whatever is asked for, a page that shows nothing."""
    with server(EMPTY_PAGE) as running, Session(running.port) as session:
        first = session.run()
        yield Running(running, lambda view: session.run(view.query), "/", EMPTY, first.wire)


@contextmanager
def naive(dataset: Path) -> Iterator[Running]:
    """The board of Streamlit's own elements."""
    parties = _names(dataset, "parties")
    with server(PEERS / "naive.py", dataset) as running, Session(running.port) as session:
        first = session.run(patience=PATIENCE)

        def ask(view: View) -> Run:
            if view.work == "ratio":
                raise Cannot("recomputes no ratio")
            if view.work == "statement":
                return session.run(view.query, "statement", patience=PATIENCE)
            widgets = {"Parties": [parties[party] for party in view.party], "Stance": view.stance}
            widgets |= {"From": view.since, "Words": view.text}
            if view.work != "timeline":
                widgets["Order"] = view.sort or "listed"
            return session.run("", "timeline" if view.work == "timeline" else "", widgets, PATIENCE)

        shown = {
            "readable": ("[data-testid=stMarkdownContainer]", "party" if not parties else next(iter(parties.values()))),
            "in place": ("[data-testid=stTextInput]", ""),
        }
        yield Running(running, ask, "/", shown, first.wire)


@contextmanager
def datasette(dataset: Path) -> Iterator[Running]:
    """The statements as a table with facets and full text search."""
    file = dataset.with_name(f"{dataset.name}.sqlite")
    if not sqlite_file(dataset, file, time.monotonic() + 170):
        raise Cannot("the SQLite file is not whole yet; the next run goes on with it")
    port = free_port()
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(file), "--port", str(port)]
    with launched(command, port, "/-/versions.json", patience=PATIENCE) as running:

        def ask(view: View) -> Run:
            return _got(port, _datasette_path(file.stem, view))

        link = f"/{file.stem}/statements?{urlencode([('_sort_desc', 'position'), *FACETS])}"
        shown = {"readable": ("table.rows-and-columns td", ""), "in place": (".facet-results, .search-row", "")}
        yield Running(running, ask, link, shown)


def _datasette_path(database: str, view: View) -> str:
    table = f"/{database}/statements"
    if view.work == "statement":
        return f"{table}/{view.id}"
    if view.work in {"timeline", "ratio"}:
        raise Cannot("draws no timeline" if view.work == "timeline" else "recomputes no ratio")
    asked = [("party__in", ",".join(view.party)), *FACETS]
    if view.stance:
        asked.append(("stance__in", ",".join(view.stance)))
    if view.since:
        asked.append(("year__gte", view.since))
    if view.text:
        asked.append(("_search", view.text))
    order = {"statements": ("_sort", "issue"), "divergence": ("_sort", "stance")}
    return f"{table}?{urlencode([*asked, order.get(view.sort, ('_sort_desc', 'position'))])}"


@contextmanager
def dash(dataset: Path) -> Iterator[Running]:
    """The board in Dash, its data read at the start."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.peers.dash_board", "--port", str(port)]
    with launched(command, port, "/", {"COUNTERPOINT_DATASET": str(dataset)}, PATIENCE) as running:

        def ask(view: View) -> Run:
            if view.work == "ratio":
                raise Cannot("recomputes no ratio")
            path = view.page if view.work in {"statement", "timeline"} else ""
            search = f"?{view.query}" if view.work == "statement" else ""
            values = [f"/{path}", search, view.party, view.stance, view.since or None, view.text, view.sort or "listed"]
            inputs = [
                {"id": id_, "property": name, "value": value}
                for (id_, name), value in zip(DASH_INPUTS, values, strict=True)
            ]
            output = {"id": "content", "property": "children"}
            asked = {"output": "content.children", "outputs": output, "inputs": inputs}
            return _got(port, "/_dash-update-component", asked | {"changedPropIds": ["party.value"], "state": []})

        shown = {"readable": (".row", ""), "in place": ("#party", "")}
        yield Running(running, ask, "/", shown)


def _got(port: int, path: str, posted: object = None) -> Run:
    """One request over a connection of its own, until its last byte."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.connect()
    started = time.perf_counter()
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html, application/json"}
    if posted is None:
        connection.request("GET", path, headers=headers)
    else:
        connection.request("POST", path, json.dumps(posted), headers | {"Content-Type": "application/json"})
    # Kept, because the socket is let go with the last byte.
    open_ = connection.sock
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - started
    wire = len(body) + sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    if open_.fileno() >= 0:
        wire = arrived(open_)
    connection.close()
    if answer.status != 200:
        said = b"SQL Interrupted" in body
        raise Cannot("stops at its own time limit of 1 s" if said else f"answers {answer.status}")
    return Run(took, len(body), wire, "facets are left out at their time limit" if b"facets timed out" in body else "")


def _names(dataset: Path, table: str) -> dict[str, str]:
    with (dataset / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["name"] for row in csv.DictReader(file)}


TOOLS = {
    "Counterpoint": counterpoint,
    "empty Streamlit": empty_page,
    "naive Streamlit": naive,
    "Datasette": datasette,
    "Dash": dash,
}
