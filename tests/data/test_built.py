from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from data.engines import SMALL
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data import Dataset, DatasetError, DatasetWatcher, EngineError, Filters, load, query
from data.__main__ import main
from data.built import FORM, STATEMENTS, is_built
from data.dataset import SHIPPED
from data.errors import UnreadableError
from data.package import DESCRIPTOR, read_package
from data.releases import changes

FILTERS = (
    Filters(),
    Filters(party=("nato",), since="2014"),
    Filters(text="missile"),
    Filters(issue=("cooperation",), text="nato geoana", stance=("agree",)),
)


def file_of(directory: Path, kind: str = "database") -> str:
    return str(json.loads((directory / DESCRIPTOR).read_text("utf-8"))["built"][kind])


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("builds") / "built"
    assert main(["build", str(SHIPPED), str(target)]) == 0
    return target


@pytest.fixture(scope="module", params=["Polars", "Polars over DuckDB", "DuckDB"])
def built(target: Path, request: pytest.FixtureRequest) -> Dataset:
    """The built dataset, opened as one of few, of many and of very many statements is."""
    with pytest.MonkeyPatch.context() as patched:
        if request.param != "Polars":
            patched.setattr("data.built.SMALL", 0)
        if request.param == "DuckDB":
            patched.setattr("data.in_memory.INDEXABLE", 0)
        dataset = load(target)
    assert dataset.engine.name == request.param
    return dataset


# What CSV quotes, what Arrow could take for a missing value, and what a reader could take away at the ends.
CELLS = st.text(st.sampled_from("ab,\"'\\;\n\r\t \ufeffé😀0"), max_size=6) | st.sampled_from(
    ["NA", "null", "1e5", "true"]
)


@settings(max_examples=200, deadline=None)
@given(
    rows=st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=6),
    header=st.sampled_from([("id", "name", "description"), ("description", " name", "id "), ("id", "name", "colour")]),
    end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_small_tables_of_a_built_dataset_are_read_as_they_were_when_they_were_checked(
    rows: list[tuple[str, str, str]], header: tuple[str, str, str], end: str, encoding: str, quoting: int
) -> None:
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator=end, quoting=quoting)
    lines.writerow(header)
    lines.writerows(rows)
    resources = {"title": "Themes", "resources": [{"name": "themes", "path": "themes.csv"}]}
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        (directory / "themes.csv").write_bytes(written.getvalue().encode(encoding))
        (directory / DESCRIPTOR).write_text(json.dumps(resources), "utf-8")
        checked, problems, odd = read_package(directory)
        assume(not [problem for problem in problems if problem.file == "themes.csv"])
        (directory / DESCRIPTOR).write_text(json.dumps(resources | {"built": {}}), "utf-8")
        again, problems, still_odd = read_package(directory)
    assert odd == still_odd
    assert not [problem for problem in problems if problem.file == "themes.csv"]
    pd.testing.assert_frame_equal(again.frames["themes"], checked.frames["themes"], check_index_type=False)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_query_of_a_built_dataset_gives_what_its_source_gives(
    built: Dataset, shipped: Dataset, filters: Filters
) -> None:
    for ask in (query.counts, query.latest, query.last_changes, query.facets, query.unanswered):
        found, expected = (ask(dataset, filters) for dataset in (built, shipped))
        order = list(expected.columns)
        found, expected = (frame.sort_values(order, ignore_index=True) for frame in (found, expected))
        assert found.equals(expected), ask.__name__
    assert query.filled(built) == query.filled(shipped)
    assert query.as_read(built).equals(query.as_read(shipped))
    assert query.cells(built, filters, 3).equals(query.cells(shipped, filters, 3))
    assert query.portion(built, filters, 5, 10)[1].equals(query.portion(shipped, filters, 5, 10)[1])
    assert not changes(built, shipped, filters).sentence


