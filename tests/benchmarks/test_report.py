"""Reports of measurements: figures, the table, and its place in the document."""

import zlib
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.measurements import Figures, reason, summary
from benchmarks.report import BARS, is_met, markdown, table, write
from benchmarks.session import AnswerError, Reply

FIGURES: Figures = {
    "Counterpoint, 1000, change filters (ms)": [30.0, 29.0, 31.0, 9],
    "empty Streamlit, 1000, change filters (ms)": [25.0, 24.0, 26.0, 9],
    "Dash, 1000, change filters (ms)": "fails (RuntimeError)",
    "Counterpoint, shipped, 100 readers: failed answers": [0.0, 0.0, 0.0, 1],
    "Counterpoint, 1000000, check: memory (MB)": [2001.0, 2001.0, 2001.0, 3],
    "Datasette, 1000000, all": "fails (TimeoutError)",
}


def test_a_summary_has_the_median_the_quartiles_and_the_number_and_a_reason_what_a_tool_says():
    assert summary([5.0, 1.0, 2.0, 3.0, 4.0]) == [3.0, 2.0, 4.0, 5]
    assert summary([1234.567]) == [1235.0, 1235.0, 1235.0, 1]
    assert reason(AnswerError("stops at its own limit of 1 s")) == "stops at its own limit of 1 s"
    assert reason(TimeoutError("long words")) == "fails (TimeoutError)"


def test_bars_are_limits_or_multiples_of_the_empty_page_and_unmet_only_where_measured():
    slow = FIGURES | {"Counterpoint, 1000, change filters (ms)": [38.0, 38.0, 38.0, 9]}
    floorless = {"Counterpoint, 1000, change filters (ms)": [30.0, 29.0, 31.0, 9]}
    assert is_met(FIGURES, "1000, change filters (ms)") is True
    assert is_met(slow, "1000, change filters (ms)") is False
    assert is_met(FIGURES, "shipped, 100 readers: failed answers") is True
    assert is_met(FIGURES, "1000000, check: memory (MB)") is False
    assert [is_met(floorless, what) for what in BARS] == [None] * len(BARS)
    assert is_met(FIGURES, "100, memory (MB)") is None


def test_the_table_has_a_row_for_each_measurement_and_a_column_for_each_tool():
    head, *rows = table(FIGURES)
    assert head == ["what", "statements", "at most", "Counterpoint", "empty Streamlit", "Dash", "Datasette"]
    assert rows == [
        ["change filters (ms)", "1,000", "1.5×: met", "30 (1.2×)", "25", "fails (RuntimeError)", ""],
        ["100 readers: failed answers", "shipped", "0: met", "0", "", "", ""],
        ["check: memory (MB)", "1,000,000", "2000: **not met**", "2,001", "", "", "fails (TimeoutError)"],
    ]


def test_a_run_takes_the_place_of_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(report, "chart", lambda figures: f"<svg>{len(figures)}</svg>")
    (tmp_path / "images").mkdir()
    document = tmp_path / "performance.md"
    document.write_text(
        "A\n<!-- run -->\nold\n<!-- end of run -->\nB\n<!-- table --><!-- end of table -->\nC\n", "utf-8"
    )
    for _ in range(2):
        write({"commit": "0123456", "run": "full"}, FIGURES, tmp_path)
    run, rows = "commit: 0123456; run: full.", markdown(table(FIGURES))
    filled = f"A\n<!-- run -->\n{run}\n<!-- end of run -->\nB\n<!-- table -->\n{rows}\n<!-- end of table -->\nC\n"
    assert document.read_text("utf-8") == filled
    assert (tmp_path / "images" / "performance.svg").read_text("utf-8") == "<svg>6</svg>"
    document.write_text("no place", "utf-8")
    with pytest.raises(ValueError, match="substring"):
        write({}, FIGURES, tmp_path)


@pytest.mark.parametrize("pack", [bytes, zlib.compress], ids=["plain", "deflated"])
def test_an_answer_shows_its_page_and_no_other(pack):
    reply = Reply()
    with pytest.raises(AnswerError, match="compare was not shown"):
        reply.check("compare")
    reply.components.append(pack(b'<div data-page="compare">'))
    reply.check("compare")
    with pytest.raises(AnswerError):
        reply.check("statement")
    # One that names no page is taken as it is.
    unknown = Reply()
    unknown.components.append(b"\x28\xb5\x2f\xfd in another compression")
    unknown.check("compare")
