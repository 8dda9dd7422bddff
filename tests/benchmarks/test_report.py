from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from benchmarks.judged import judged
from benchmarks.values import WORK

from benchmarks.report import growth, printed, table, written

Piece = dict[str, Any]

MACHINE = {
    "packages": {"streamlit": "1.67.0"},
    "commit": "0123456789",
    "cores": 2,
    "processor": "any",
    "python": "3.11",
}
KINDS = ("filter", "statement", "search", "sort", "timeline", "ratio", "readable", "usable")
NAMES = ("run", "table", "growth", "bars", "queries")


def piece(times: float = 1, kinds: tuple[str, ...] = KINDS, **other: Any) -> Piece:
    """A piece in which all takes so many times 10 ms, 8 ms of the processor and 2 kB."""
    done = {"milliseconds": [10 * times] * 3, "bytes": [2_000 * times] * 3, "processor": 8 * times}
    memory = {"memory": round(times * 2**20), "opening_bytes": [round(times * 1_000)]}
    span = {"began": "2026-11-27T23:00:00Z", "seconds": 90.0, "others": 0.0}
    return {**span, **memory, "work": dict.fromkeys(kinds, done), "cannot": {}, **other}


def of_run(**pieces: Piece) -> dict[str, Any]:
    """A run in which `n100` is Counterpoint with 100 statements, and `shipped` with the shipped dataset."""
    named = {f"Counterpoint, {name.removeprefix('n')}": each for name, each in pieces.items()}
    return {"machine": MACHINE, "quick": False, "pieces": named}


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    places = "".join(f"<!-- {name} -->\n<!-- end of {name} -->\n" for name in NAMES)
    (tmp_path / "performance.md").write_text(places, "utf-8")
    (tmp_path / "images").mkdir()
    return tmp_path


def said(results: dict[str, Any], docs: Path) -> str:
    """What the documents say of a run."""
    written(results, docs)
    return (docs / "performance.md").read_text("utf-8").partition("<!-- end of run -->")[0]


def grown(results: dict[str, Any]) -> list[tuple[str, str, bool | None]]:
    return [(bar.what, bar.found, bar.met) for bar in judged(results) if "grows" in bar.what]


def test_growth_is_judged_at_each_step_up_to_a_million():
    slow = piece(150)
    found = grown(of_run(n100=piece(), n10000=piece(99), n1000000=piece(150), n10000000=piece(1e6)))
    assert [met for _, _, met in found] == [True, True]
    assert "from 100 to 10,000" in found[0][0]
    assert "99.0 times" in found[0][1]
    assert "from 10,000 to 1,000,000" in found[1][0]
    assert [met for _, _, met in grown(of_run(n100=piece(), n10000=slow, n1000000=slow))] == [False, True]


@pytest.mark.parametrize(
    ("other", "title"),
    [
        ({"memory": 2**30}, "most memory"),
        ({"opening_bytes": [10**6]}, "bytes of opening"),
        ({"work": {"filter": {**piece()["work"]["filter"], "processor": 8_000}}}, "processor time of a filter change"),
        ({"work": {"filter": {**piece()["work"]["filter"], "bytes": [2_000_000]}}}, "bytes of a filter change"),
    ],
)
def test_growth_is_that_of_processor_time_bytes_and_memory_too(other: Piece, title: str):
    ((_, found, met),) = grown(of_run(n100=piece(), n10000=piece(**other)))
    assert title in found
    assert met is False


def test_what_was_not_measured_is_not_judged():
    assert [met for _, _, met in grown(of_run(shipped=piece()))] == [None]
    stopped = {**piece(), "work": {}, "cannot": {"everything": "takes more than 8 GB"}}
    del stopped["memory"], stopped["opening_bytes"]
    assert [met for _, _, met in grown(of_run(n100=piece(), n10000=stopped))] == [None]


def test_a_ratio_has_a_row_for_each_size_and_the_shipped_dataset():
    results = of_run(shipped=piece(), n100=piece(), n10000=piece(2))
    results["pieces"]["empty Streamlit, any"] = piece(kinds=("filter",))
    results["pieces"]["Dash, 100"] = piece(kinds=("filter",), cannot={"ratio": "recomputes no ratio"})
    head, *rows = table(results)
    ratios = {row[1]: dict(zip(head, row, strict=True)) for row in rows if row[0] == WORK["ratio"]}
    assert list(ratios) == ["shipped", "100", "10,000"]
    assert [each["Counterpoint"] for each in ratios.values()] == ["10", "10", "20"]
    assert [each["empty Streamlit"] for each in ratios.values()] == ["10 (1×)", "10 (1×)", "10 (2×)"]
    assert [each["Dash"] for each in ratios.values()] == ["recomputes no ratio", "recomputes no ratio", "not measured"]
    assert ["recompute a ratio", "×2.00"] in growth(results)
    assert printed(results)


def test_a_run_ends_with_the_end_of_its_last_piece(docs: Path):
    last = piece(began="2026-11-27T23:20:00Z", seconds=1_900.0)
    assert "2 pieces, 2026-11-27 23:00 to 23:51 UTC" in said(of_run(n100=piece(), n10000=last), docs)
    last["seconds"] = 3_600.0
    assert "2026-11-27 23:00 to 2026-11-28 00:20 UTC" in said(of_run(n100=piece(), n10000=last), docs)


def test_each_piece_that_others_disturbed_is_named(docs: Path):
    assert "Other programs" not in said(of_run(n100=piece(others=0.2), n10000=piece()), docs)
    results = of_run(n100=piece(), n10000=piece(), n1000000=piece(others=0.35))
    results["pieces"]["bar, soak shipped"] = {
        "began": "2026-11-27T23:10:00Z",
        "seconds": 60.0,
        "others": 1.46,
        "minutes": 1,
        "acts": 1,
        "requests": 1,
        "failures": [],
        "peak": 2**20,
        "slope_mb_an_hour": 0.0,
        "standard_error": 1.0,
    }
    text = said(results, docs)
    assert "bar, soak shipped (1.46 cores); Counterpoint, 1000000 (0.35 cores)." in text
    assert "not quiet" not in text


def test_duckdb_is_named_with_its_lookup(docs: Path):
    results = of_run(n100=piece())
    figures = {"median": 1.0, "p95": 2.0, "slowest": 3.0}
    asked = dict.fromkeys(("count", "all"), figures)
    span = {"began": "2026-11-27T23:10:00Z", "seconds": 60.0}
    results["pieces"]["bar, queries 1000000"] = {**span, "Polars over DuckDB": asked, "DuckDB": asked}
    written(results, docs)
    assert "| DuckDB with the lookup: median |" in (docs / "performance.md").read_text("utf-8")
    assert any("on DuckDB with the lookup: p95" in bar.what and bar.met for bar in judged(results))
