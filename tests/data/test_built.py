import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from data import Dataset, DatasetError, DatasetWatcher, Filters, load
from data import statements as query
from data.__main__ import main
from data.model import UnreadableError
from data.package import DESCRIPTOR_FILE, is_built
from data.package.build import STATEMENTS_FILE, build_format_name
from data.publishing import dataset_changes
from data.settings import SHIPPED_DATASET
from tests.recomputation import ASSERTIONS, assert_lists, assert_totals

Make = Callable[..., Path]
FILTERS = (
    Filters(),
    Filters(issue=("cooperation",), text="nato geoana", stance=("agree",)),
    Filters(text="NATO zzzz"),
)


def file_of(directory: Path) -> str:
    return str(json.loads((directory / DESCRIPTOR_FILE).read_text("utf-8"))["built"]["database"])


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("builds") / "built"
    assert main(["build", str(SHIPPED_DATASET), str(target)]) == 0
    return target


@pytest.fixture
def copy(target: Path, tmp_path: Path) -> Path:
    """The built dataset, for a test that harms it."""
    return Path(shutil.copytree(target, tmp_path / "copy"))


@pytest.fixture(scope="module")
def built(target: Path) -> Dataset:
    return load(target)


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_query_has_the_answer_of_a_plain_computation(built: Dataset, shipped: Dataset, filters: Filters) -> None:
    for assertion in (*ASSERTIONS, assert_lists):
        assertion(replace(shipped, engine=built.engine), filters)


def test_a_built_dataset_keeps_version_records_and_small_tables(built: Dataset, shipped: Dataset) -> None:
    assert (built.version, built.statement_count) == (shipped.version, shipped.statement_count)
    for name in ("parties", "speakers", "themes", "issues", "sources", "events", "codings"):
        assert getattr(built, name) == getattr(shipped, name)
    assert all(built.tables[name].equals(table) for name, table in shipped.tables.items())
    assert_totals(replace(shipped, engine=built.engine))
    assert not dataset_changes(built, shipped, Filters()).sentence


def test_check_says_that_a_built_dataset_is_as_it_was_built(target: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(target)]) == 0
    assert "as it was built, version" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["issues.csv", STATEMENTS_FILE, "database"])
@pytest.mark.parametrize("harm", ["cut", "gone", "changed"])
def test_a_file_that_is_not_the_one_that_was_built_is_named(copy: Path, capsys, name: str, harm: str) -> None:
    name = file_of(copy) if name == "database" else name
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


def test_a_build_replaces_an_earlier_one_and_nothing_else(make_dataset: Make, tmp_path: Path, capsys) -> None:
    source, target = make_dataset(), tmp_path / "out" / "built"
    assert main(["build", str(source), str(target)]) == 0
    opened = load(target)
    assert main(["build", str(SHIPPED_DATASET), str(target)]) == 0
    assert load(target).statement_count != opened.statement_count
    # What was opened before goes on with the files that it opened.
    assert query.count_statements(opened, Filters()) == opened.statement_count
    assert [path.name for path in target.parent.iterdir()] == ["built"]
    assert main(["build", str(SHIPPED_DATASET), str(source)]) == 1
    assert "is something else than a built dataset" in capsys.readouterr().err
    assert not is_built(source)


def test_a_dataset_with_problems_is_not_built(make_dataset: Make, tmp_path: Path) -> None:
    source = make_dataset(cells={("statements", 2, "stance"): "perhaps"})
    assert main(["build", str(source), str(tmp_path / "built")]) == 1
    assert list(tmp_path.glob("*built*")) == []


def test_a_form_that_is_not_known_is_refused(copy: Path) -> None:
    descriptor = (copy / DESCRIPTOR_FILE).read_text("utf-8")
    (copy / DESCRIPTOR_FILE).write_text(descriptor.replace(f'"form": "{build_format_name()}"', '"form": 99'), "utf-8")
    with pytest.raises(DatasetError, match="was built in a form that is not known here: '99'"):
        load(copy)


def test_a_database_that_duckdb_cannot_open_is_named(copy: Path) -> None:
    content = b"what another version wrote"
    (copy / file_of(copy)).write_bytes(content)
    descriptor = json.loads((copy / DESCRIPTOR_FILE).read_text("utf-8"))
    mark = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
    descriptor["built"]["files"][file_of(copy)] = mark
    (copy / DESCRIPTOR_FILE).write_text(json.dumps(descriptor), "utf-8")
    with pytest.raises(DatasetError, match="cannot be opened"):
        load(copy)


def test_files_that_are_cut_are_named_and_others_in_their_place_opened(target: Path, copy: Path) -> None:
    watcher = DatasetWatcher(copy)
    name, number = file_of(copy), query.count_statements(load(target), Filters(text="missile"))
    with (copy / name).open("r+b") as file:
        file.truncate((copy / name).stat().st_size // 3)
    assert not watcher.poll()
    assert not watcher.poll()
    assert watcher.status.rejected
    assert {problem.file for problem in watcher.status.rejected.problems} == {name}
    (copy / name).unlink()
    shutil.copyfile(target / name, copy / name)
    watcher.poll()
    watcher.poll()
    assert watcher.status.rejected is None
    new = watcher.status.dataset
    assert (query.count_statements(new, Filters(text="missile")), new.engine.last_error) == (number, "")
    assert len(query.newest_statements(new, Filters(), 400)) == 400


@pytest.mark.parametrize(
    "damaged",
    [lambda whole: whole[: len(whole) // 3], lambda whole: whole[:300_000] + b"x" * 20_000 + whole[320_000:]],
    ids=["cut", "overwritten"],
)
def test_a_file_that_cannot_be_read_is_trouble_until_it_can(copy: Path, damaged: Callable[[bytes], bytes]) -> None:
    path = copy / file_of(copy)
    dataset, whole = load(copy), path.read_bytes()
    path.write_bytes(damaged(whole))
    with pytest.raises(UnreadableError):
        query.newest_statements(dataset, Filters(), 400)
    assert dataset.engine.last_error
    path.write_bytes(whole)
    assert len(query.newest_statements(dataset, Filters(), 400)) == 400
    assert dataset.engine.last_error == ""
