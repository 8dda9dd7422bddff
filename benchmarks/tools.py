"""Counterpoint and its peers behind the same interface: start with a dataset, answer a view, open a link."""

import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks import ROOT

from .generator import dataset_folder
from .peers.sqlite_file import sqlite_file
from .server import Program, Server, free_port, launch, streamlit
from .session import PATIENCE_SECONDS, AnswerError, open_session
from .views import View

FOLDER = ROOT / "benchmarks" / "peers"
EMPTY, EMPTY_PAGE = "empty Streamlit", FOLDER / "empty.py"
FACETS = [("_facet", "party"), ("_facet", "issue"), ("_facet", "stance"), ("_sort_desc", "position")]
# Datasette's names for Counterpoint's parameters.
COLUMNS = {"party": "party__in", "stance": "stance__in", "from": "year__gte", "q": "_search"}


@dataclass(frozen=True)
class RunningTool:
    """A tool that serves a dataset: its server, seconds that it takes to answer a view, what a browser opens, the
    selector of the first thing to read there, and bytes that an opening brings over the WebSocket."""

    server: Server
    answer: Callable[[View], float]
    link: str
    selector: str
    message_bytes: int = 0


# Starts a tool with a dataset, given by name.
Tool = Callable[[str], AbstractContextManager[RunningTool]]


@contextmanager
def counterpoint(program: Program, dataset: str) -> Iterator[RunningTool]:
    """A checkout of Counterpoint."""
    with program.server(dataset) as server:
        yield from _streamlit(server, "compare", "h1")


@contextmanager
def empty(_: str) -> Iterator[RunningTool]:
    """The floor of the framework: whatever the view, a page that shows nothing."""
    with streamlit(EMPTY_PAGE) as server:
        yield from _streamlit(server, "", "[data-testid=stMainBlockContainer]")


@contextmanager
def naive(dataset: str) -> Iterator[RunningTool]:
    """The comparison of Streamlit's own elements."""
    with streamlit(FOLDER / "naive.py", {"COUNTERPOINT_DATASET": str(dataset_folder(dataset))}) as server:
        yield from _streamlit(server, "", "strong")


def _streamlit(server: Server, page: str, selector: str) -> Iterator[RunningTool]:
    with open_session(server.port) as session:
        session.run("", page)
        received = session.bytes_received()
        yield RunningTool(server, lambda view: session.run(view.query, page), f"/{page}", selector, received)


@contextmanager
def datasette(dataset: str) -> Iterator[RunningTool]:
    """The statements as a table with facets and full text search."""
    file, port = sqlite_file(dataset_folder(dataset)), free_port()
    command = [sys.executable, "-m", "datasette", "serve", "-i", str(file), "--port", str(port)]
    table = f"/{file.stem}/statements"
    with launch(command, port, "/-/versions.json") as server:

        def answer(view: View) -> float:
            filters = [(COLUMNS[name], ",".join(values)) for name, values in view.values.items()]
            return _fetch(f"{server.address}{table}?{urlencode([*filters, *FACETS])}")

        yield RunningTool(server, answer, f"{table}?{urlencode(FACETS)}", "table.rows-and-columns td")


@contextmanager
def dash(dataset: str) -> Iterator[RunningTool]:
    """The comparison in Dash, its data read at the start."""
    port = free_port()
    command = [sys.executable, "-m", "benchmarks.peers.dash_app", str(port)]
    with launch(command, port, "/", {"COUNTERPOINT_DATASET": str(dataset_folder(dataset))}) as server:

        def answer(view: View) -> float:
            values = {"party": [], "stance": [], "from": [""], "q": [""], **view.values}
            single = {"from": values["from"][0], "q": values["q"][0]}
            inputs = [{"id": name, "property": "value", "value": value} for name, value in (values | single).items()]
            output = {"output": "content.children", "outputs": {"id": "content", "property": "children"}}
            content = {**output, "inputs": inputs, "changedPropIds": []}
            return _fetch(f"{server.address}/_dash-update-component", content)

        yield RunningTool(server, answer, "/", "strong")


def _fetch(address: str, content: object = None) -> float:
    """Return the seconds of one request until its last byte, over a connection of its own. A POST if there is a
    content."""
    headers = {"Accept-Encoding": "gzip", "Accept": "text/html, application/json", "Content-Type": "application/json"}
    request = urllib.request.Request(address, json.dumps(content).encode() if content else None, headers)
    began = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as response:
            response.read()
    except urllib.error.HTTPError as error:
        stopped = b"SQL Interrupted" in error.read()
        raise AnswerError("stops at its own limit of 1 s" if stopped else f"answers {error.code}") from error
    return time.perf_counter() - began


PEERS: dict[str, Tool] = {EMPTY: empty, "naive Streamlit": naive, "Datasette": datasette, "Dash": dash}
