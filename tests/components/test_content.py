from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from components import content
from components.pages import PAGES
from data import Dataset
from data.engines import DuckDBEngine
from data.in_memory import IndexedEngine
from tests.reading import whole

Asked = list[tuple[str, Mapping[str, Sequence[str]]]]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What is made ahead."""
    found: Asked = []
    monkeypatch.setattr(content, "content", lambda name, parameters: found.append((name, parameters)))
    return found


def served(dataset: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "served_as", lambda _: dataset)


def test_each_page_and_a_figure_worked_out_are_made_ahead(
    tiny: Dataset, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(tiny, monkeypatch)
    content.warm()
    assert asked == [*((name, {}) for name in PAGES), ("figures", {"figure": ["ratio-east"]})]


def test_parties_are_compared_ahead_where_there_are_many_statements_but_not_for_long(
    tiny: Dataset, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    served(replace(tiny, engine=IndexedEngine(DuckDBEngine.of(whole(tiny)))), monkeypatch)
    content.warm()
    assert asked[len(PAGES) + 1 :] == [("compare", {"party": ["east", "west"]})]
    asked.clear()
    monkeypatch.setattr(content, "AHEAD_SECONDS", -1.0)
    content.warm()
    assert len(asked) == len(PAGES) + 1


def test_what_cannot_be_made_ahead_is_said_to_the_operator(
    tiny: Dataset, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    served(tiny, monkeypatch)

    def fails(name: str, parameters: object) -> None:
        raise RuntimeError(name)

    monkeypatch.setattr(content, "content", fails)
    content.warm()
    assert [record.message for record in caplog.records] == [
        f"The page {name} could not be made" for name in (*PAGES, "figures")
    ]
