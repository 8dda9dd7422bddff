"""Two codings side by side."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.__main__ import main
from data.publishing.coding_comparison import (
    CodingError,
    codings_csv,
    cohen_kappa,
    compare_codings,
    read_coding,
    read_coding_path,
)


def test_kappa_of_published_examples() -> None:
    # Landis and Koch's kind of example, as in Wikipedia's "Cohen's kappa": 20 and 15 alike of 50.
    assert cohen_kappa(np.array([[20, 5], [10, 15]])) == pytest.approx(0.4)
    # The same agreement by chance of other margins.
    assert cohen_kappa(np.array([[45, 15], [25, 15]])) == pytest.approx(0.1304, abs=5e-5)
    assert cohen_kappa(np.array([[25, 35], [5, 35]])) == pytest.approx(0.2593, abs=5e-5)
    assert cohen_kappa(np.array([[3, 0], [0, 0]])) is None
    assert cohen_kappa(np.zeros((2, 2))) is None


def test_comparison_counts_what_both_code() -> None:
    first = pd.Series({"a": "agree", "b": "neutral", "c": "disagree", "d": "no-stand"})
    second = pd.Series({"a": "agree", "b": "partly-agree", "c": "disagree", "e": "agree"})
    comparison = compare_codings(first, second)
    assert (comparison.pairs, comparison.same, comparison.alone) == (3, 2, 2)
    assert comparison.differing.to_dict("records") == [{"statement": "b", "first": "neutral", "second": "partly-agree"}]
    assert comparison.counts.loc["neutral", "partly-agree"] == 1
    assert comparison.kappa == pytest.approx(0.571, abs=5e-4)


def test_file_of_codings_or_statements_is_read(tmp_path: Path) -> None:
    content = codings_csv("second", {"a": "agree", "b": ""})
    assert content == b"statement,coder,stance\na,second,agree\n"
    assert read_coding(content, "codings.csv").to_dict() == {"a": "agree"}
    (tmp_path / "statements.csv").write_text("id,stance,summary\nx,disagree,Text\n", "utf-8")
    assert read_coding_path(tmp_path).to_dict() == {"x": "disagree"}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_coding_of_any_spreadsheet_program_is_read(separator: str) -> None:
    text = "\ufeffstatement,coder,stance\r\na,x,agree\r\nb,x,neutral\r\n".replace(",", separator)
    assert read_coding(text.encode(), "codings.csv").to_dict() == {"a": "agree", "b": "neutral"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"id,summary\na,b\n", "needs the columns statement"),
        (b"id,stance\na,maybe\n", "'maybe' is no stance"),
        (b"statement,coder,stance\na,x,agree\na,y,agree\n", "several coders"),
        (b"id,stance\na,agree\na,disagree\n", "two stances for 'a'"),
        (b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_table_that_is_no_coding_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(CodingError, match=reason):
        read_coding(content, "codings.csv")


def test_command_prints_measures_and_rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, stance in (("a.csv", "agree"), ("b.csv", "disagree")):
        (tmp_path / name).write_text(f"id,stance\nx,{stance}\ny,neutral\n", "utf-8")
    assert main(["agreement", str(tmp_path / "a.csv"), str(tmp_path / "b.csv")]) == 0
    printed = capsys.readouterr().out
    assert "2 statements coded twice, 1 alike (50%), 0 coded once" in printed
    assert "Cohen's kappa: 0.33" in printed
    assert main(["agreement", str(tmp_path / "a.csv"), str(tmp_path / "none.csv")]) == 1
