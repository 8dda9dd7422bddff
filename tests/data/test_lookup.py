from __future__ import annotations

import sqlite3
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import EngineError
from data.lookup import Lookup, writing
from data.prepared import folded


def table(texts: list[str], start: int = 0) -> pa.Table:
    places = range(start, start + len(texts))
    return pa.table(
        {
            "id": pa.array([f"s{place}" for place in places], pa.large_string()),
            "note": pa.array(texts, pa.large_string()),
            "position": pa.array(places, pa.int64()),
            "search": pa.array([folded(text) for text in texts], pa.large_string()),
        }
    )


def written(path: Path, *tables: pa.Table) -> Lookup:
    with writing(path) as add:
        for each in tables:
            add(each)
    return Lookup(path)


# What is a blank in some language or another, what comes close to one, and letters that fold to several.
TEXTS = st.lists(
    st.text(st.sampled_from("abcAé№ß \n\t\u00a0\u2028\u3000\u200b\x1c\x1f.'%_\""), max_size=12), max_size=20
)
WORDS = st.text(st.sampled_from("abcé№ .'%_\""), min_size=1, max_size=4)


@settings(max_examples=150, deadline=None)
@given(texts=TEXTS, cut=st.integers(0, 20), part=st.integers(1, 7), searched=WORDS)
def test_a_word_is_found_wherever_it_is_a_part_of_a_text(texts: list[str], cut: int, part: int, searched: str) -> None:
    words = folded(searched).split()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr("data.lookup.PART", part)
        lookup = written(Path(folder) / "lookup.sqlite", table(texts[:cut]), table(texts[cut:], len(texts[:cut])))
        found = lookup.mentioning(words)
    assert found is not None
    assert found.tolist() == [at for at, text in enumerate(texts) if all(word in folded(text) for word in words)]


def test_statements_are_found_by_their_places_in_order_of_time(tmp_path: Path) -> None:
    texts = ["first", "", "an 'odd' \"one\"\nwith\x00all", "last"]
    lookup = written(tmp_path / "lookup.sqlite", table(texts))
    assert lookup.columns == {"position", "id", "note"}
    found = lookup.at([0, 2, 99], ["note", "position"])
    assert found.to_pydict() == {"note": [texts[0], texts[2]], "position": [0, 2]}
    assert found.schema == pa.schema([("note", pa.large_string()), ("position", pa.int64())])
    assert lookup.at([], ["id"]).num_rows == 0
    assert lookup.at([99], ["id"]).schema == pa.schema([("id", pa.large_string())])


def test_statements_are_found_by_what_they_are_and_answer(tmp_path: Path) -> None:
    answers = pa.array(["", "s0", "", "", "s0", "s.1:b-c_d"], pa.large_string())
    added = table(["text"] * 6).append_column("responds_to", answers)
    lookup = written(tmp_path / "lookup.sqlite", added.slice(0, 2), added.slice(2))
    assert lookup.holding("responds_to", ["s0"]) == [1, 4]
    assert lookup.holding("responds_to", ["s1", "s.1:b-c_d", "s0"]) == [1, 4, 5]
    assert lookup.holding("id", ["s5", "s0", "s5"]) == [0, 5]
    for none in ([], [""], ["s9"], ["s0'"], ["s0\x00"], ["\x00"], ["\ud800"], ["S0"], ["é" * 10_000]):
        assert lookup.holding("responds_to", none) == []


def test_a_word_within_too_many_others_is_left_to_whoever_reads_the_texts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lookup = written(tmp_path / "lookup.sqlite", table(["aa ab", "ac b", "b"]))
    monkeypatch.setattr("data.lookup.PARTS_MOST", 2)
    assert lookup.mentioning(["a"]) is None
    assert lookup.mentioning(["b", "a"]) is None
    found = lookup.mentioning(["b"])
    assert found is not None
    assert found.tolist() == [0, 1, 2]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database")
    with pytest.raises(sqlite3.DatabaseError):
        Lookup(tmp_path / "text")
    with pytest.raises(sqlite3.OperationalError):
        Lookup(tmp_path / "absent")


def test_a_file_that_cannot_be_read_any_more_is_told_to_readers_and_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "lookup.sqlite"
    lookup = written(path, table([f"word{number} {'x' * 2000}" for number in range(2_000)]))
    path.write_bytes(path.read_bytes()[:8192])
    with pytest.raises(EngineError, match="cannot be read at the moment"):
        lookup.at(list(range(2_000)), ["note"])
    assert "cannot be looked up" in caplog.text


def test_a_file_that_a_new_build_took_the_place_of_is_still_asked(tmp_path: Path) -> None:
    lookup = written(tmp_path / "lookup.sqlite", table(["one", "two"]))
    (tmp_path / "lookup.sqlite").unlink()
    assert lookup.at([1], ["note"]).to_pydict() == {"note": ["two"]}
    found = lookup.mentioning(["tw"])
    assert found is not None
    assert found.tolist() == [1]