def test_a_built_dataset_finds_statements_by_what_they_are_answer_and_report_of(
    built: Dataset, shipped: Dataset
) -> None:
    said = query.as_read(shipped)
    ids, answered, occasions = (sorted(set(said[name]) - {""}) for name in ("id", "responds_to", "occasion"))
    assert ids
    assert answered
    assert occasions
    assert query.by_ids(built, [*ids[::7], "no-such-id", ids[0]]).equals(query.by_ids(shipped, ids[::7]))
    assert query.reports(built, occasions, 1_000) == query.reports(shipped, occasions, 1_000)
    for one in (*answered, ids[0], "no-such-id", "'"):
        assert query.answers(built, one, 60).equals(query.answers(shipped, one, 60))
        assert query.statement(built, one).equals(query.statement(shipped, one))


def test_a_built_dataset_keeps_version_records_and_small_tables(built: Dataset, shipped: Dataset) -> None:
    assert (built.version, built.statements) == (shipped.version, shipped.statements)
    for name in ("parties", "speakers", "themes", "issues", "sources", "events", "codings"):
        assert getattr(built, name) == getattr(shipped, name)
    assert all(built.tables[name].equals(table) for name, table in shipped.tables.items())


def test_check_says_that_a_built_dataset_is_as_it_was_built(target: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(target)]) == 0
    assert "as it was built, version" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["issues.csv", STATEMENTS, "database", "lookup"])
