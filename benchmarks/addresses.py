"""Addresses drawn at random: pages, pictures, files, the API, with values that exist and values that do not."""

from __future__ import annotations

import random
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from data import Dataset, load

from .spread import spread, words

__all__ = ["addresses", "fetch", "fetched_all"]

PAGES = ("compare", "timeline", "exchanges", "figures", "sources", "about")
SORTS = ("listed", "divergence", "recent", "statements")
STANCES = ("agree", "partly-agree", "neutral", "partly-disagree", "disagree", "no-stand")
CONNECTIONS = 3
FILES = ("csv", "json", "xlsx", "parquet")
LISTS = ("statements", "issues", "parties", "sources", "speakers")
# How often each kind of address is drawn; what readers do most, most often.
KINDS = {"page": 60, "statement": 12, "print": 6, "picture": 8, "api": 6, "feed": 3, "cite": 3, "file": 2}


def addresses(directory: Path, seed: int) -> Iterator[str]:
    """Paths with queries, without an end; the same ones for a seed."""
    dataset = load(directory)
    chosen = random.Random(seed)
    statements = spread(dataset, seed)
    searched = words(statements, 5)
    ids = statements["id"].tolist()
    figures = list(dataset.quantities.figures)
    kinds, weights = list(KINDS), list(KINDS.values())
    while True:
        view = _view(dataset, searched, chosen)
        statement = {"id": chosen.choice([*ids, _junk(chosen)])}
        kind = chosen.choices(kinds, weights)[0]
        figure = {"figure": chosen.choice(figures)} if figures else {}
        path, asked = {
            "page": (chosen.choice(PAGES), view | (figure if chosen.random() < 0.1 else {})),
            "statement": ("statement", statement),
            "print": (chosen.choice(("print", "embed")), view),
            "picture": ("preview.png", chosen.choice((view, statement, figure))),
            "api": (f"api/v1/{chosen.choice(LISTS)}", view | {"limit": chosen.randint(1, 200)}),
            "feed": ("feed.atom", view),
            "cite": ("cite", view | {"format": "bibtex"}),
            "file": (f"download/statements.{chosen.choice(FILES)}", view),
        }[kind]
        yield f"/{path}?{urlencode(asked, doseq=True)}"


def fetch(address: str) -> str:
    """Reads an address to its end. What went wrong, '' if nothing did; an answer that
    says what is wrong with the address (4xx) is an answer."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            answer.read()
    except urllib.error.HTTPError as error:
        return "" if error.code < 500 else f"{error.code} {address}"
    except OSError as error:
        return f"{error} {address}"
    return ""


def fetched_all(address: str, paths: Iterable[str]) -> list[str]:
    """Fetches the paths of a server, over a few connections; what went wrong."""
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [problem for problem in pool.map(fetch, (f"{address}{path}" for path in paths)) if problem]


def _view(dataset: Dataset, searched: list[str], chosen: random.Random) -> dict[str, object]:
    """Some filters, now and then with a value that no dataset knows or a name that nobody asks for."""
    some: dict[str, object] = {
        "party": chosen.sample(list(dataset.parties), min(2, len(dataset.parties))),
        "issue": chosen.sample(list(dataset.issues), min(3, len(dataset.issues))),
        "theme": chosen.choice(list(dataset.themes)),
        "speaker": chosen.choice(list(dataset.speakers)),
        "stance": chosen.sample(STANCES, 2),
        "from": str(chosen.randint(1985, 2020)),
        "to": f"{chosen.randint(2000, 2026)}-{chosen.randint(1, 12):02}",
        "q": " ".join(chosen.sample(searched, chosen.randint(1, 2))),
        "sort": chosen.choice(SORTS),
        "page": chosen.randint(1, 5),
        chosen.choice(("party", "issue", "q", "id", "as", "version", "from")): _junk(chosen),
        _junk(chosen): _junk(chosen),
    }
    # A second value for a name of the list takes the place of the first, so junk names come last.
    return {name: some[name] for name in chosen.sample(list(some), chosen.randint(0, 4))}


def _junk(chosen: random.Random) -> str:
    return "".join(chosen.choices("abcdefghijklmnop0123456789<>&'%é–\u202e", k=chosen.randint(1, 30)))
