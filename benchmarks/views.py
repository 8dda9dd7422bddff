"""Requests of readers, chosen at random with a seed: the same for every tool."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import pandas as pd

from .generator import STANCES, read_table

KINDS = ("change filters", "search for a word")
# Filters choose two of the parties with most statements, which come first. A view of Counterpoint has at most four.
LARGEST, PARTIES_MOST = 6, 4


@dataclass(frozen=True)
class View:
    """A page of Counterpoint with the values of parameters of its address."""

    page: str
    values: dict[str, list[str]]

    @property
    def query(self) -> str:
        """The query string of its address."""
        return urlencode(self.values, doseq=True)


def sample_statements(folder: Path, seed: int) -> pd.DataFrame:
    """The ids and summaries of at most 2,000 statements from anywhere in a dataset, the same for a seed."""
    rows = pd.read_csv(folder / "statements.csv", usecols=["id", "summary"], dtype="str")
    return rows.sample(min(2_000, len(rows)), random_state=seed)


def views(folder: Path, kind: str, seed: int = 11) -> Iterator[View]:
    """Views of the comparison of one kind, none twice: filters of two parties, three stances and a first year, or
    searches for a word in as many parties as a view may have. They end when there are no others."""
    chosen = random.Random(f"{seed} {kind}")
    parties = list(read_table(folder, "parties")["id"])
    if kind == KINDS[1]:
        texts = " ".join(sample_statements(folder, seed)["summary"]).lower()
        words = sorted({word for word in texts.split() if len(word) > 4 and word.isalpha()})
        for word in chosen.sample(words, len(words)):
            yield View("compare", {"party": parties[:PARTIES_MOST], "q": [word]})
        return
    seen = set()
    while True:
        party, stance = sorted(chosen.sample(parties[:LARGEST], 2)), sorted(chosen.sample(STANCES, 3))
        view = View("compare", {"party": party, "stance": stance, "from": [str(chosen.randint(1990, 2020))]})
        if view.query not in seen:
            yield view
        seen.add(view.query)


def visits(folder: Path, seed: int) -> list[View]:
    """Some 400 views that readers ask for one after the other, the same for a seed."""
    chosen = random.Random(seed)
    ids = list(sample_statements(folder, seed)["id"])
    issues = list(read_table(folder, "issues")["id"])
    listed = [*islice(views(folder, KINDS[0], seed), 120), *islice(views(folder, KINDS[1], seed), 60)]
    listed += [View("compare", {"issue": chosen.sample(issues, 2)}) for _ in range(80)]
    listed += [View("statement", {"id": [chosen.choice(ids)]}) for _ in range(60)]
    listed += [View(page, {"page": [str(chosen.randint(1, 3))]}) for page in ("compare", "sources") for _ in range(20)]
    listed += [View(page, view.values) for page in ("timeline", "exchanges") for view in listed[:20]]
    return chosen.sample(listed, len(listed))