@pytest.mark.parametrize("harm", ["cut", "gone", "changed"])
def test_a_file_that_is_not_the_one_that_was_built_is_named(
    target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, harm: str
) -> None:
    copy = Path(shutil.copytree(target, tmp_path / "copy"))
    name = file_of(copy, name) if name in ("database", "lookup") else name
    content = (copy / name).read_bytes()
    if harm == "gone":
        (copy / name).unlink()
    else:
        (copy / name).write_bytes(content[: len(content) // 2] if harm == "cut" else content.replace(b"a", b"e", 1))
    with pytest.raises(DatasetError) as error:
        load(copy)
    assert [problem.file for problem in error.value.report.problems] == [name]
    assert main(["check", str(copy)]) == 1
    assert f"{name}: " in capsys.readouterr().out


def test_a_build_takes_the_place_of_an_earlier_one_and_of_nothing_else(
    make_dataset: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = make_dataset(), tmp_path / "out" / "built"
    assert main(["build", str(source), str(target)]) == 0
    opened = load(target)
    assert main(["build", str(SHIPPED), str(target)]) == 0
    assert load(target).statements != opened.statements
    # What was opened before goes on with the files that it opened.
    assert query.count(opened, Filters()) == opened.statements
    assert [path.name for path in target.parent.iterdir()] == ["built"]
    assert main(["build", str(SHIPPED), str(source)]) == 1
    assert "is something else than a built dataset" in capsys.readouterr().err
    assert not is_built(source)


def test_a_dataset_with_problems_is_not_built(make_dataset: Callable[..., Path], tmp_path: Path) -> None:
    source = make_dataset(cells={("statements", 2, "stance"): "perhaps"})
    assert main(["build", str(source), str(tmp_path / "built")]) == 1
    assert list(tmp_path.glob("*built*")) == []


def test_a_form_that_is_not_known_is_refused(target: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(target, tmp_path / "copy"))
    descriptor = (copy / DESCRIPTOR).read_text("utf-8")
    (copy / DESCRIPTOR).write_text(descriptor.replace(f'"form": {FORM}', '"form": 99'), "utf-8")
    with pytest.raises(DatasetError, match="was built in a form that is not known here: '99'"):
        load(copy)


def test_the_database_that_this_duckdb_wrote_is_opened_by_the_first_query(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("data.built.SMALL", 0)
    copy = shutil.copytree(target, tmp_path / "copy")
    dataset = load(copy)
    (copy / file_of(copy)).rename(tmp_path / "elsewhere")
    with pytest.raises(EngineError, match="cannot be read at the moment"):
        query.count(dataset, Filters())
    assert "The statements cannot be opened" in caplog.text
    (tmp_path / "elsewhere").rename(copy / file_of(copy))
    assert query.count(dataset, Filters()) == dataset.statements


def test_the_database_of_another_duckdb_is_opened_at_the_start(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.built.SMALL", 0)
    copy = shutil.copytree(target, tmp_path / "copy")
    descriptor = json.loads((copy / DESCRIPTOR).read_text("utf-8"))
    (copy / file_of(copy)).write_bytes(b"what another version wrote")
    known = descriptor["built"]["files"][file_of(copy)]
    known |= {"bytes": 26, "sha256": hashlib.sha256(b"what another version wrote").hexdigest()}
    descriptor["built"]["duckdb"] = "1.0.0"
    (copy / DESCRIPTOR).write_text(json.dumps(descriptor), "utf-8")
    with pytest.raises(DatasetError, match="cannot be opened"):
        load(copy)


def test_a_built_dataset_is_searched_without_regard_to_case(built: Dataset) -> None:
    assert query.count(built, Filters(text="nato")) == query.count(built, replace(Filters(), text="NATO"))
    assert query.count(built, Filters(text="nato zzzz")) == 0


def test_a_server_takes_a_new_build_in_one_step(make_dataset: Callable[..., Path], tmp_path: Path) -> None:
    target = tmp_path / "built"
    assert main(["build", str(make_dataset()), str(target)]) == 0
    watcher = DatasetWatcher(target)
    old = watcher.status.dataset
    assert main(["build", str(SHIPPED), str(target)]) == 0
    assert watcher.poll() or watcher.poll()
    new = watcher.status.dataset
    assert old
    assert new
    assert (old.statements, new.statements) == (query.count(old, Filters()), query.count(new, Filters()))


@pytest.mark.parametrize("engine", ["Polars", "Polars over DuckDB", "DuckDB"])
def test_files_that_are_cut_while_they_are_served_are_named_and_others_in_their_place_are_opened(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: str
) -> None:
    monkeypatch.setattr("data.built.SMALL", SMALL if engine == "Polars" else 0)
    monkeypatch.setattr("data.in_memory.INDEXABLE", 0 if engine == "DuckDB" else 10**6)
    copy = shutil.copytree(target, tmp_path / "copy")
    watcher = DatasetWatcher(copy)
    old = watcher.status.dataset
    assert old
    assert old.engine.name == engine
    found = query.count(old, Filters(text="missile"))
    names = [file_of(copy), file_of(copy, "lookup")]
    for name in names:
        with (copy / name).open("r+b") as file:
            file.truncate((copy / name).stat().st_size // 3)
    assert not watcher.poll()
    assert not watcher.poll()
    assert watcher.status.rejected
    assert {problem.file for problem in watcher.status.rejected.problems} == set(names)
    if engine == "Polars":
        # It has read all there is.
        assert query.count(old, Filters(text="cooperation")) > 0
    else:
        for asked in (lambda: query.count(old, Filters(text="cooperation")), lambda: query.by_places(old, [5, 300])):
            with pytest.raises(UnreadableError):
                asked()
        assert old.engine.trouble
    for name in names:
        (copy / name).unlink()
        shutil.copyfile(target / name, copy / name)
    watcher.poll()
    watcher.poll()
    assert watcher.status.rejected is None
    new = watcher.status.dataset
    assert new
    assert (query.count(new, Filters(text="missile")), new.engine.trouble) == (found, "")
    assert len(query.by_places(new, [5, 300])) == 2


@pytest.mark.parametrize(
    "damaged",
    [lambda whole: whole[: len(whole) // 3], lambda whole: whole[:300_000] + b"x" * 20_000 + whole[320_000:]],
    ids=["cut", "overwritten"],
)
def test_a_statement_file_that_cannot_be_read_is_trouble_until_it_can(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damaged: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr("data.built.SMALL", 0)
    monkeypatch.setattr("data.in_memory.INDEXABLE", 0)
    copy = shutil.copytree(target, tmp_path / "copy")
    path = copy / file_of(copy)
    dataset, whole = load(copy), path.read_bytes()
    path.write_bytes(damaged(whole))
    with pytest.raises(UnreadableError):
        query.latest(dataset, Filters())
    assert dataset.engine.trouble
    path.write_bytes(whole)
    assert len(query.latest(dataset, Filters())) > 0
    assert dataset.engine.trouble == ""
